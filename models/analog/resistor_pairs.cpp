// From an Ising problem to a network of node pairs.
#include "models/analog/resistor_pairs.hpp"

#include <cmath>
#include <numbers>

namespace isinglass {
namespace {

/// The passive bistable machine of the same numbers: conductance, duration, step and noise are taken from it.
BistableDesign passive_design(const Problem& asked, const Problem& device, const PairAnneal& anneal) {
  BistableAnneal passive = bistable_defaults(BistablePreset::passive);
  passive.capacitance_f = anneal.capacitance_f;
  passive.resistance_ohm = anneal.resistance_ohm;
  passive.rail_v = anneal.rail_v;
  passive.node = anneal.node;
  passive.noise = anneal.noise;
  passive.length = anneal.length;
  passive.step = anneal.step;
  return design_bistable(asked, device, passive);
}

}  // namespace

ResistorNetwork pair_network(const Problem& problem, const PairAnneal& anneal) {
  return pair_network(problem, problem, anneal);
}

ResistorNetwork pair_network(const Problem& asked, const Problem& device, const PairAnneal& anneal) {
  const BistableDesign passive = passive_design(asked, device, anneal);
  const std::int32_t n = device.size();
  const double leak_s = anneal.leak / anneal.resistance_ohm;
  ResistorNetwork network;
  network.nodes = 2 * n;
  network.pairs = true;
  network.capacitance_f = anneal.capacitance_f;
  network.current_a.assign(2 * static_cast<std::size_t>(n), 0.0);
  network.start_v = passive.start_v;
  network.duration_s = passive.duration_s;
  network.step_s = passive.step_s;
  network.longest_step_s = passive.longest_step_s;
  // The two nodes' noises average in the difference.
  network.noise = passive.noise.scaled(std::numbers::sqrt2);
  network.cubic = passive.node_s;
  for (const auto& c : device.couplings) {
    if (c.value == 0.0) continue;
    const double conductance = passive.conductance_s * std::abs(c.value);
    const std::int32_t other = c.value > 0.0 ? n : 0;
    network.resistors.push_back({c.i, c.j + other, conductance});
    network.resistors.push_back({c.i + n, c.j + n - other, conductance});
  }
  for (std::int32_t i = 0; i < n; ++i) {
    // A pair at +-v has 2 v across the element: half the conductance and twice the scale are G_z (v - v^3 / V_s^2).
    network.elements.push_back({i, i + n, ElementLaw::cubic, 0.5, 2.0 * anneal.rail_v});
    for (const auto& [node, sign] : {std::pair{i, 1.0}, std::pair{i + n, -1.0}}) {
      if (leak_s > 0.0) network.sources.push_back({node, 0.0, leak_s});
      const double field = device.fields[static_cast<std::size_t>(i)];
      if (field == 0.0) continue;
      const double rail = field > 0.0 ? -anneal.rail_v : anneal.rail_v;
      network.sources.push_back({node, sign * rail, passive.conductance_s * std::abs(field)});
    }
  }
  return network;
}

}  // namespace isinglass
