// Parameter table and diagnostics of the oscillator machine.
#include "sim/sampler/oscillator.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "sim/io/lag_file.hpp"
#include "sim/sampler/common_settings.hpp"
#include "sim/sampler/model_of.hpp"
#include "sim/sampler/oscillator_coupling.hpp"

namespace isinglass {
namespace {

struct OscillatorFamily {
  using Machine = OscillatorMachine;

  static SamplerInfo info() {
    return {"oscillator", SamplerKind::analog,
            "coupled oscillators with second-harmonic injection locking and annealed noise (phase model)",
            oscillator_parameters()};
  }

  static OscillatorMachine build(const Problem& asked, const Problem& device, const Settings& settings,
                                 KernelKind kernel) {
    OscillatorDesign design = design_oscillator(asked, oscillator_anneal(settings));
    design.step_s = std::min(design.step_s, automatic_step_s(device, design));
    const std::string& lags = settings.word("lags");
    if (lags.empty()) return {device, design, storage_of(settings), kernel};
    return {device, read_lags(lags, asked, device), design, kernel};
  }

  static double step_s(const OscillatorMachine& machine, const Settings& settings) {
    const auto& design = machine.design();
    return settings.number_or("step", design.step_s * design.frequency_hz) / design.frequency_hz;
  }

  /// Ten automatic steps: in a longer one phases would turn by several radians, and end anywhere.
  static double longest_step_s(const OscillatorMachine& machine) { return 10.0 * machine.design().step_s; }

  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }

  static bool energy_falls(const OscillatorMachine& machine) {
    return machine.has_lyapunov_function() && machine.design().coupling.is_constant() &&
           machine.design().second_harmonic.is_constant();
  }

  static std::vector<double> state_of(const OscillatorMachine& /*machine*/, std::span<const Spin> spins) {
    std::vector<double> phase(spins.size());
    std::transform(spins.begin(), spins.end(), phase.begin(), [](Spin s) { return s > 0 ? 0.0 : std::numbers::pi; });
    return phase;
  }

  static void describe(const OscillatorMachine& machine, const Settings& settings, SampleSet& set) {
    const auto& design = machine.design();
    set.info["couplings"] = machine.coupling().is_dense() ? "dense, single precision" : "sparse, single precision";
    set.info["coupling function c(x)"] = design.function.describe();
    set.info["coupling K (rad/s per unit of J)"] = design.coupling.describe();
    set.info["locking K_s (rad/s)"] = design.second_harmonic.describe();
    set.info["noise K_n (rad/sqrt(s))"] = design.noise.is_zero() ? "off" : design.noise.describe();
    set.info["mismatch"] = design.mismatch_ppm == 0.0
                               ? "off"
                               : fmt::format("{} ppm of {} Hz, device seed {}", design.mismatch_ppm,
                                             design.frequency_hz, design.device_seed);
    set.figures["frequency_hz"] = design.frequency_hz;
    set.figures["periods"] = design.duration_s * design.frequency_hz;
    set.figures["readout_s"] = 1.0 / design.frequency_hz;
    diagnose_undecided(set, "their oscillators ended over 60 degrees from both 0 and 180", "Raise shil_end.");
    diagnose_coupling(settings, set);
    describe_oscillator(machine, settings, set);
  }

 private:
  /// Where a coupling function was averaged from, and what it costs.
  static void describe_oscillator(const OscillatorMachine& machine, const Settings& settings, SampleSet& set) {
    const CouplingChoice choice = coupling_choice(settings);
    if (!choice.oscillator) return;
    const double angular = 2.0 * std::numbers::pi * settings.number("frequency");
    set.info["oscillator"] = choice.oscillator->name;
    // In the circuit's own units: what of a neighbour's output must be added to its equation for the K of the run.
    set.figures["injection_strength"] = machine.design().coupling.largest() / (angular * std::abs(choice.strength));
    set.figures["second_harmonic_response"] = choice.second_harmonic;
    set.figures["even_share_of_coupling"] = choice.function.even_share();
    if (choice.function.even_share() > 1e-6) {
      set.diagnostics.push_back(
          {fmt::format("The coupling function of this oscillator is not odd ({:.2g} of it is even): the machine has no "
                       "Lyapunov function and may drift instead of settling.",
                       choice.function.even_share()),
           "Take an oscillator whose output and phase response are a quarter period apart."});
    }
    if (choice.second_harmonic < 1e-6 && settings.number("shil_end") > 0.0) {
      set.diagnostics.push_back(
          {"This oscillator has odd symmetry, so that no signal added at twice its frequency can lock it.",
           "Modulate a conductance at twice the frequency, or give it an asymmetry."});
    }
  }

  static void diagnose_coupling(const Settings& settings, SampleSet& set) {
    constexpr double kAveragingLimit = 0.1;
    const double share = settings.number("coupling");
    if (share <= kAveragingLimit * (1.0 + 1e-9)) return;
    set.diagnostics.push_back(
        {fmt::format("The coupling reaches {:.3g} of the oscillators' own frequency: above 0.1 the averaged phase "
                     "model stops being valid.",
                     share),
         "Lower coupling to 0.1 or below."});
  }
};

}  // namespace

ParameterTable oscillator_parameters() {
  const OscillatorAnneal d;
  ParameterTable table = {
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
      {"shil_shape", "", "schedule of K_s", to_string(d.second_harmonic.shape), {}, {}, schedule_shapes()},
      {"noise_start",
       "",
       "temperature K_n^2/(2K) at the start, in units of J_rms; K_n follows its square root",
       d.noise.start,
       0.0,
       1e6,
       {}},
      {"noise_end", "", "temperature K_n^2/(2K) at the end, in units of J_rms", d.noise.end, 0.0, 1e6, {}},
      {"noise_shape", "", "schedule of K_n", to_string(d.noise.shape), {}, {}, schedule_shapes()},
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
      storage_parameter(),
  };
  const ParameterTable coupling = coupling_parameters();
  table.insert(table.end(), coupling.begin(), coupling.end());
  return table;
}

OscillatorAnneal oscillator_anneal(const Settings& settings) {
  OscillatorAnneal anneal;
  anneal.frequency_hz = settings.number("frequency");
  anneal.coupling = settings.number("coupling");
  anneal.coupling_ramp = {Schedule::Shape::linear, settings.number("coupling_start"), 1.0, 1};
  anneal.length = settings.number("length");
  const double periods = settings.number_or("periods", 0.0);
  if (periods > 0.0) anneal.periods = periods;
  anneal.second_harmonic = ramp_of(settings, "shil");
  anneal.noise = ramp_of(settings, "noise");
  anneal.mismatch_ppm = settings.number("mismatch");
  anneal.device_seed = static_cast<std::uint64_t>(settings.integer("device_seed"));
  anneal.function = coupling_choice(settings).function;
  return anneal;
}

std::unique_ptr<AnalogModel> make_oscillator_model() { return std::make_unique<ModelOf<OscillatorFamily>>(); }

}  // namespace isinglass
