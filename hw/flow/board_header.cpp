// Writes configuration.vh.
#include "hw/flow/board_header.hpp"

#include <fmt/format.h>

#include <cmath>

#include "hw/flow/pll.hpp"

namespace isinglass::flow {

std::string board_header(const Board& board, const Core& core, const Configuration& configuration) {
  std::string parameters = fmt::format(".SPINS({}), .WEIGHT_BITS({}), .FIELD_BITS({}), .CLOCK_HZ({}), .BAUD({})",
                                       configuration.spins, configuration.weight_bits, configuration.field_bits,
                                       std::llround(configuration.clock_mhz * 1e6), configuration.baud);
  if (configuration.entries > 0) parameters += fmt::format(", .ENTRIES({})", configuration.entries);
  for (const auto& [name, value] : configuration.parameters) parameters += fmt::format(", .{}({})", name, value);
  std::string text = fmt::format(
      "// {} on {}, written by `isinglass hw build` from configurations.json.\n`define ANNEALER {}\n"
      "`define ANNEALER_PARAMETERS {}\n",
      core.name, board.name, core.top, parameters);
  if (board.pll) {
    const PllDividers pll = pll_dividers(board.input_mhz, configuration.clock_mhz);
    text += fmt::format(
        "`define PLL_DIVR 4'd{}\n`define PLL_DIVF 7'd{}\n`define PLL_DIVQ 3'd{}\n"
        "`define PLL_FILTER_RANGE 3'd{}\n",
        pll.divr, pll.divf, pll.divq, pll.filter_range);
  }
  return text;
}

}  // namespace isinglass::flow
