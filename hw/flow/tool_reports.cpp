// Reads the reports of yosys, nextpnr and icetime.
#include "hw/flow/tool_reports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <regex>
#include <string>
#include <tuple>

#include "hw/flow/json_fields.hpp"
#include "models/error.hpp"

namespace isinglass::flow {
namespace {
using Json = nlohmann::ordered_json;
}

Resources mapped_resources(std::string_view yosys_stat, const Family& family) try {
  const Json json = Json::parse(yosys_stat);
  std::map<CellRule::Kind, std::int64_t> found;
  for (const auto& [type, count] : json.at("design").at("num_cells_by_type").items()) {
    const auto rule = std::find_if(family.cells.begin(), family.cells.end(), [&type = type](const CellRule& r) {
      return type.compare(0, r.prefix.size(), r.prefix) == 0;
    });
    if (rule != family.cells.end()) found[rule->kind] += rule->each * count.get<std::int64_t>();
  }
  using Kind = CellRule::Kind;
  const std::int64_t flip_flops = found[Kind::flip_flop] / family.flip_flops_per_cell;
  return {std::max(found[Kind::table], flip_flops), found[Kind::ram], found[Kind::spram], found[Kind::dsp]};
} catch (const Json::exception& error) {
  throw HardwareError(fmt::format("cannot read yosys' statistics: {}", error.what()));
}

PlacedDesign placed_design(std::string_view nextpnr_report, const std::vector<std::string_view>& blocks) try {
  const Json json = Json::parse(nextpnr_report);
  // The sum over the names, joined by '+', of one kind of block.
  const auto used = [&](std::string_view names) {
    std::int64_t sum = 0;
    while (!names.empty()) {
      const std::size_t end = std::min(names.find('+'), names.size());
      const auto found = json.at("utilization").find(std::string(names.substr(0, end)));
      if (found != json.at("utilization").end()) sum += found->at("used").get<std::int64_t>();
      names.remove_prefix(std::min(end + 1, names.size()));
    }
    return sum;
  };
  PlacedDesign design;
  design.used = {used(blocks[0]), used(blocks[1]), used(blocks[2]), used(blocks[3])};
  design.fmax_mhz = std::numeric_limits<double>::infinity();
  for (const auto& clock : json.at("fmax")) {
    design.fmax_mhz = std::min(design.fmax_mhz, clock.at("achieved").get<double>());
  }
  if (!std::isfinite(design.fmax_mhz)) throw HardwareError("nextpnr found no clock in the design");
  return design;
} catch (const Json::exception& error) {
  throw HardwareError(fmt::format("cannot read nextpnr's report: {}", error.what()));
}

double icetime_mhz(std::string_view icetime_output) {
  static const std::regex line(R"(Total path delay: *[0-9.]+ ns \(([0-9.]+) MHz\))");
  std::match_results<std::string_view::const_iterator> match;
  if (!std::regex_search(icetime_output.begin(), icetime_output.end(), match, line)) {
    throw HardwareError("cannot find the total path delay in icetime's output");
  }
  return std::stod(match[1].str());
}

Json to_json(const Resources& resources) {
  return {{"logic_cells", resources.logic_cells},
          {"ram_blocks", resources.ram_blocks},
          {"spram_blocks", resources.spram_blocks},
          {"dsp", resources.dsp}};
}

Resources resources_from_json(const Json& json) {
  Resources found;
  read_fields(json, "logic_cells", found.logic_cells, "ram_blocks", found.ram_blocks, "spram_blocks",
              found.spram_blocks, "dsp", found.dsp);
  return found;
}

namespace {

// The first kind of block for which `wrong(found, limit)` holds, in the words of `sentence`.
template <class Wrong>
std::string first_block(const Resources& found, const Resources& limit, const char* sentence, Wrong wrong) {
  const std::array<std::tuple<const char*, std::int64_t, std::int64_t>, 4> rows = {{
      {"logic cells", found.logic_cells, limit.logic_cells},
      {"RAM blocks", found.ram_blocks, limit.ram_blocks},
      {"SPRAM blocks", found.spram_blocks, limit.spram_blocks},
      {"multipliers", found.dsp, limit.dsp},
  }};
  for (const auto& [what, have, want] : rows) {
    if (wrong(have, want)) return fmt::format(fmt::runtime(sentence), have, what, want);
  }
  return "";
}

}  // namespace

std::string missing_resources(const Resources& found, const Resources& floors) {
  return first_block(found, floors, "{} {} where at least {} are expected", std::less<>());
}

std::string excess_resources(const Resources& found, const Resources& capacity) {
  return first_block(found, capacity, "{} {} where the part has {}", std::greater<>());
}

}  // namespace isinglass::flow
