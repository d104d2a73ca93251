// Finds PLL dividers by trying them all.
#include "hw/flow/pll.hpp"

#include <fmt/format.h>

#include <cmath>

#include "models/error.hpp"

namespace isinglass::flow {

int PllSetting::operator[](const std::string& name) const {
  for (const auto& divider : dividers) {
    if (divider.name == name) return divider.value;
  }
  throw Error(ExitCode::internal, fmt::format("the PLL has no divider {}", name));
}

PllSetting pll_setting(const std::vector<PllSetting>& settings, double input_mhz, double output_mhz) {
  double nearest_below = 0.0;
  for (const auto& setting : settings) {
    const double rate = setting.output_mhz;
    if (std::abs(rate - output_mhz) < 1e-9 * output_mhz) return setting;
    if (rate < output_mhz && rate > nearest_below) nearest_below = rate;
  }
  throw UsageError(fmt::format("the PLL cannot make {} MHz from {} MHz", output_mhz, input_mhz),
                   fmt::format("the nearest rate below is {} MHz", nearest_below));
}

std::string pll_macros(const PllSetting& setting) {
  std::string text;
  for (const auto& divider : setting.dividers) {
    const std::string width = divider.bits == 0 ? "" : fmt::format("{}'d", divider.bits);
    text += fmt::format("`define PLL_{} {}{}\n", divider.name, width, divider.value);
  }
  return text;
}

}  // namespace isinglass::flow
