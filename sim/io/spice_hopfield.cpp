// The netlist of a Hopfield circuit, from the equations of models/analog/hopfield.hpp.
#include <fmt/format.h>

#include "sim/io/spice_circuits.hpp"

namespace isinglass {
namespace {

constexpr double kStepsPerTimeConstant = 100.0;

std::string amplifier_formula(const HopfieldDesign& design, std::size_t number) {
  const std::string product = fmt::format("{}*v(u{})", spice_formula(design.gain), number);
  if (design.amplifier == Amplifier::tanh) return fmt::format("{}*tanh({})", spice_number(design.output_v), product);
  return fmt::format("{}/(1+exp(-({})))", spice_number(design.output_v), product);
}

/// I_i in A: the bias of tanh amplifiers, and what logistic ones need besides because their outputs are not centred.
std::vector<double> bias_of(const Problem& problem, const HopfieldDesign& design) {
  const bool logistic = design.amplifier == Amplifier::logistic;
  const double unit = design.conductance_s * design.output_v;
  std::vector<double> bias(problem.fields.size());
  for (std::size_t i = 0; i < bias.size(); ++i) bias[i] = -unit * problem.fields[i];
  if (!logistic) return bias;
  for (const auto& pair : problem.couplings) {
    bias[static_cast<std::size_t>(pair.i)] += unit * pair.value;
    bias[static_cast<std::size_t>(pair.j)] += unit * pair.value;
  }
  return bias;
}

}  // namespace

SpiceNetlist hopfield_netlist(const Problem& problem, const HopfieldDesign& design, std::span<const double> initial,
                              const SpiceAccuracy& accuracy) {
  refuse_noise(design.noise);
  const std::size_t n = problem.fields.size();
  NetlistWriter writer(fmt::format("{}: Hopfield circuit of {} amplifiers", problem.name, n),
                       {"u: inputs, v: outputs; a synapse T_ij is a transconductance from output j to input i"});
  writer.jumps_of("gain", design.gain);
  const auto bias = bias_of(problem, design);
  std::vector<std::string> probes;
  for (std::size_t i = 0; i < n; ++i) {
    const std::string label = fmt::format("{}", i + 1);
    const std::string input = "u" + label;
    writer.capacitor(label, input, "0", design.capacitance_f, initial[i]);
    writer.resistor(label, input, "0", design.resistance_ohm);
    if (bias[i] != 0.0) writer.current(label, "0", input, bias[i]);
    writer.formula_voltage("a" + label, "v" + label, amplifier_formula(design, i + 1));
    probes.push_back("v(" + input + ")");
  }
  const double synapse = -(design.amplifier == Amplifier::logistic ? 2.0 : 1.0) * design.conductance_s;
  for (const auto& pair : problem.couplings) {
    const int i = pair.i + 1;
    const int j = pair.j + 1;
    writer.transconductance(fmt::format("{}_{}", i, j), "0", fmt::format("u{}", i), fmt::format("v{}", j),
                            synapse * pair.value);
    writer.transconductance(fmt::format("{}_{}", j, i), "0", fmt::format("u{}", j), fmt::format("v{}", i),
                            synapse * pair.value);
  }
  const double step_s = design.time_constant_s() / (kStepsPerTimeConstant * (accuracy.is_tight() ? 4.0 : 1.0));
  return writer.finish(std::move(probes), design.duration_s, step_s, step_s, accuracy);
}

}  // namespace isinglass
