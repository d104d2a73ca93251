// The stages that turn an ideal problem into a device problem, one coupling at a time.
#include "models/analog/flaws/coupling_flaws.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/analog/flaws/cell_flaws.hpp"
#include "models/analog/flaws/wire_resistance.hpp"
#include "models/analog/machine.hpp"
#include "models/error.hpp"
#include "models/random.hpp"

namespace isinglass {
namespace {

constexpr std::uint32_t kField = std::numeric_limits<std::uint32_t>::max();  // the "column" of a field

/// Which part of the device: what its numbers are drawn from.
NoiseCounter coupling_part(std::uint64_t device_seed, std::uint32_t stream, std::uint32_t row, std::uint32_t column) {
  return {.seed = device_seed, .read = 0, .step = row, .index = column, .stream = stream};
}

double quantised(double value, int bits, double range) {
  const double step = range / (std::ldexp(1.0, bits - 1) - 1.0);
  return std::clamp(step * std::round(value / step), -range, range);
}

}  // namespace

double flawed_coupling(double value, const CouplingFlaws& flaws, double largest, std::uint32_t row,
                       std::uint32_t column) {
  const auto normal = [&](std::uint32_t stream) {
    return random_normal(coupling_part(flaws.device_seed, stream, row, column));
  };
  if (flaws.bits > 0) value = quantised(value, flaws.bits, flaws.range.value_or(largest));
  if (flaws.missing > 0.0 &&
      random_uniform(coupling_part(flaws.device_seed, NoiseStream::missing_parts, row, column)) < flaws.missing) {
    return 0.0;
  }
  if (flaws.mismatch > 0.0) value *= 1.0 + flaws.mismatch * normal(NoiseStream::relative_mismatch);
  if (flaws.spread > 0.0) value += flaws.spread * largest * normal(NoiseStream::absolute_mismatch);
  return value + flaws.offset * largest;
}

void check_coupling_range(const CouplingFlaws& flaws) {
  if (!flaws.range || *flaws.range > 0.0) return;
  throw UsageError("the range of the couplings must be above zero", "leave coupling_range at auto, or make it larger");
}

bool CouplingFlaws::any() const {
  return mismatch != 0.0 || spread != 0.0 || offset != 0.0 || input_offset != 0.0 || bits != 0 || missing != 0.0 ||
         wire_resistance != 0.0;
}

double largest_coupling(const Problem& problem) {
  double largest = 0.0;
  for (const auto& c : problem.couplings) largest = std::max(largest, std::abs(c.value));
  for (const double h : problem.fields) largest = std::max(largest, std::abs(h));
  return largest > 0.0 ? largest : 1.0;
}

std::vector<double> input_offsets(const CouplingFlaws& flaws, std::size_t count, double largest) {
  std::vector<double> offsets(count, 0.0);
  if (flaws.input_offset == 0.0) return offsets;
  for (std::size_t i = 0; i < count; ++i) {
    const auto part = coupling_part(flaws.device_seed, NoiseStream::input_offset, static_cast<std::uint32_t>(i), 0);
    offsets[i] = flaws.input_offset * largest * random_normal(part);
  }
  return offsets;
}

Problem device_problem(const Problem& ideal, const CouplingFlaws& flaws) {
  if (!flaws.any()) return ideal;
  check_coupling_range(flaws);
  const double largest = largest_coupling(ideal);
  Problem device = ideal;
  for (auto& c : device.couplings) {
    c.value =
        flawed_coupling(c.value, flaws, largest, static_cast<std::uint32_t>(c.i), static_cast<std::uint32_t>(c.j));
  }
  for (std::size_t i = 0; i < device.fields.size(); ++i) {
    const auto node = static_cast<std::uint32_t>(i);
    double& h = device.fields[i];
    if (h != 0.0) h = flawed_coupling(h, flaws, largest, node, kField);
  }
  const auto offsets = input_offsets(flaws, device.fields.size(), largest);
  for (std::size_t i = 0; i < offsets.size(); ++i) device.fields[i] += offsets[i];
  std::erase_if(device.couplings, [](const Coupling& c) { return c.value == 0.0; });
  if (flaws.wire_resistance > 0.0) device = crossbar_problem(device, largest, flaws.wire_resistance, flaws.wire_model);
  return device;
}

}  // namespace isinglass
