// Groups final states.
#include "sim/bench/attractors.hpp"

#include <algorithm>

namespace isinglass {
namespace {

std::vector<double> column(const Ensemble<double>& states, std::size_t replica) {
  const Eigen::VectorXd values = states.col(static_cast<Eigen::Index>(replica)).matrix();
  return {values.data(), values.data() + values.size()};
}

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

}  // namespace

std::vector<Attractor> group_attractors(const SettledEnsemble& settled, double tolerance) {
  std::vector<Attractor> found;
  const std::size_t replicas = settled.energy.size();
  const double near = replicas == 0 ? 0.0 : tolerance * std::max(1e-12, settled.states.abs().maxCoeff());
  for (std::size_t r = 0; r < replicas; ++r) {
    const auto state = column(settled.states, r);
    const auto same = std::find_if(found.begin(), found.end(), [&](const Attractor& a) {
      return settled.spins.empty() ? largest_difference(a.state, state) < near : a.spins == settled.spins[r];
    });
    if (same == found.end()) {
      found.push_back(
          {settled.spins.empty() ? std::vector<Spin>{} : settled.spins[r], state, settled.energy[r], 1, 0.0, {}});
      continue;
    }
    ++same->count;
    if (settled.energy[r] < same->energy) {
      same->energy = settled.energy[r];
      same->state = state;
    }
  }
  for (auto& attractor : found) {
    attractor.share = static_cast<double>(attractor.count) / static_cast<double>(replicas);
    attractor.share_interval = wilson_interval(attractor.count, static_cast<std::int64_t>(replicas));
  }
  std::stable_sort(found.begin(), found.end(), [](const Attractor& a, const Attractor& b) {
    return a.energy != b.energy ? a.energy < b.energy : a.count > b.count;
  });
  return found;
}

}  // namespace isinglass
