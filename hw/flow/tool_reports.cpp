// Reads the reports of yosys, nextpnr and icetime.
#include "hw/flow/tool_reports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <regex>
#include <string>

#include "hw/flow/json_fields.hpp"
#include "models/error.hpp"

namespace isinglass::flow {
namespace {
using Json = nlohmann::ordered_json;
}

Resources mapped_resources(std::string_view yosys_stat) try {
  const Json json = Json::parse(yosys_stat);
  Resources found;
  std::int64_t tables = 0, flip_flops = 0;
  for (const auto& [type, count] : json.at("design").at("num_cells_by_type").items()) {
    const auto number = count.get<std::int64_t>();
    if (type == "SB_LUT4") tables += number;
    if (type.rfind("SB_DFF", 0) == 0) flip_flops += number;
    if (type.rfind("SB_RAM40", 0) == 0) found.ram_blocks += number;
    if (type == "SB_SPRAM256KA") found.spram_blocks += number;
    if (type == "SB_MAC16") found.dsp += number;
  }
  found.logic_cells = std::max(tables, flip_flops);
  return found;
} catch (const Json::exception& error) {
  throw HardwareError(fmt::format("cannot read yosys' statistics: {}", error.what()));
}

PlacedDesign placed_design(std::string_view nextpnr_report) try {
  const Json json = Json::parse(nextpnr_report);
  const auto used = [&](const char* block) -> std::int64_t {
    const auto& all = json.at("utilization");
    return all.contains(block) ? all.at(block).at("used").get<std::int64_t>() : 0;
  };
  PlacedDesign design;
  design.used = {used("ICESTORM_LC"), used("ICESTORM_RAM"), used("ICESTORM_SPRAM"), used("ICESTORM_DSP")};
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

std::string missing_resources(const Resources& found, const Resources& floors) {
  const auto sentence = [](const char* what, std::int64_t have, std::int64_t want) {
    return fmt::format("{} {} where at least {} are expected", have, what, want);
  };
  if (found.logic_cells < floors.logic_cells) return sentence("logic cells", found.logic_cells, floors.logic_cells);
  if (found.ram_blocks < floors.ram_blocks) return sentence("RAM blocks", found.ram_blocks, floors.ram_blocks);
  if (found.spram_blocks < floors.spram_blocks) {
    return sentence("SPRAM blocks", found.spram_blocks, floors.spram_blocks);
  }
  if (found.dsp < floors.dsp) return sentence("multipliers", found.dsp, floors.dsp);
  return "";
}

}  // namespace isinglass::flow
