// Parameter table, presets and description of the bistable machine.
#include "sim/sampler/bistable.hpp"

#include <fmt/format.h>

#include "models/analog/bistable_anneal.hpp"
#include "sim/io/spice_circuits.hpp"
#include "sim/sampler/common_settings.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

/// `defaults` with what the settings say.
Ramp ramp(const Settings& settings, const std::string& name, const Ramp& defaults) {
  return {Schedule::Shape::linear, settings.number_or(name + "_start", defaults.start),
          settings.number_or(name + "_end", defaults.end), 1};
}

BistableAnneal anneal_of(const Settings& settings) {
  BistableAnneal anneal = bistable_defaults(bistable_preset_named(settings.word("preset")));
  anneal.capacitance_f = settings.number("capacitance");
  anneal.resistance_ohm = settings.number("resistance");
  anneal.rail_v = settings.number("rail");
  anneal.node = ramp(settings, "node", anneal.node);
  anneal.latch_gain = ramp(settings, "latch", anneal.latch_gain);
  anneal.noise = ramp(settings, "noise", anneal.noise);
  anneal.flips = ramp(settings, "flips", anneal.flips);
  anneal.growth = settings.number_or("growth", anneal.growth);
  anneal.length = settings.number_or("length", anneal.length);
  anneal.step = settings.number_or("step", anneal.step);
  return anneal;
}

struct BistableFamily {
  using Machine = BistableMachine;

  static SamplerInfo info() {
    return {"bistable", SamplerKind::analog,
            "bistable nodes coupled by resistors (BRIM), as a circuit or as public software simulates it",
            parameters()};
  }

  static BistableMachine build(const Problem& asked, const Problem& device, const Settings& settings,
                               KernelKind kernel) {
    return {device, design_bistable(asked, device, anneal_of(settings)), storage_of(settings), kernel};
  }

  static double step_s(const BistableMachine& machine, const Settings& /*settings*/) { return machine.design().step_s; }
  static double longest_step_s(const BistableMachine& machine) { return machine.design().longest_step_s; }

  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }

  /// At the rails.
  static std::vector<double> state_of(const BistableMachine& machine, std::span<const Spin> spins) {
    std::vector<double> voltage;
    for (const Spin s : spins) voltage.push_back(machine.design().rail_v * s);
    return voltage;
  }

  static bool energy_falls(const BistableMachine& machine) {
    const auto& design = machine.design();
    return design.node_s.is_constant() && design.latch_gain.is_constant() && design.coupling_growth_s == 0.0;
  }

  static SpiceCircuit circuit(const Problem& problem, const BistableMachine& machine, std::vector<double> initial,
                              const SpiceAccuracy& accuracy) {
    const double tolerance = (accuracy.is_tight() ? 2e-5 : 5e-4) * machine.design().rail_v;
    return {bistable_netlist(problem, machine.design(), initial, accuracy),
            {SpiceRule::Quantity::state, "voltage", "V", tolerance},
            std::move(initial),
            copy_probes};
  }

  static void describe(const BistableMachine& machine, const Settings& settings, SampleSet& set) {
    const auto& design = machine.design();
    set.info["preset"] = settings.word("preset");
    set.info["couplings"] = machine.coupling().is_dense() ? "dense, single precision" : "sparse, single precision";
    set.info["node conductance (S)"] = design.node_s.describe();
    set.info["noise (V/sqrt(s))"] = design.noise.is_zero() ? "off" : design.noise.describe();
    set.info["random flips (1/s)"] = design.flips.is_zero() ? "off" : design.flips.describe();
    if (design.law == BistableLaw::latch) set.info["latch gain"] = design.latch_gain.describe();
    set.figures["coupling_s"] = design.conductance_s;
    diagnose_undecided(set, "their nodes ended within a quarter of the rail of zero volts",
                       "Spins without a net drive are free either way; else raise node_end or lower noise_end.");
  }

 private:
  static Parameter automatic(const std::string& name, const std::string& unit, const std::string& sentence,
                             double least, double most) {
    return {name, unit, sentence + "; auto: the preset's", Automatic{}, least, most, {}};
  }

  static ParameterTable parameters() {
    const BistableAnneal d;
    return {
        {"preset",
         "",
         "the circuit (passive), or a form in which public software simulates it",
         std::string("passive"),
         {},
         {},
         bistable_preset_names()},
        {"resistance", "ohm", "R: all couplings of an average node in parallel", d.resistance_ohm, 1e-3, 1e15, {}},
        {"capacitance", "F", "C of each node; R C is the unit of time", d.capacitance_f, 1e-18, 1.0, {}},
        {"rail", "V", "V_s: where an uncoupled node rests", d.rail_v, 1e-3, 1e3, {}},
        automatic("length", "R C", "duration", 1e-3, 1e9),
        automatic("node_start", "1/R", "node conductance G_z at the start", 0.0, 1e6),
        automatic("node_end", "1/R", "node conductance G_z at the end", 0.0, 1e6),
        automatic("latch_start", "", "gain k of the latches at the start", 0.0, 1e3),
        automatic("latch_end", "", "gain k of the latches at the end", 0.0, 1e3),
        automatic("noise_start", "", "temperature at the start, in units of J_rms; the noise follows its root", 0.0,
                  1e6),
        automatic("noise_end", "", "temperature at the end, in units of J_rms", 0.0, 1e6),
        automatic("flips_start", "1/(R C)", "random flips of each node at the start", 0.0, 1e3),
        automatic("flips_end", "1/(R C)", "random flips of each node at the end", 0.0, 1e3),
        automatic("growth", "durations", "T of couplings that grow as 1 - exp(-t/T); 0: constant", 0.0, 1e6),
        {"stepper",
         "",
         "Euler-Maruyama, stochastic Heun, or Runge-Kutta without noise",
         std::string("euler"),
         {},
         {},
         {"euler", "heun", "rk4"}},
        automatic("step", "R C", "time step", 1e-6, 1e3),
        storage_parameter(),
    };
  }
};

}  // namespace

std::unique_ptr<AnalogModel> make_bistable_model() { return std::make_unique<ModelOf<BistableFamily>>(); }

}  // namespace isinglass
