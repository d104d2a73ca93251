// Parameter table of the Hopfield circuit with input-driven plasticity.
#include "sim/sampler/hopfield_plastic.hpp"

#include "models/analog/plastic_hopfield.hpp"
#include "models/error.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

struct HopfieldPlasticFamily {
  using Machine = PlasticHopfieldMachine;

  static SamplerInfo info() {
    return {"hopfield-plastic", SamplerKind::analog,
            "Hopfield circuit with input-driven plasticity: a held input weighs the memories", parameters()};
  }

  /// Flaws are those of the cells that hold the memories.
  static PlasticHopfieldMachine build(const PatternSet& patterns, const Settings& settings, KernelKind kernel,
                                      const CouplingFlaws& flaws = {}) {
    if (flaws.input_offset > 0.0) {
      throw UsageError("the input of this memory weighs its patterns and drives no neuron that it could be off at",
                       "set input_offset to 0");
    }
    PlasticHopfieldDesign design;
    design.resistance_ohm = settings.number("resistance");
    design.capacitance_f = settings.number("capacitance");
    design.output_v = settings.number("output");
    design.gain = settings.number("gain") / design.output_v;
    design.start_v = 0.01 * design.output_v;
    design.duration_s = settings.number("length") * design.time_constant_s();
    design.step_s = settings.number("step") * design.time_constant_s();
    return {device_crossbar(patterns, flaws), design, kernel};
  }

  static double step_s(const PlasticHopfieldMachine& machine, const Settings& /*settings*/) {
    return machine.design().step_s;
  }

  /// As of the plain Hopfield circuit.
  static double longest_step_s(const PlasticHopfieldMachine& machine) {
    return 2.0 * machine.design().time_constant_s();
  }

  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }

  static bool energy_falls(const PlasticHopfieldMachine& /*machine*/) { return true; }

  /// The cue as an input of strength 1, held, and a tenth of a volt along it per volt of output, to choose its sign.
  static std::vector<double> state_of(const PlasticHopfieldMachine& machine, std::span<const Spin> spins) {
    std::vector<double> state;
    for (const Spin s : spins) state.push_back(0.1 * machine.design().output_v * s);
    const auto saliency = machine.saliencies(spins, 1.0);
    state.insert(state.end(), saliency.begin(), saliency.end());
    return state;
  }

  static void describe(const PlasticHopfieldMachine& /*machine*/, const Settings& /*settings*/, SampleSet& /*set*/) {}

 private:
  static ParameterTable parameters() {
    const PlasticHopfieldDesign d;
    return {
        {"resistance", "ohm", "R at the input of each amplifier", d.resistance_ohm, 1e-3, 1e15, {}},
        {"capacitance", "F", "C of each input; R C is the unit of time", d.capacitance_f, 1e-18, 1.0, {}},
        {"output", "V", "saturated output of the amplifiers", d.output_v, 1e-3, 1e3, {}},
        {"gain", "", "slope of the amplifiers; a memory of saliency above its inverse exists", d.gain, 1e-3, 1e6, {}},
        {"length", "R C", "duration", 50.0, 1e-3, 1e9, {}},
        {"stepper", "", "Euler, Heun or Runge-Kutta", std::string("euler"), {}, {}, {"euler", "heun", "rk4"}},
        {"step", "R C", "time step", 0.25, 1e-6, 1e3, {}},
    };
  }
};

}  // namespace

std::unique_ptr<AnalogModel> make_hopfield_plastic_model() {
  return std::make_unique<ModelOf<HopfieldPlasticFamily>>();
}

}  // namespace isinglass
