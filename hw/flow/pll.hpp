// Dividers of PLLs: one search for all families, each of which lists the settings that its part can take.
#pragma once

#include <string>
#include <vector>

namespace isinglass::flow {

/// A divider as Verilog knows it: `PLL_NAME.
struct PllDivider {
  std::string name;
  int value = 0;
  int bits = 0;  ///< written with this width; 0: as a plain number
};

/// One way to set a PLL.
struct PllSetting {
  double output_mhz = 0.0;
  double oscillator_mhz = 0.0;
  std::vector<PllDivider> dividers;
  /// The divider of that name, which must be there.
  [[nodiscard]] int operator[](const std::string& name) const;
};

/// The first of `settings` that gives `output_mhz` exactly (to 1e-9). Throws UsageError, with the nearest rate below as
/// hint, when there is none.
PllSetting pll_setting(const std::vector<PllSetting>& settings, double input_mhz, double output_mhz);

/// The setting as macros for configuration.vh, one `define a line.
std::string pll_macros(const PllSetting& setting);

}  // namespace isinglass::flow
