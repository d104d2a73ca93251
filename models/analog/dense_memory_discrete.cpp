// The asynchronous update of the dense associative memory: rule in dense_memory_discrete.hpp.
#include "models/analog/dense_memory_discrete.hpp"

#include <algorithm>
#include <cmath>

namespace isinglass {
namespace {

bool is_polynomial(DenseFunction function) {
  return function == DenseFunction::polynomial || function == DenseFunction::rectified;
}

/// F(h) for h = -N-1 … N+1 in the units of the machine: h^n N^(1-n) / n.
std::vector<double> tabulate(std::int32_t size, const DenseInteraction& interaction) {
  std::vector<double> table;
  for (std::int32_t h = -size - 1; h <= size + 1; ++h) {
    table.push_back(interaction.lagrangian(Eigen::ArrayXd::Constant(1, h), size));
  }
  return table;
}

}  // namespace

DiscreteDenseMemory::DiscreteDenseMemory(const PatternSet& patterns, const DenseInteraction& interaction)
    : patterns_(&patterns), interaction_(interaction) {
  if (is_polynomial(interaction.function)) table_ = tabulate(patterns.size, interaction);
}

std::vector<std::int32_t> DiscreteDenseMemory::overlaps(std::span<const Spin> spins) const {
  std::vector<std::int32_t> overlaps(static_cast<std::size_t>(patterns_->count()), 0);
  for (std::size_t mu = 0; mu < overlaps.size(); ++mu) {
    const auto pattern = patterns_->pattern(static_cast<std::int32_t>(mu));
    for (std::size_t i = 0; i < spins.size(); ++i) overlaps[mu] += pattern[i] * spins[i];
  }
  return overlaps;
}

double DiscreteDenseMemory::energy(std::span<const Spin> spins) const {
  const auto h = overlaps(spins);
  const Eigen::ArrayXd values =
      Eigen::Map<const Eigen::ArrayXi>(h.data(), static_cast<Eigen::Index>(h.size())).cast<double>();
  return -interaction_.lagrangian(values, patterns_->size);
}

/// E with s_i = -1 minus E with s_i = +1, up to a positive factor where F is an exponential.
double DiscreteDenseMemory::difference(std::span<const Spin> spins, std::span<const std::int32_t> overlaps,
                                       std::int32_t i) const {
  const auto n = static_cast<std::size_t>(patterns_->size);
  const auto site = static_cast<std::size_t>(i);
  const Spin* column = patterns_->values.data() + site;
  double sum = 0.0;
  if (!table_.empty()) {
    for (std::size_t mu = 0; mu < overlaps.size(); ++mu) {
      const Spin bit = column[mu * n];
      const double* f = table_.data() + (patterns_->size + 1) + (overlaps[mu] - bit * spins[site]);
      sum += bit * (f[1] - f[-1]);
    }
    return sum;
  }
  // F(rest + 1) - F(rest - 1) is 2 sinh(beta) exp(beta rest): the factor and the largest term are taken out.
  const std::int32_t largest = *std::max_element(overlaps.begin(), overlaps.end());
  for (std::size_t mu = 0; mu < overlaps.size(); ++mu) {
    const Spin bit = column[mu * n];
    sum += bit * std::exp(interaction_.beta * (overlaps[mu] - bit * spins[site] - largest));
  }
  return sum;
}

Spin DiscreteDenseMemory::choose(std::span<const Spin> spins, std::span<const std::int32_t> overlaps,
                                 std::int32_t i) const {
  const double gain = difference(spins, overlaps, i);
  if (gain == 0.0) return spins[static_cast<std::size_t>(i)];
  return gain > 0.0 ? Spin{1} : Spin{-1};
}

std::int32_t DiscreteDenseMemory::sweep(std::span<Spin> spins) const {
  auto h = overlaps(spins);
  const auto n = static_cast<std::size_t>(patterns_->size);
  std::int32_t flips = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const Spin chosen = choose(spins, h, static_cast<std::int32_t>(i));
    if (chosen == spins[i]) continue;
    ++flips;
    spins[i] = chosen;
    for (std::size_t mu = 0; mu < h.size(); ++mu) h[mu] += 2 * chosen * patterns_->values[mu * n + i];
  }
  return flips;
}

int DiscreteDenseMemory::recall(std::span<Spin> spins, int most_sweeps) const {
  int sweeps = 0;
  while (sweeps < most_sweeps && sweep(spins) > 0) ++sweeps;
  return sweeps;
}

void DiscreteDenseMemory::step_together(std::span<Spin> spins) const {
  const auto h = overlaps(spins);
  Ensemble<double> f(static_cast<Eigen::Index>(h.size()), 1);
  for (std::size_t mu = 0; mu < h.size(); ++mu) f(static_cast<Eigen::Index>(mu), 0) = h[mu];
  interaction_.activate(f, patterns_->size);
  std::vector<double> force(spins.size(), 0.0);
  for (std::size_t mu = 0; mu < h.size(); ++mu) {
    const auto pattern = patterns_->pattern(static_cast<std::int32_t>(mu));
    for (std::size_t i = 0; i < spins.size(); ++i) force[i] += pattern[i] * f(static_cast<Eigen::Index>(mu), 0);
  }
  for (std::size_t i = 0; i < spins.size(); ++i) {
    if (force[i] != 0.0) spins[i] = force[i] > 0.0 ? Spin{1} : Spin{-1};
  }
}

}  // namespace isinglass
