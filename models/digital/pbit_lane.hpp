// Integer twin of rtl/core/pbit_lane.v: the same spins, energies, flips and clocks, bit for bit.
#pragma once

#include <memory>

#include "models/digital/anneal_run.hpp"
#include "models/digital/pbit_lane_image.hpp"

namespace isinglass {

/// Clocks of a run: sweeps * (n + boundary) + start + flips * (blocks + flip_extra), where sweeps counts reload,
/// randomise and flush too, and blocks = max(ceil(n / lanes), least_blocks).
struct PbitLaneLatency {
  static constexpr std::uint64_t start = 8;         ///< before the first sweep
  static constexpr std::uint64_t boundary = 9;      ///< after each sweep
  static constexpr std::uint64_t flip_extra = 4;    ///< a flip costs its row's blocks and this on top of its visit
  static constexpr std::uint64_t least_blocks = 4;  ///< a row takes this many clocks at least
  static constexpr std::uint64_t flip = 4;          ///< from a visit's address to flip_o
  static constexpr std::uint64_t decision = 3;      ///< from a visit's address to its decision
  static constexpr std::uint64_t noise = 6;         ///< from the generator's state to the decision that it makes
};

/// One core with a loaded problem. Keeps its state between runs like the hardware; not for use by two threads at once
/// (give each its own copy: they share the image).
class PbitLane {
 public:
  explicit PbitLane(std::shared_ptr<const PbitLaneImage> image);

  /// Runs once; `trace` may be empty.
  AnnealResult run(const AnnealRun& run, const AnnealTrace& trace = {});

  /// Local fields after the last run (memory 6).
  [[nodiscard]] const std::vector<std::int32_t>& fields() const { return fields_; }
  [[nodiscard]] const PbitLaneImage& image() const { return *image_; }
  /// Clocks that a flip costs on top of its visit.
  [[nodiscard]] std::uint64_t flip_clocks() const { return flip_clocks_; }

 private:
  enum class Sweep { frozen, random, anneal };

  void reload();
  void sweep(Sweep kind, const AnnealRun& run, std::uint32_t temperature);
  [[nodiscard]] bool decide(std::size_t i, Sweep kind, const AnnealRun& run, std::uint32_t temperature) const;
  void flip(std::int32_t i);
  void add_row(std::int32_t i, std::int32_t now);
  void pass(std::uint64_t clocks);
  void set_energy(std::int64_t energy);
  void set_best();

  std::shared_ptr<const PbitLaneImage> image_;
  std::vector<std::int32_t> fields_;
  std::vector<Spin> spins_;
  std::vector<Spin> best_;
  bool loaded_ = false;
  int energy_bits_ = 0;
  std::uint64_t flip_clocks_ = 0;
  std::int32_t energy_ = 0;
  std::int32_t best_energy_ = 0;
  std::int32_t snapshot_need_ = 0;  // visits that the snapshot of the best state still needs
  // The run under way
  std::uint64_t noise_ = 1;  // generator state that the next visit's decision uses
  std::uint64_t cycle_ = 0;  // in which the next visit is addressed
  std::uint32_t flips_ = 0;
  bool overflow_ = false;
  const AnnealTrace* trace_ = nullptr;
};

}  // namespace isinglass
