// Dividers of the iCE40's PLL (Lattice TN1251, "simple" feedback): f = input (DIVF + 1) / ((DIVR + 1) 2^DIVQ).
#pragma once

namespace isinglass::flow {

struct PllDividers {
  int divr = 0;
  int divf = 0;
  int divq = 0;
  int filter_range = 1;
};

/// Dividers for exactly `output_mhz`. Without input division, so the input must be 10 to 133 MHz; the oscillator runs
/// at 533 to 1066 MHz. Throws UsageError, with the nearest rate below as hint, when there are none.
PllDividers pll_dividers(double input_mhz, double output_mhz);

/// The rate that the dividers give, in MHz.
double pll_output_mhz(double input_mhz, const PllDividers& dividers);

}  // namespace isinglass::flow
