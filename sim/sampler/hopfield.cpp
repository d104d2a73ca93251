// Parameter table and description of the Hopfield circuit.
#include "sim/sampler/hopfield.hpp"

#include <fmt/format.h>

#include "models/analog/hopfield_anneal.hpp"
#include "sim/io/spice_circuits.hpp"
#include "sim/sampler/common_settings.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

HopfieldAnneal anneal_of(const Settings& settings) {
  HopfieldAnneal anneal;
  anneal.capacitance_f = settings.number("capacitance");
  anneal.resistance_ohm = settings.number("resistance");
  anneal.output_v = settings.number("output");
  anneal.amplifier = amplifier_named(settings.word("amplifier"));
  anneal.gain = ramp_of(settings, "gain");
  anneal.noise = ramp_of(settings, "noise");
  anneal.length = settings.number("length");
  anneal.step = settings.number("step");
  return anneal;
}

struct HopfieldFamily {
  using Machine = HopfieldMachine;

  static SamplerInfo info() {
    return {"hopfield", SamplerKind::analog,
            "continuous Hopfield circuit: saturating amplifiers, with annealed gain and noise, or as a memory",
            parameters()};
  }

  static HopfieldMachine build(const Problem& asked, const Problem& device, const Settings& settings,
                               KernelKind kernel) {
    return {device, design_hopfield(asked, anneal_of(settings)), storage_of(settings), kernel};
  }

  static HopfieldMachine build(const PatternSet& patterns, const Settings& settings, KernelKind kernel,
                               const CouplingFlaws& flaws = {}) {
    HopfieldAnneal anneal = anneal_of(settings);
    anneal.length = settings.number("recall_length");
    const Problem problem =
        settings.word("rule") == "projection" ? projection_problem(patterns) : hebbian_problem(patterns);
    return {device_problem(problem, flaws), design_hopfield_memory(anneal, settings.number("recall_gain")),
            storage_of(settings), kernel};
  }

  static double step_s(const HopfieldMachine& machine, const Settings& /*settings*/) { return machine.design().step_s; }

  /// Twice the time constant: beyond it Euler's and Heun's leak overshoots more and more.
  static double longest_step_s(const HopfieldMachine& machine) { return 2.0 * machine.design().time_constant_s(); }

  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }

  static bool energy_falls(const HopfieldMachine& machine) { return machine.design().gain.is_constant(); }

  /// Half way to the drive of a recalled pattern.
  static std::vector<double> state_of(const HopfieldMachine& machine, std::span<const Spin> spins) {
    std::vector<double> input(spins.size());
    std::transform(spins.begin(), spins.end(), input.begin(),
                   [&](Spin s) { return 0.5 * machine.design().output_v * s; });
    return input;
  }

  static SpiceCircuit circuit(const Problem& problem, const HopfieldMachine& machine, std::vector<double> initial,
                              const SpiceAccuracy& accuracy) {
    const double tolerance = (accuracy.is_tight() ? 1e-5 : 2e-4) * machine.design().output_v;
    return {hopfield_netlist(problem, machine.design(), initial, accuracy),
            {SpiceRule::Quantity::state, "input voltage", "V", tolerance},
            std::move(initial),
            copy_probes};
  }

  static void describe(const HopfieldMachine& machine, const Settings& /*settings*/, SampleSet& set) {
    const auto& design = machine.design();
    set.info["couplings"] = machine.coupling().is_dense() ? "dense, single precision" : "sparse, single precision";
    set.info["amplifiers"] = fmt::format("{}, outputs {} V", to_string(design.amplifier), design.output_v);
    set.info["gain (1/V)"] = design.gain.describe();
    set.info["noise (V/sqrt(s))"] = design.noise.is_zero() ? "off" : design.noise.describe();
    set.figures["synapse_s"] = design.conductance_s;
    set.figures["time_constant_s"] = design.time_constant_s();
    diagnose_undecided(set, "their amplifiers ended less than half way from the middle to a rail",
                       "Spins without a net drive are free either way; else raise gain_end or lower noise_end.");
  }

 private:
  static ParameterTable parameters() {
    const HopfieldAnneal d;
    return {
        {"resistance", "ohm", "R at the input of each amplifier", d.resistance_ohm, 1e-3, 1e15, {}},
        {"capacitance",
         "F",
         "C at the input of each amplifier; R C is the unit of time",
         d.capacitance_f,
         1e-18,
         1.0,
         {}},
        {"output", "V", "saturated output of the amplifiers", d.output_v, 1e-3, 1e3, {}},
        {"amplifier",
         "",
         "outputs between two rails or between ground and one rail",
         to_string(d.amplifier),
         {},
         {},
         {"tanh", "logistic"}},
        {"length", "R C", "duration on an Ising problem", d.length, 1e-3, 1e9, {}},
        {"gain_start",
         "",
         "slope of the amplifiers at the start, times the typical drive",
         d.gain.start,
         1e-6,
         1e6,
         {}},
        {"gain_end", "", "slope of the amplifiers at the end, times the typical drive", d.gain.end, 1e-6, 1e6, {}},
        {"gain_shape", "", "schedule of the gain", to_string(d.gain.shape), {}, {}, schedule_shapes()},
        {"noise_start",
         "",
         "root-mean-square noise of an undriven input at the start, in outputs",
         d.noise.start,
         0.0,
         1e3,
         {}},
        {"noise_end",
         "",
         "root-mean-square noise of an undriven input at the end, in outputs",
         d.noise.end,
         0.0,
         1e3,
         {}},
        {"noise_shape", "", "schedule of the noise", to_string(d.noise.shape), {}, {}, schedule_shapes()},
        {"cycles", "", "cycles of a square-wave schedule", std::int64_t{1}, 1, 1e6, {}},
        {"rule", "", "how a memory stores its patterns", std::string("hebbian"), {}, {}, {"hebbian", "projection"}},
        {"recall_gain",
         "",
         "slope of a memory's amplifiers, times the drive of a recalled pattern",
         10.0,
         1e-3,
         1e6,
         {}},
        {"recall_length", "R C", "duration of a recall", 50.0, 1e-3, 1e9, {}},
        {"stepper",
         "",
         "Euler-Maruyama, stochastic Heun, or Runge-Kutta without noise",
         std::string("euler"),
         {},
         {},
         {"euler", "heun", "rk4"}},
        {"step", "R C", "time step", d.step, 1e-6, 1e3, {}},
        storage_parameter(),
    };
  }
};

}  // namespace

std::unique_ptr<AnalogModel> make_hopfield_model() { return std::make_unique<ModelOf<HopfieldFamily>>(); }

}  // namespace isinglass
