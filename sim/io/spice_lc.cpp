// The netlist of a machine of LC oscillators.
#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "sim/io/spice_circuits.hpp"

namespace isinglass {
namespace {

constexpr double kStepsPerPeriod = 400.0;

std::string node_of(std::size_t i) { return fmt::format("n{}", i + 1); }

/// The current into a node from its active part and from SYNC.
std::string drive_of(const LcOscillatorDesign& design, const std::string& v) {
  const std::string turn =
      fmt::format("cos({}*time+({}))", spice_number(2.0 * design.reference()), spice_number(design.sync_phase_rad));
  std::string formula = fmt::format("{0}*{3}-({1})*{3}*{3}-{2}*{3}*{3}*{3}", spice_number(design.gain_s),
                                    spice_number(design.even_s_per_v), spice_number(design.cubic_s_per_v2), v);
  if (design.sync.is_zero()) return formula;
  const bool additive = design.sync_kind == LcSync::additive;
  return formula + fmt::format("+{}*{}{}", spice_formula(design.sync), turn, additive ? "" : "*" + v);
}

}  // namespace

SpiceNetlist lc_netlist(const Problem& problem, const LcOscillatorDesign& design, std::span<const double> initial,
                        const SpiceAccuracy& accuracy) {
  refuse_noise(design.noise);
  const std::size_t n = problem.fields.size();
  NetlistWriter writer(fmt::format("{}: machine of {} LC oscillators", problem.name, n),
                       {"v = Re(a exp(iwt)), i = w C Im(a exp(iwt)) of the complex amplitudes a",
                        fmt::format("reference w/2pi = {:.17g} Hz, free amplitude {:.6g} V",
                                    design.reference() / (2.0 * std::numbers::pi), design.amplitude_v())});
  writer.jumps_of("sync", design.sync);
  writer.jumps_of("coupling", design.coupling);
  const double current_per_volt = design.reference() * design.capacitance_f;
  for (std::size_t i = 0; i < n; ++i) {
    const std::string node = node_of(i);
    const std::string label = fmt::format("{}", i + 1);
    writer.capacitor(label, node, "0", design.capacitance_f, initial[i]);
    writer.inductor(label, node, "0", design.inductance_h, current_per_volt * initial[n + i]);
    writer.formula_current("g" + label, "0", node, drive_of(design, "v(" + node + ")"));
  }
  const auto conductance = SpiceConductance::of(design.coupling);
  writer.comment("couplings: resistors where oscillators like to agree, crossed transconductances where they do not");
  for (const auto& pair : problem.couplings) {
    writer.coupling(fmt::format("c{}_{}", pair.i + 1, pair.j + 1), node_of(static_cast<std::size_t>(pair.i)),
                    node_of(static_cast<std::size_t>(pair.j)), conductance, -pair.value);
  }
  if (problem.has_fields()) {
    writer.formula_voltage(
        "ref", "ref",
        fmt::format("{}*cos({}*time)", spice_number(design.amplitude_v()), spice_number(design.reference())));
    for (std::size_t i = 0; i < n; ++i) {
      writer.coupling(fmt::format("h{}", i + 1), node_of(i), "ref", conductance, -problem.fields[i]);
    }
  }
  std::vector<std::string> probes;
  for (std::size_t i = 0; i < n; ++i) probes.push_back(fmt::format("v(n{})", i + 1));
  for (std::size_t i = 0; i < n; ++i) probes.push_back(fmt::format("i(l{})", i + 1));
  const double step_s = 2.0 * std::numbers::pi / (kStepsPerPeriod * design.reference());
  return writer.finish(std::move(probes), design.duration_s, step_s, step_s, accuracy);
}

}  // namespace isinglass
