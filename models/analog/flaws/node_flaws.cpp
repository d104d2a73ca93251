// The numbers of one device: draws from the device seed, and conversions of data-sheet quantities.
#include "models/analog/flaws/node_flaws.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/analog/machine.hpp"
#include "models/random.hpp"

namespace isinglass {
namespace {

NoiseCounter part(const NodeFlaws& flaws, std::uint32_t stream, std::size_t row, std::uint32_t which = 0) {
  return {
      .seed = flaws.device_seed, .read = 0, .step = which, .index = static_cast<std::uint32_t>(row), .stream = stream};
}

std::vector<double> factors(const NodeFlaws& flaws, double spread, std::uint32_t stream, std::size_t rows) {
  std::vector<double> values(rows, 1.0);
  if (spread == 0.0) return values;
  for (std::size_t i = 0; i < rows; ++i) {
    values[i] = std::max(kLeastFactor, 1.0 + spread * random_normal(part(flaws, stream, i)));
  }
  return values;
}

}  // namespace

bool NodeFlaws::any() const {
  return leakage_s || resistance_mismatch != 0.0 || gain_mismatch != 0.0 || parasitic != 0.0 ||
         parasitic_spread != 0.0 || temperature_k != 0.0 || white_noise != 0.0 || phase_noise_dbc || jitter_s != 0.0 ||
         stuck != 0.0 || comparator_offset != 0.0 || delay_s != 0.0;
}

double phase_diffusion(double dbc_per_hz, double offset_hz) {
  return 2.0 * std::numbers::pi * offset_hz * std::pow(10.0, dbc_per_hz / 20.0);
}

double jitter_diffusion(double jitter_s, double frequency_hz) {
  return 2.0 * std::numbers::pi * frequency_hz * jitter_s * std::sqrt(frequency_hz);
}

std::vector<double> parasitic_shares(const NodeFlaws& flaws, std::size_t rows) {
  std::vector<double> shares(rows, flaws.parasitic);
  if (flaws.parasitic_spread == 0.0) return shares;
  for (std::size_t i = 0; i < rows; ++i) {
    shares[i] += flaws.parasitic_spread * random_normal(part(flaws, NoiseStream::parasitics, i));
    shares[i] = std::max(shares[i], 0.0);
  }
  return shares;
}

std::vector<double> resistance_factors(const NodeFlaws& flaws, std::size_t rows) {
  return factors(flaws, flaws.resistance_mismatch, NoiseStream::resistance_mismatch, rows);
}

std::vector<double> gain_factors(const NodeFlaws& flaws, std::size_t rows) {
  return factors(flaws, flaws.gain_mismatch, NoiseStream::gain_mismatch, rows);
}

std::vector<double> comparator_offsets(const NodeFlaws& flaws, std::size_t spins) {
  std::vector<double> offsets(spins, 0.0);
  if (flaws.comparator_offset == 0.0) return offsets;
  for (std::size_t i = 0; i < spins; ++i) {
    offsets[i] = flaws.comparator_offset * random_normal(part(flaws, NoiseStream::comparator_offset, i));
  }
  return offsets;
}

std::vector<Spin> stuck_spins(const NodeFlaws& flaws, std::size_t spins) {
  std::vector<Spin> stuck(spins, Spin{0});
  if (flaws.stuck == 0.0) return stuck;
  for (std::size_t i = 0; i < spins; ++i) {
    if (random_uniform(part(flaws, NoiseStream::stuck_nodes, i)) >= flaws.stuck) continue;
    stuck[i] = random_uniform(part(flaws, NoiseStream::stuck_nodes, i, 1)) < 0.5 ? Spin{-1} : Spin{1};
  }
  return stuck;
}

}  // namespace isinglass
