// Couplings written into a finished iCE40 bitstream: the marks that a build with marks has left in the placed design
// are exchanged for what a host would have written, and the file is packed anew. No synthesis, no place and route.
#pragma once

#include <atomic>
#include <filesystem>

#include "hw/flow/bake/marks.hpp"

namespace isinglass::flow {

/// The initial contents of the block RAMs in an unpacked bitstream (.asc: Project IceStorm, "BRAM Tiles").
class PlacedRams {
 public:
  explicit PlacedRams(std::string asc);

  /// A block by its tile, and one of its 16 columns.
  struct Place {
    int x = 0, y = 0;
    int column = 0;
  };
  /// Every column whose content is not all zeros.
  [[nodiscard]] std::vector<std::pair<RamColumn, Place>> columns() const;
  /// All zeros where the text does not mention the block.
  [[nodiscard]] RamColumn column(const Place& place) const;
  void set_column(const Place& place, const RamColumn& content);
  [[nodiscard]] const std::string& text() const { return asc_; }

 private:
  struct Block {
    int x = 0, y = 0;
    std::size_t begin = 0;  // of its first line of data
  };
  [[nodiscard]] const Block* find(const Place& place) const;
  [[nodiscard]] RamColumn column(const Block& block, int number) const;
  std::string asc_;
  std::vector<Block> blocks_;
};

/// Where the columns of a memory have been placed, cut with that stride.
struct RamPlaces {
  int stride = 1;
  std::vector<PlacedRams::Place> places;
};

/// Those of each memory. Throws InputError when a mark is not there, or there twice.
std::vector<RamPlaces> find_marks(const PlacedRams& placed, const std::vector<HostRam>& rams);

struct BakeRequest {
  std::filesystem::path directory;  ///< of the build
  std::filesystem::path sources;    ///< root of the sources, for the tools in their .venv
  std::filesystem::path bitstream;  ///< to be written
  std::vector<HostRam> rams;
  std::vector<MemoryWords> memories;  ///< as a host would write them
  const std::atomic<bool>* interrupted = nullptr;
};

struct BakeResult {
  std::size_t blocks = 0;        ///< whose content was exchanged
  std::size_t bits = 0;          ///< of those that the host writes
  double seconds = 0.0;          ///< for everything
  double place_and_route_s = 0;  ///< what the build's own place and route has taken, for comparison
  std::string checksum;
};

/// Bakes and checks: the written file is unpacked again, and its RAM compared with what the host would have written.
/// The file gets its name only then. Throws UsageError when there is no finished build, InputError when it has no
/// marks, HardwareError when a tool fails or the check does.
BakeResult bake(const BakeRequest& request);

}  // namespace isinglass::flow
