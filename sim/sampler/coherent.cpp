// Parameter table, published constants and diagnostics of the coherent Ising machine.
#include "sim/sampler/coherent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/analog/coupling_probe.hpp"
#include "models/analog/coupling_scale.hpp"
#include "models/error.hpp"
#include "models/problem/ancilla.hpp"
#include "sim/sampler/common_settings.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

/// What a paper or a program states for one variant: the values that stand where a parameter is auto.
struct CoherentConstants {
  double dt = 0.1;
  double coupling = std::numbers::sqrt2;  ///< in units of 1/J_rms, or of 1/J where `coupling_per_unit`
  bool coupling_per_unit = false;
  double pump_start = -1.0;
  double pump_end = 1.0;
  double ramp_share = 0.9;  ///< of the run; the schedules then stay at their ends
  double target_start = 1.0;
  double target_end = 1.0;
  double error_rate_start = 0.0;
  double error_rate_end = 0.0;
  double saturation_start = 1.0;
  double saturation_end = 1.0;
  double restoring = 0.0;
  double pump_depth = 0.0;
  double momentum = 0.0;
  double noise = 0.0;
  double spread = 0.1;
  double clip = 0.0;
  double error_floor = 0.0;
  double error_ceiling = 0.0;
  double error_speed = 1.0;  ///< dt of the error signals over that of the amplitudes
  bool remember = false;
  EnergyModulation modulation;
};

/// Reifenstein et al. 2021 (CAC, CFC, SFC with ramps) and Tiunov et al. 2019 (SimCIM), with the constants of the public
/// programs that follow them.
CoherentConstants ramped(CoherentVariant variant) {
  CoherentConstants c;
  c.remember = variant != CoherentVariant::mean_field && variant != CoherentVariant::simcim;  // those two settle
  switch (variant) {
    case CoherentVariant::mean_field:
      c.coupling = 0.5;
      c.spread = 1e-2;
      break;
    case CoherentVariant::cac:
      c.dt = 0.075;
      c.pump_start = -0.5;
      c.target_end = 3.0;
      c.error_rate_start = c.error_rate_end = 0.3;
      c.spread = 1e-4;
      c.clip = 1.5;
      break;
    case CoherentVariant::cfc:
      c.error_rate_start = c.error_rate_end = 0.15;
      c.clip = 1.5;
      c.error_floor = 0.01;
      break;
    case CoherentVariant::sfc:
      c.ramp_share = 1.0;
      c.error_rate_start = 0.3;
      c.saturation_end = 3.0;
      c.restoring = 0.2;
      break;
    case CoherentVariant::simcim:
      c.dt = 1.0;
      c.ramp_share = 1.0;
      c.coupling = 0.5;
      c.pump_start = -3.0;
      c.pump_end = 3.0;
      c.pump_depth = 6.5;
      c.momentum = 0.9;
      c.noise = 0.03;
      c.spread = 0.0;
      break;
  }
  return c;
}

/// CAC as it did best in a random search over dt and both ends of p, a and beta on sk:500:1
/// (docs/machines/coherent.md). Near threshold at the start and above it at the end, with a target that grows tenfold:
/// amplitudes are large only once the state is good. beta a, the rate at which the error signals move, hardly changes.
CoherentConstants tuned(const Problem& problem, double scale, KernelKind kernel) {
  CoherentConstants c = ramped(CoherentVariant::cac);
  // The coupling is the stiffest term: collective modes of graphs whose weights share a sign need shorter steps.
  const Problem coupled = problem.has_fields() ? with_ancilla(problem) : problem;
  const double stiffest = CouplingProbe(coupled, kernel).spectral_radius() / scale;
  c.dt = std::min(0.3, 0.6 / std::max(stiffest, 1e-6));
  c.pump_start = -1.4;
  c.pump_end = 1.5;
  c.ramp_share = 1.0;
  c.target_start = 0.12;
  c.target_end = 1.0;
  c.error_rate_start = 3.5;
  c.error_rate_end = 0.3;
  return c;
}

/// Leleu et al. 2021, the SK constants: chaotic amplitude control modulated by the best energy. The public program that
/// they come from does not move the pump.
CoherentConstants modulated(const Problem& problem) {
  const double n = problem.size();
  CoherentConstants c;
  c.dt = 1.0 / 64.0;
  c.error_speed = 4.0;
  c.coupling = 0.25;
  c.coupling_per_unit = true;
  c.pump_start = c.pump_end = 0.8 - std::pow(n / 220.0, 2);
  c.target_start = c.target_end = 3.0;
  c.spread = 3e-4;
  c.error_ceiling = 32.0;
  c.remember = true;
  c.modulation = {true, 3.0, 0.0, 10.0 / n, 0.00011, 1000.0};
  return c;
}

std::string preset_of(const Settings& settings) {
  const auto& preset = settings.word("preset");
  if (preset != "auto") return preset;
  return settings.word("variant") == "CAC" ? "tuned" : "reifenstein-2021";
}

CoherentConstants constants(const Problem& problem, const std::string& preset, CoherentVariant variant, double scale,
                            KernelKind kernel) {
  if (preset == "reifenstein-2021") return ramped(variant);
  if (variant != CoherentVariant::cac) {
    throw UsageError(fmt::format("the preset {} has no constants for {}", preset, to_string(variant)), "it is for CAC");
  }
  return preset == "tuned" ? tuned(problem, scale, kernel) : modulated(problem);
}

/// The pump of leleu-2021 falls with N squared, faster than the couplings lift what is below threshold: beyond some 850
/// spins with +-1 couplings (those of the paper have up to 800), and on sparse graphs earlier, nothing oscillates.
void require_oscillation(const Problem& problem, const CoherentDesign& design, double scale) {
  const double growth = design.pump.start() - 1.0 + 2.0 * design.coupling * scale;  // 2 J_rms: the edge of the spectrum
  if (growth > 0.0) return;
  throw UsageError(
      fmt::format("the preset leleu-2021 does not suit this problem: with {} spins its pump is {:.3g}, and "
                  "all amplitudes would decay to zero",
                  problem.size(), design.pump.start()),
      "take preset=tuned, or write pump_start, pump_end and coupling");
}

struct CoherentFamily {
  using Machine = CoherentMachine;

  static SamplerInfo info() {
    return {"coherent", SamplerKind::analog,
            "coherent Ising machine in the mean-field limit: CAC, CFC, SFC, SimCIM, plain", coherent_parameters()};
  }

  static CoherentMachine build(const Problem& asked, const Problem& device, const Settings& settings,
                               KernelKind kernel) {
    const CoherentDesign design = coherent_design(asked, settings, kernel);
    if (design.remember && device_flaws(settings).node.comparator_offset > 0.0) {
      throw UsageError("a machine that keeps its best spins as signs has no comparators at its output",
                       "take readout=final, or set comparator_offset to 0");
    }
    return {device, design, storage_of(settings), kernel};
  }

  static double step_s(const CoherentMachine& machine, const Settings& /*settings*/) { return machine.design().step_s; }

  static double longest_step_s(const CoherentMachine& machine) { return machine.longest_step_s(); }

  static Stepper stepper(const Settings& settings) {
    const auto& name = settings.word("stepper");
    if (name != "auto") return stepper_named(name);
    return settings.word("variant") == "SimCIM" ? Stepper::symplectic : Stepper::euler;
  }

  static bool energy_falls(const CoherentMachine& machine) {
    return machine.design().variant == CoherentVariant::mean_field && machine.design().pump.is_constant();
  }

  static std::vector<double> state_of(const CoherentMachine& machine, std::span<const Spin> spins) {
    std::vector<double> state(static_cast<std::size_t>(machine.size()));
    machine.initial(0, 0, state);
    std::copy(spins.begin(), spins.end(), state.begin());
    if (machine.has_reference()) state[spins.size()] = 1.0;
    if (machine.design().remember) {
      const auto known = static_cast<std::ptrdiff_t>(machine.memory_rows());
      std::copy_n(state.begin(), machine.positions(), state.begin() + known);
    }
    return state;
  }

  static void describe(const CoherentMachine& machine, const Settings& settings, SampleSet& set) {
    const CoherentDesign& design = machine.design();
    set.info["variant"] = to_string(design.variant);
    set.info["preset"] = preset_of(settings);
    set.info["couplings"] = machine.coupling().is_dense() ? "dense, single precision" : "sparse, single precision";
    set.info["fields"] = machine.has_reference() ? "couplings to a reference oscillator" : "none";
    set.info["read-out"] = design.remember ? "the best state seen" : "the final state";
    set.info["modulated by the best energy"] = design.modulation.on ? "yes" : "no";
    set.figures["xi"] = design.coupling;
    set.figures["dt"] = design.step_s / design.time_unit_s;
    diagnose_undecided(set, "their oscillators ended with an amplitude below 0.1", "Raise pump_end or coupling.");
  }
};

}  // namespace

ParameterTable coherent_parameters() {
  const auto automatic = [](const char* name, const char* sentence, double least, double most) {
    return Parameter{name, "", sentence, Automatic{}, least, most, {}};
  };
  return {
      {"variant",
       "",
       "amplitude control, feedback control, separated feedback control, SimCIM, or the plain mean-field model",
       std::string("CAC"),
       {},
       {},
       {"mean-field", "CAC", "CFC", "SFC", "SimCIM"}},
      {"preset",
       "",
       "whose constants stand where a parameter is auto: ramps found here (tuned, CAC only), ramps of public programs, "
       "or CAC modulated by the best energy so far; auto: tuned for CAC, else reifenstein-2021",
       std::string("auto"),
       {},
       {},
       {"auto", "tuned", "reifenstein-2021", "leleu-2021"}},
      {"steps",
       "",
       "steps of a read, each one product with the couplings (two with readout=best)",
       std::int64_t{2000},
       1,
       4e9,
       {}},
      automatic("dt", "time step in units of the photon life time (SimCIM: round trips)", 1e-9, 100.0),
      automatic("coupling", "xi in units of 1/J_rms, J_rms the root-mean-square row of the couplings", 0.0, 1e6),
      automatic("pump_start", "p at the start (SimCIM: u, with p = pump_depth (tanh u - 1))", -1e6, 1e6),
      automatic("pump_end", "p at the end", -1e6, 1e6),
      automatic("ramp", "share of the run in which the schedules move", 1e-6, 1.0),
      automatic("target_start", "target a of the squared amplitude (CFC: of the squared feedback) at the start", 0.0,
                1e6),
      automatic("target_end", "target a at the end", 0.0, 1e6),
      automatic("error_rate", "beta, how fast the error signals follow, at the start", 0.0, 1e6),
      automatic("error_rate_end", "beta at the end", 0.0, 1e6),
      automatic("saturation_start", "c of SFC at the start", 0.0, 1e6),
      automatic("saturation_end", "c of SFC at the end", 0.0, 1e6),
      automatic("restoring", "k of SFC", 0.0, 1e6),
      automatic("pump_depth", "depth of the pump ramp of SimCIM", 0.0, 1e6),
      automatic("momentum", "m of SimCIM", 0.0, 1.0),
      automatic("noise", "sigma, standard deviation of the noise per square root of time", 0.0, 1e6),
      automatic("spread", "standard deviation of the amplitudes at the start", 0.0, 1e6),
      automatic("modulation_target", "r_a, how far the best energy moves the target (leleu-2021)", -1e6, 1e6),
      automatic("modulation_pump", "r_p, how far the best energy moves the pump (0 in leleu-2021)", -1e6, 1e6),
      automatic("modulation_steepness", "d of the modulation, per unit of energy per spin", 0.0, 1e9),
      automatic("rate_growth", "g, growth of the error rate (leleu-2021)", 0.0, 1e6),
      automatic("patience", "tau, time without a better energy after which the error rate returns to zero", 0.0, 1e12),
      {"readout",
       "",
       "final state, or the best state seen (one more product for each step); auto: the best for CAC, CFC and SFC, "
       "which do not settle",
       std::string("auto"),
       {},
       {},
       {"auto", "final", "best"}},
      {"time_unit", "s", "one unit of the papers' time; 5e-6 is a round trip of 1 km of fibre", 5e-6, 1e-15, 1e3, {}},
      {"stepper",
       "",
       "auto: Euler, as in the papers; symplectic for SimCIM, which makes it the published iteration",
       std::string("auto"),
       {},
       {},
       {"auto", "euler", "heun", "rk4", "symplectic"}},
      storage_parameter(),
  };
}

CoherentDesign coherent_design(const Problem& problem, const Settings& settings, KernelKind kernel) {
  CoherentDesign design;
  design.variant = coherent_variant_named(settings.word("variant"));
  const std::string preset = preset_of(settings);
  const double scale = coupling_scale(problem).root_mean_square_row;
  const CoherentConstants c = constants(problem, preset, design.variant, scale, kernel);
  const auto value = [&](const char* name, double published) { return settings.number_or(name, published); };
  const double unit_s = settings.number("time_unit");
  design.time_unit_s = unit_s;
  design.step_s = value("dt", c.dt) * unit_s;
  design.duration_s = static_cast<double>(settings.integer("steps")) * design.step_s;
  design.coupling = value("coupling", c.coupling_per_unit ? c.coupling * scale : c.coupling) / scale;
  const double ramp_s = value("ramp", c.ramp_share) * design.duration_s;
  const auto linear = [&](double start, double end) { return Schedule(Schedule::Shape::linear, start, end, ramp_s); };
  design.pump = linear(value("pump_start", c.pump_start), value("pump_end", c.pump_end));
  design.pump_depth = value("pump_depth", c.pump_depth);
  design.target = linear(value("target_start", c.target_start), value("target_end", c.target_end));
  design.error_rate = linear(c.error_speed * value("error_rate", c.error_rate_start),
                             c.error_speed * value("error_rate_end", c.error_rate_end));
  design.saturation = linear(value("saturation_start", c.saturation_start), value("saturation_end", c.saturation_end));
  design.restoring = value("restoring", c.restoring);
  design.momentum = value("momentum", c.momentum);
  design.noise = value("noise", c.noise);
  design.spread = value("spread", c.spread);
  design.clip = c.clip;
  design.error_floor = c.error_floor;
  design.error_ceiling = c.error_ceiling;
  design.remember = settings.word("readout") == "best" || (settings.word("readout") == "auto" && c.remember);
  design.modulation = c.modulation;
  design.modulation.target_depth = value("modulation_target", c.modulation.target_depth);
  design.modulation.pump_depth = value("modulation_pump", c.modulation.pump_depth);
  const double spins = std::max(1, problem.size());
  design.modulation.steepness = value("modulation_steepness", c.modulation.steepness * spins) / spins;
  design.modulation.rate_growth = c.error_speed * value("rate_growth", c.modulation.rate_growth);
  design.modulation.patience = value("patience", c.modulation.patience);
  if (preset == "leleu-2021") require_oscillation(problem, design, scale);
  return design;
}

std::unique_ptr<AnalogModel> make_coherent_model() { return std::make_unique<ModelOf<CoherentFamily>>(); }

}  // namespace isinglass
