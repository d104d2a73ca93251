// From pure numbers to a Hopfield circuit in SI units.
#include "models/analog/hopfield_anneal.hpp"

#include <cmath>

namespace isinglass {
namespace {

/// What does not depend on the question; `scale` is the drive in units of the problem.
HopfieldDesign circuit(const HopfieldAnneal& anneal, double scale) {
  HopfieldDesign design;
  design.capacitance_f = anneal.capacitance_f;
  design.resistance_ohm = anneal.resistance_ohm;
  design.output_v = anneal.output_v;
  design.amplifier = anneal.amplifier;
  design.conductance_s = 1.0 / (anneal.resistance_ohm * scale);
  design.start_v = 0.01 * anneal.output_v;
  design.duration_s = anneal.length * design.time_constant_s();
  design.step_s = anneal.step * design.time_constant_s();
  return design;
}

double gain_unit(const HopfieldAnneal& anneal) {
  return (anneal.amplifier == Amplifier::logistic ? 2.0 : 1.0) / anneal.output_v;
}

}  // namespace

HopfieldDesign design_hopfield(const Problem& problem, const HopfieldAnneal& anneal) {
  HopfieldDesign design = circuit(anneal, coupling_scale(problem).root_mean_square_row);
  design.gain = schedule_of(anneal.gain, gain_unit(anneal), design.duration_s);
  // An undriven input is an Ornstein-Uhlenbeck process: its variance is (noise^2 / 2) R C.
  design.noise =
      schedule_of(anneal.noise, anneal.output_v * std::sqrt(2.0 / design.time_constant_s()), design.duration_s);
  return design;
}

HopfieldDesign design_hopfield_memory(const HopfieldAnneal& anneal, double gain) {
  HopfieldDesign design = circuit(anneal, 1.0);
  design.gain = Schedule::constant(gain * gain_unit(anneal));
  return design;
}

}  // namespace isinglass
