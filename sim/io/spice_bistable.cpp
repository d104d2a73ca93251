// The netlist of bistable nodes, from the equations of models/analog/bistable.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/error.hpp"
#include "sim/io/spice_circuits.hpp"

namespace isinglass {
namespace {

constexpr double kBistableStepsPerTimeConstant = 50.0;

std::string bistable_node_of(std::int32_t i) { return fmt::format("n{}", i + 1); }

/// a(t) as a factor, or "" where it is 1.
std::string growth_formula(const BistableDesign& design) {
  if (design.coupling_growth_s <= 0.0) return "";
  return fmt::format("(1-exp(-time/{}))", spice_number(design.coupling_growth_s));
}

SpiceConductance coupling_conductance(const BistableDesign& design) {
  const std::string growth = growth_formula(design);
  if (growth.empty()) return {design.conductance_s, ""};
  return {0.0, fmt::format("{}*{}", spice_number(design.conductance_s), growth)};
}

/// i_node of a node whose voltage is `v`, or "" where there is none.
std::string node_current(const BistableDesign& design, const std::string& v) {
  const std::string conductance = spice_formula(design.node_s);
  const std::string rail = spice_number(design.rail_v);
  switch (design.law) {
    case BistableLaw::none:
      return "";
    case BistableLaw::cubic:
      return fmt::format("{0}*({1}-{1}*{1}*{1}/{2}/{2})", conductance, v, rail);
    case BistableLaw::latch:
      return fmt::format("{0}*({2}*tanh({3}*tanh({3}*{1}/{2}))-{1})", conductance, v, rail,
                         spice_formula(design.latch_gain));
  }
  return "";
}

/// Neighbours that drive through buffers: their current enters, and no load is drawn.
void buffered(NetlistWriter& writer, const std::string& name, const std::string& node, const std::string& other,
              const SpiceConductance& conductance, double weight) {
  if (weight == 0.0) return;
  if (conductance.formula.empty()) {
    writer.transconductance(name, "0", node, other, weight * conductance.siemens);
  } else {
    writer.formula_current(name, "0", node,
                           fmt::format("{}*({})*v({})", conductance.formula, spice_number(weight), other));
  }
}

/// One coupling under the loading of the design; `b` may be the reference.
void add_coupling(NetlistWriter& writer, const BistableDesign& design, const std::string& name, const std::string& a,
                  const std::string& b, double weight) {
  const SpiceConductance conductance = coupling_conductance(design);
  switch (design.loading) {
    case BistableLoading::magnitude:
      return writer.coupling(name, a, b, conductance, weight);
    case BistableLoading::signed_sum:
      return writer.signed_coupling(name, a, b, conductance, weight);
    case BistableLoading::none:
      buffered(writer, name + "a", a, b, conductance, weight);
      if (b != "ref") buffered(writer, name + "b", b, a, conductance, weight);
  }
}

double time_constant_s(const Problem& problem, const BistableDesign& design) {
  double largest = design.node_s.largest();
  std::vector<double> row(problem.fields.size());
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = std::abs(problem.fields[i]);
  for (const auto& pair : problem.couplings) {
    for (const auto i : {pair.i, pair.j}) row[static_cast<std::size_t>(i)] += std::abs(pair.value);
  }
  for (const double sum : row) largest = std::max(largest, sum * design.conductance_s);
  return design.capacitance_f / largest;
}

}  // namespace

SpiceNetlist bistable_netlist(const Problem& problem, const BistableDesign& design, std::span<const double> initial,
                              const SpiceAccuracy& accuracy) {
  refuse_noise(design.noise);
  refuse_noise(design.flips);
  if (design.clip) {
    throw UsageError("clipping at the rails is a rule of software, and no element of a netlist",
                     "take the preset passive or software-ziv");
  }
  const std::int32_t n = problem.size();
  NetlistWriter writer(fmt::format("{}: {} bistable nodes", problem.name, n), {});
  writer.jumps_of("node", design.node_s);
  writer.jumps_of("latch", design.latch_gain);
  std::vector<std::string> probes;
  for (std::int32_t i = 0; i < n; ++i) {
    const std::string node = bistable_node_of(i);
    writer.capacitor(fmt::format("{}", i + 1), node, "0", design.capacitance_f, initial[static_cast<std::size_t>(i)]);
    const std::string current = node_current(design, "v(" + node + ")");
    if (!current.empty()) writer.formula_current(fmt::format("z{}", i + 1), "0", node, current);
    probes.push_back("v(" + node + ")");
  }
  writer.comment("couplings");
  for (const auto& pair : problem.couplings) {
    add_coupling(writer, design, fmt::format("c{}_{}", pair.i + 1, pair.j + 1), bistable_node_of(pair.i),
                 bistable_node_of(pair.j), -pair.value);
  }
  if (problem.has_fields()) writer.formula_voltage("ref", "ref", spice_number(design.rail_v));
  for (std::int32_t i = 0; i < n; ++i) {
    add_coupling(writer, design, fmt::format("h{}", i + 1), bistable_node_of(i), "ref",
                 -problem.fields[static_cast<std::size_t>(i)]);
  }
  const double step_s =
      time_constant_s(problem, design) / (kBistableStepsPerTimeConstant * (accuracy.is_tight() ? 4.0 : 1.0));
  return writer.finish(std::move(probes), design.duration_s, step_s, step_s, accuracy);
}

}  // namespace isinglass
