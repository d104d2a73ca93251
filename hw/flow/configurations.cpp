// Reads the catalogue of boards, cores and configurations.
#include "hw/flow/configurations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "models/error.hpp"

namespace isinglass::embedded {
extern const std::string_view configurations_json;
}

namespace isinglass::flow {
namespace {

using Json = nlohmann::ordered_json;

Resources parse_resources(const Json& row) {
  return {row.at("logic_cells").get<std::int64_t>(), row.at("ram_blocks").get<std::int64_t>(),
          row.at("spram_blocks").get<std::int64_t>(), row.at("dsp").get<std::int64_t>()};
}

Board parse_board(const Json& row) {
  Board board;
  row.at("name").get_to(board.name);
  row.at("title").get_to(board.title);
  row.at("device").get_to(board.device);
  row.at("package").get_to(board.package);
  row.at("yosys_options").get_to(board.yosys_options);
  row.at("nextpnr_device").get_to(board.nextpnr_device);
  row.at("icetime_device").get_to(board.icetime_device);
  row.at("input_mhz").get_to(board.input_mhz);
  row.at("pll").get_to(board.pll);
  row.at("sources").get_to(board.sources);
  row.at("pins").get_to(board.pins);
  board.capacity = parse_resources(row.at("capacity"));
  return board;
}

Core parse_core(const Json& row) {
  Core core;
  row.at("name").get_to(core.name);
  row.at("number").get_to(core.number);
  row.at("title").get_to(core.title);
  row.at("top").get_to(core.top);
  row.at("sources").get_to(core.sources);
  return core;
}

Configuration parse_configuration(const Json& row) {
  Configuration configuration;
  row.at("board").get_to(configuration.board);
  row.at("core").get_to(configuration.core);
  row.at("spins").get_to(configuration.spins);
  row.at("entries").get_to(configuration.entries);
  row.at("weight_bits").get_to(configuration.weight_bits);
  row.at("field_bits").get_to(configuration.field_bits);
  row.at("clock_mhz").get_to(configuration.clock_mhz);
  row.at("baud").get_to(configuration.baud);
  row.at("parameters").get_to(configuration.parameters);
  row.at("seeds").get_to(configuration.seeds);
  configuration.floors = parse_resources(row.at("floors"));
  return configuration;
}

void check(const Catalogue& catalogue) {
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

Catalogue parse_catalogue(std::string_view json_text) try {
  const Json json = Json::parse(json_text);
  Catalogue catalogue;
  for (const auto& row : json.at("boards")) catalogue.boards.push_back(parse_board(row));
  for (const auto& row : json.at("cores")) catalogue.cores.push_back(parse_core(row));
  for (const auto& row : json.at("configurations")) catalogue.configurations.push_back(parse_configuration(row));
  check(catalogue);
  return catalogue;
} catch (const Json::exception& error) {
  throw InputError(fmt::format("configurations.json: {}", error.what()));
}

Catalogue built_in_catalogue() { return parse_catalogue(embedded::configurations_json); }

const Board* find_board(const Catalogue& catalogue, std::string_view name) {
  return find_named(catalogue.boards, name);
}

const Core* find_core(const Catalogue& catalogue, std::string_view name) { return find_named(catalogue.cores, name); }

const Configuration* find_configuration(const Catalogue& catalogue, std::string_view board, std::string_view core) {
  const auto& all = catalogue.configurations;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Configuration& c) { return c.board == board && c.core == core; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace isinglass::flow
