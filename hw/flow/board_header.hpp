// The Verilog header configuration.vh through which a board's top learns its annealer, sizes and clock.
#pragma once

#include <string>

#include "hw/flow/configurations.hpp"

namespace isinglass::flow {

/// Text of configuration.vh: ANNEALER, ANNEALER_PARAMETERS, LINK_PARAMETERS and, where a PLL makes the clock, its
/// dividers.
std::string board_header(const Board& board, const Core& core, const Configuration& configuration);

}  // namespace isinglass::flow
