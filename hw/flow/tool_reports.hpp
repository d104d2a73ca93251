// What the tools' own reports say, in our words.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "hw/flow/configurations.hpp"
#include "hw/flow/families/family.hpp"

namespace isinglass::flow {

/// Blocks of a synthesised netlist, from the JSON of yosys' `stat -json`: look-up tables count as logic cells (or
/// flip-flops, whichever are more). Throws HardwareError when the text is not what yosys 0.23 to 0.70 write.
Resources mapped_resources(std::string_view yosys_stat, const Family& family);

/// What nextpnr's --report says of one placed and routed design.
struct PlacedDesign {
  Resources used;
  double fmax_mhz = 0.0;  ///< slowest clock
};
/// `blocks` are nextpnr's names of logic cells, RAM, SPRAM and multipliers (Family::utilization).
PlacedDesign placed_design(std::string_view nextpnr_report, const std::vector<std::string_view>& blocks);

/// Clock rate that icetime allows, in MHz, from its printed "Total path delay: 16.50 ns (60.61 MHz)".
double icetime_mhz(std::string_view icetime_output);

/// {"logic_cells", "ram_blocks", "spram_blocks", "dsp"} and back.
nlohmann::ordered_json to_json(const Resources& resources);
Resources resources_from_json(const nlohmann::ordered_json& json);

/// A sentence naming the first block of which there are fewer than `floors` asks, or "".
std::string missing_resources(const Resources& found, const Resources& floors);
/// A sentence naming the first block of which there are more than the part has, or "".
std::string excess_resources(const Resources& found, const Resources& capacity);

}  // namespace isinglass::flow
