// Finds PLL dividers by trying them all.
#include "hw/flow/pll.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "models/error.hpp"

namespace isinglass::flow {
namespace {

// FILTER_RANGE by the frequency at the phase detector, in MHz (as icepll prints it).
int filter_range(double detector_mhz) {
  constexpr std::array<double, 5> upper = {17.0, 26.0, 44.0, 66.0, 101.0};
  int range = 1;
  for (const double limit : upper) {
    if (detector_mhz < limit) return range;
    ++range;
  }
  return range;
}

}  // namespace

double pll_output_mhz(double input_mhz, const PllDividers& dividers) {
  return input_mhz * (dividers.divf + 1) / ((dividers.divr + 1) * std::exp2(dividers.divq));
}

PllDividers pll_dividers(double input_mhz, double output_mhz) {
  double nearest_below = 0.0;
  for (int divq = 1; divq <= 6; ++divq) {
    for (int divf = 0; divf <= 127; ++divf) {
      const PllDividers dividers{0, divf, divq, filter_range(input_mhz)};
      const double oscillator_mhz = input_mhz * (divf + 1);
      if (oscillator_mhz < 533.0 || oscillator_mhz > 1066.0) continue;
      const double rate = pll_output_mhz(input_mhz, dividers);
      if (std::abs(rate - output_mhz) < 1e-9 * output_mhz) return dividers;
      if (rate < output_mhz && rate > nearest_below) nearest_below = rate;
    }
  }
  throw UsageError(fmt::format("the PLL cannot make {} MHz from {} MHz", output_mhz, input_mhz),
                   fmt::format("the nearest rate below is {} MHz", nearest_below));
}

}  // namespace isinglass::flow
