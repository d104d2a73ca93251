// What the PLL of each family can be set to, the setting to prefer first.
#pragma once

#include <vector>

#include "hw/flow/pll.hpp"

namespace isinglass::flow {

/// iCE40, "simple" feedback without input division: the input must be 10 to 133 MHz, the oscillator runs at 533 to
/// 1066.
std::vector<PllSetting> ice40_pll(double input_mhz);
/// ECP5, fed back from CLKOP: phase detector 3.125 to 400 MHz, oscillator 400 to 800, the nearest to 600 (as ecppll).
std::vector<PllSetting> ecp5_pll(double input_mhz);
/// Gowin GW2A rPLL, speed grade C8/I7 (DS117): phase detector 3 to 400 MHz, oscillator 500 to 1250, output to 625.
std::vector<PllSetting> gowin_pll(double input_mhz);
/// Xilinx 7 series MMCME2 with whole-numbered dividers, speed grade -1 (DS181): phase detector 10 to 450 MHz,
/// oscillator 600 to 1200.
std::vector<PllSetting> xilinx_pll(double input_mhz);

}  // namespace isinglass::flow
