// Noise tables and thresholds of the p-bit cores.
#include "models/digital/noise_table.hpp"

#include <algorithm>
#include <cmath>

namespace isinglass {

const std::array<std::uint16_t, 1024> logistic_table = {
#include "models/digital/logistic_table.inc"
};

const std::array<std::uint16_t, 1024> exponential_table = {
#include "models/digital/exponential_table.inc"
};

const std::array<std::uint16_t, 1024> logistic_tail_table = {
#include "models/digital/logistic_tail_table.inc"
};

std::uint32_t register_temperature(double temperature, int field_bits) {
  const double unit = std::ldexp(1.0, 24 - wider_temperature_bits(field_bits));
  return static_cast<std::uint32_t>(std::clamp(std::round(temperature / 2.0 * unit), 0.0, 4294967295.0));
}

std::int32_t noise_threshold(std::uint32_t magnitude, bool negative, std::uint32_t temperature, int field_bits) {
  const auto fraction = static_cast<unsigned>(16 - wider_temperature_bits(field_bits));
  const std::int32_t largest = (1 << (field_bits - 1)) - 1;
  const auto product = static_cast<std::int32_t>(((temperature >> 16U) * magnitude) >> fraction);
  const std::int32_t clipped = std::min(product, largest);
  return negative ? ~clipped : clipped;
}

double gibbs_probability(std::int32_t field, std::uint32_t temperature, int field_bits) {
  int up = 0;
  for (const std::uint16_t magnitude : logistic_table)
    for (const bool negative : {false, true})
      if (field > noise_threshold(magnitude, negative, temperature, field_bits)) ++up;
  return up / 2048.0;
}

double metropolis_probability(std::int32_t along, std::uint32_t temperature, int field_bits) {
  int turned = 0;
  for (const std::uint16_t magnitude : exponential_table)
    if (along <= noise_threshold(magnitude, false, temperature, field_bits)) ++turned;
  return turned / 1024.0;
}

}  // namespace isinglass
