// Reads the catalogue of boards, cores and configurations.
#include "hw/flow/configurations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "hw/flow/families/family.hpp"
#include "hw/flow/json_fields.hpp"
#include "hw/flow/tool_reports.hpp"
#include "hw/host/frame.hpp"
#include "models/error.hpp"

namespace isinglass::embedded {
extern const std::string_view configurations_json;
}

namespace isinglass::flow {
namespace {

using Json = nlohmann::ordered_json;

Board parse_board(const Json& row) {
  Board board;
  read_fields(row, "name", board.name, "title", board.title, "family", board.family, "device", board.device, "package",
              board.package, "part", board.part, "yosys_options", board.yosys_options, "nextpnr_options",
              board.nextpnr_options, "input_mhz", board.input_mhz, "pll", board.pll, "sources", board.sources, "pins",
              board.pins);
  if (row.contains("programmers")) row.at("programmers").get_to(board.programmers);
  for (const auto& programmer : board.programmers) {
    if (programmer.empty())
      throw InputError(fmt::format("configurations.json: {} has an empty programmer", board.name));
  }
  board.capacity = resources_from_json(row.at("capacity"));
  return board;
}

// Reads a field that may be absent.
template <class Value>
void read_optional(const Json& row, const char* name, Value& value) {
  if (row.contains(name)) row.at(name).get_to(value);
}

CoreLimits parse_limits(const Json& row) {
  CoreLimits limits;
  read_optional(row, "spins_min", limits.spins_min);
  read_optional(row, "spins_max", limits.spins_max);
  read_optional(row, "power_of_two", limits.power_of_two);
  read_optional(row, "spins_multiple", limits.spins_multiple);
  read_optional(row, "weight_bits_min", limits.weight_bits_min);
  read_optional(row, "weight_bits_max", limits.weight_bits_max);
  read_optional(row, "field_bits_min", limits.field_bits_min);
  read_optional(row, "field_bits_max", limits.field_bits_max);
  read_optional(row, "entry_bits", limits.entry_bits);
  read_optional(row, "entries_max", limits.entries_max);
  read_optional(row, "matrix_bits", limits.matrix_bits);
  read_optional(row, "word_lanes", limits.word_lanes);
  read_optional(row, "widen", limits.widen);
  return limits;
}

Core parse_core(const Json& row) {
  Core core;
  read_fields(row, "name", core.name, "number", core.number, "title", core.title, "sources", core.sources);
  if (row.contains("limits")) core.limits = parse_limits(row.at("limits"));
  read_optional(row, "parameters", core.parameters);
  read_optional(row, "graph", core.graph);
  read_optional(row, "spins_per_clock", core.spins_per_clock);
  return core;
}

Configuration parse_configuration(const Json& row) {
  Configuration configuration;
  read_fields(row, "board", configuration.board, "core", configuration.core, "spins", configuration.spins, "entries",
              configuration.entries, "weight_bits", configuration.weight_bits, "field_bits", configuration.field_bits,
              "clock_mhz", configuration.clock_mhz, "baud", configuration.baud, "parameters", configuration.parameters,
              "seeds", configuration.seeds);
  read_optional(row, "link", configuration.link);
  read_optional(row, "graph", configuration.graph);
  read_optional(row, "nextpnr_options", configuration.nextpnr_options);
  configuration.floors = resources_from_json(row.at("floors"));
  return configuration;
}

void check(const Catalogue& catalogue) {
  for (const auto& board : catalogue.boards) family_of(board);
  for (const auto& configuration : catalogue.configurations) {
    const Board* board = find_board(catalogue, configuration.board);
    const auto name = fmt::format("configuration {} on {}", configuration.core, configuration.board);
    if (board == nullptr || find_core(catalogue, configuration.core) == nullptr) {
      throw InputError(fmt::format("configurations.json: {} names a board or core that is not in the file", name));
    }
    if (!board->pll && board->input_mhz != configuration.clock_mhz) {
      throw InputError(fmt::format("configurations.json: {} wants {} MHz, but the board has no PLL and {} MHz", name,
                                   configuration.clock_mhz, board->input_mhz));
    }
    if (configuration.seeds < 1) throw InputError(fmt::format("configurations.json: {} has no seeds", name));
  }
}

template <class Item>
const Item* find_named(const std::vector<Item>& items, std::string_view name) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::string Configuration::couplings() const {
  if (!graph.empty()) return fmt::format("a graph of degree {}", graph.at("degree"));
  if (const auto patterns = parameters.find("PATTERNS"); patterns != parameters.end()) {
    return fmt::format("{} patterns", patterns->second);
  }
  return entries > 0 ? fmt::format("{} directed entries", entries) : "all to all";
}

std::size_t Configuration::write_words() const {
  const auto found = link.find("MAX_WRITE");
  return found == link.end() ? max_write_words : static_cast<std::size_t>(found->second);
}

std::size_t Configuration::ahead_bytes() const {
  const auto found = link.find("QUEUE_BYTES");
  const std::int64_t queue = found == link.end() ? 512 : found->second;
  // A queue too small for a whole request is emptied while it arrives, but not while an answer goes out.
  return queue > 64 ? static_cast<std::size_t>(queue) - 12 : 0;
}

Catalogue parse_catalogue(std::string_view json_text) try {
  const Json json = Json::parse(json_text);
  Catalogue catalogue;
  read_fields(json, "shell", catalogue.shell);
  for (const auto& row : json.at("boards")) catalogue.boards.push_back(parse_board(row));
  for (const auto& row : json.at("cores")) catalogue.cores.push_back(parse_core(row));
  for (const auto& row : json.at("configurations")) catalogue.configurations.push_back(parse_configuration(row));
  check(catalogue);
  return catalogue;
} catch (const Json::exception& error) {
  throw InputError(fmt::format("configurations.json: {}", error.what()));
}

const Catalogue& built_in_catalogue() {
  static const Catalogue catalogue = parse_catalogue(embedded::configurations_json);
  return catalogue;
}

const Board* find_board(const Catalogue& catalogue, std::string_view name) {
  return find_named(catalogue.boards, name);
}

const Core* find_core(const Catalogue& catalogue, std::string_view name) { return find_named(catalogue.cores, name); }

const Configuration* find_configuration(const Catalogue& catalogue, std::string_view board, std::string_view core,
                                        std::int64_t spins, std::int64_t weight_bits) {
  const auto& all = catalogue.configurations;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Configuration& c) {
    return c.board == board && c.core == core && (spins == 0 || c.spins == spins) &&
           (weight_bits == 0 || c.weight_bits == weight_bits);
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace isinglass::flow
