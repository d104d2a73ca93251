// Parameter table and diagnostics of the oscillator machine.
#include "sim/sampler/oscillator.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "models/error.hpp"
#include "sim/sampler/machine_run.hpp"

namespace isinglass {
namespace {

const std::vector<std::string> kShapes{"linear", "geometric", "cosine", "square"};

CouplingStorage storage_named(const std::string& name) {
  if (name == "sparse") return CouplingStorage::sparse;
  if (name == "dense") return CouplingStorage::dense;
  return CouplingStorage::automatic;
}

Ramp ramp(const Settings& settings, const std::string& name) {
  return {shape_named(settings.word(name + "_shape")), settings.number(name + "_start"), settings.number(name + "_end"),
          static_cast<int>(settings.integer("cycles"))};
}

MachinePlan plan(const Problem& problem, const OscillatorDesign& design, const Settings& settings,
                 const RunOptions& options) {
  const double step_s =
      settings.number_or("step", automatic_step_s(problem, design) * design.frequency_hz) / design.frequency_hz;
  return plan_steps(design.duration_s, step_s, stepper_named(settings.word("stepper")), choose_kernel(options.kernel));
}

void describe(const OscillatorMachine& machine, const MachinePlan& plan, SampleSet& set) {
  const auto& design = machine.design();
  set.info["kernel"] = to_string(plan.kernel);
  set.info["stepper"] = fmt::format("{}, {} steps of {:.4g} s ({:.4g} periods)", to_string(plan.stepper), plan.steps,
                                    plan.step_s, plan.step_s * design.frequency_hz);
  set.info["couplings"] = machine.coupling().is_dense() ? "dense, single precision" : "sparse, single precision";
  set.info["coupling K (rad/s per unit of J)"] = design.coupling.describe();
  set.info["locking K_s (rad/s)"] = design.second_harmonic.describe();
  set.info["noise K_n (rad/sqrt(s))"] = design.noise.is_zero() ? "off" : design.noise.describe();
  set.info["mismatch"] = design.mismatch_ppm == 0.0
                             ? "off"
                             : fmt::format("{} ppm of {} Hz, device seed {}", design.mismatch_ppm, design.frequency_hz,
                                           design.device_seed);
  set.figures["frequency_hz"] = design.frequency_hz;
  set.figures["periods"] = design.duration_s * design.frequency_hz;
  set.figures["steps"] = static_cast<double>(plan.steps);
  set.figures["readout_s"] = 1.0 / design.frequency_hz;
  set.vectors["hardware_time_s"].assign(set.reads(), design.duration_s);
  if (set.states) {
    set.states->quantity = "phase";
    set.states->unit = "rad";
  }
}

std::size_t count_above(const std::vector<double>& values, double limit) {
  return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [&](double v) { return v > limit; }));
}

/// Rises of the Lyapunov function beyond rounding, where theory allows none.
std::size_t count_rises(const EnergyTrace& trace) {
  const std::size_t instants = trace.time_s.size();
  std::size_t rises = 0;
  for (std::size_t k = 1; k < trace.energy.size(); ++k) {
    const double allowed = 1e-5 * std::abs(trace.energy[k - 1]);
    if (k % instants != 0 && trace.energy[k] > trace.energy[k - 1] + allowed) ++rises;
  }
  return rises;
}

void diagnose_reads(const OscillatorMachine& machine, SampleSet& set) {
  const double few = 0.01 * static_cast<double>(machine.spins());
  const auto unsettled = count_above(set.vectors["changed_late"], few);
  if (unsettled > 0) {
    set.diagnostics.push_back(
        {fmt::format("{} of {} reads are not settled: more than 1 % of their spins changed in the last 5 % of the run.",
                     unsettled, set.reads()),
         "Lower noise_end or raise length."});
  }
  const auto vague = count_above(set.vectors["undecided"], few);
  if (vague > 0) {
    set.diagnostics.push_back(
        {fmt::format("{} of {} reads are not binarised: more than 1 % of their oscillators ended over 60 degrees from "
                     "both 0 and 180.",
                     vague, set.reads()),
         "Raise shil_end."});
  }
  const auto& design = machine.design();
  if (!machine.has_noise() && design.coupling.is_constant() && design.second_harmonic.is_constant() && set.lyapunov) {
    const auto rises = count_rises(*set.lyapunov);
    if (rises > 0) {
      set.diagnostics.push_back(
          {fmt::format("The Lyapunov function rose {} times although there is no noise and no ramp.", rises),
           "Take a smaller step: the integration is not accurate."});
    }
  }
}

void diagnose_coupling(const Problem& problem, const OscillatorMachine& machine, SampleSet& set) {
  constexpr double kAveragingLimit = 0.1;
  const auto& design = machine.design();
  const double share =
      design.coupling.largest() * coupling_scale(problem).largest_row / (2.0 * std::numbers::pi * design.frequency_hz);
  if (share > kAveragingLimit * (1.0 + 1e-9)) {
    set.diagnostics.push_back(
        {fmt::format(
             "The coupling reaches {:.3g} of the oscillators' own frequency: above 0.1 the averaged phase model "
             "stops being valid.",
             share),
         "Lower coupling to 0.1 or below."});
  }
}

double mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// Runs again with half the step and compares the mean energies.
void diagnose_step(const OscillatorMachine& machine, const Problem& problem, const MachinePlan& plan,
                   const RunOptions& options, RunControl& control, SampleSet& set) {
  const std::size_t reads = set.reads();
  if (reads < 2 || control.should_stop()) return;
  RunOptions quiet = options;
  quiet.trace_points = 0;
  RunControl unwatched;
  MachinePlan finer = plan;
  finer.steps *= 2;
  finer.step_s *= 0.5;
  const SampleSet check = run_machine(machine, problem, finer, quiet, unwatched);
  const double before = mean(set.energy);
  const double after = mean(check.energy);
  double squares = 0.0;
  for (const double e : set.energy) squares += (e - before) * (e - before);
  for (const double e : check.energy) squares += (e - after) * (e - after);
  const double error = std::sqrt(squares) / static_cast<double>(reads);
  set.figures["halved_step_mean_energy"] = after;
  if (std::abs(after - before) > 3.0 * error + 1e-9 * std::abs(before)) {
    set.diagnostics.push_back(
        {fmt::format("Half the step changes the mean energy from {:.6g} to {:.6g}, which is {:.1f} "
                     "standard errors.",
                     before, after, std::abs(after - before) / error),
         "Take a smaller step."});
  }
}

}  // namespace

ParameterTable oscillator_parameters() {
  const OscillatorAnneal d;
  return {
      {"frequency",
       "Hz",
       "frequency of the oscillators; all rates and the hardware time follow from it",
       d.frequency_hz,
       1.0,
       1e12,
       {}},
      {"coupling",
       "",
       "K max_i (sum_j |J_ij| + |h_i|) as a share of the oscillators' angular frequency",
       d.coupling,
       1e-6,
       10.0,
       {}},
      {"coupling_start", "", "K at the start, as a share of its final value", d.coupling_ramp.start, 0.0, 1.0, {}},
      {"length",
       "",
       "duration in units of 1/(K J_rms), J_rms the root-mean-square row of the couplings",
       d.length,
       1e-3,
       1e9,
       {}},
      {"periods", "periods", "duration in oscillator periods; auto: from length", Automatic{}, 1e-3, 1e12, {}},
      {"shil_start",
       "",
       "second-harmonic injection locking K_s at the start, in units of K J_rms",
       d.second_harmonic.start,
       0.0,
       1e6,
       {}},
      {"shil_end",
       "",
       "second-harmonic injection locking K_s at the end, in units of K J_rms",
       d.second_harmonic.end,
       0.0,
       1e6,
       {}},
      {"shil_shape", "", "schedule of K_s", to_string(d.second_harmonic.shape), {}, {}, kShapes},
      {"noise_start",
       "",
       "temperature K_n^2/(2K) at the start, in units of J_rms; K_n follows its square root",
       d.noise.start,
       0.0,
       1e6,
       {}},
      {"noise_end", "", "temperature K_n^2/(2K) at the end, in units of J_rms", d.noise.end, 0.0, 1e6, {}},
      {"noise_shape", "", "schedule of K_n", to_string(d.noise.shape), {}, {}, kShapes},
      {"cycles", "", "cycles of a square-wave schedule", std::int64_t{1}, 1, 1e6, {}},
      {"mismatch", "ppm", "standard deviation of the oscillators' frequencies", 0.0, 0.0, 1e5, {}},
      {"device_seed",
       "",
       "which device: fixes the mismatch, apart from the seed of the noise",
       std::int64_t{0},
       0,
       9e15,
       {}},
      {"stepper", "", "Euler-Maruyama or stochastic Heun", std::string("euler"), {}, {}, {"euler", "heun"}},
      {"step", "periods", "time step; auto: from the couplings", Automatic{}, 1e-6, 1e9, {}},
      {"storage",
       "",
       "couplings as neighbour lists or as a matrix; auto: by density",
       std::string("auto"),
       {},
       {},
       {"auto", "sparse", "dense"}},
      {"check_step", "", "run again with half the step and report whether the answer changes", false, {}, {}, {}},
  };
}

OscillatorAnneal oscillator_anneal(const Settings& settings) {
  OscillatorAnneal anneal;
  anneal.frequency_hz = settings.number("frequency");
  anneal.coupling = settings.number("coupling");
  anneal.coupling_ramp = {Schedule::Shape::linear, settings.number("coupling_start"), 1.0, 1};
  anneal.length = settings.number("length");
  const double periods = settings.number_or("periods", 0.0);
  if (periods > 0.0) anneal.periods = periods;
  anneal.second_harmonic = ramp(settings, "shil");
  anneal.noise = ramp(settings, "noise");
  anneal.mismatch_ppm = settings.number("mismatch");
  anneal.device_seed = static_cast<std::uint64_t>(settings.integer("device_seed"));
  return anneal;
}

OscillatorSampler::OscillatorSampler()
    : info_{"oscillator", SamplerKind::analog,
            "coupled oscillators with second-harmonic injection locking and annealed noise (phase model)",
            oscillator_parameters()} {}

SampleSet OscillatorSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                    RunControl& control) const {
  const OscillatorDesign design = design_oscillator(problem, oscillator_anneal(settings));
  const MachinePlan cut = plan(problem, design, settings, options);
  const OscillatorMachine machine(problem, design, storage_named(settings.word("storage")), cut.kernel);
  SampleSet set = run_machine(machine, problem, cut, options, control);
  describe(machine, cut, set);
  diagnose_reads(machine, set);
  diagnose_coupling(problem, machine, set);
  if (settings.flag("check_step")) diagnose_step(machine, problem, cut, options, control, set);
  return set;
}

}  // namespace isinglass
