// Parameter table and diagnostics of the machine of LC oscillators.
#include "sim/sampler/lc_oscillator.hpp"

#include <fmt/format.h>

#include "models/analog/lc_anneal.hpp"
#include "sim/io/spice_circuits.hpp"
#include "sim/sampler/common_settings.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

std::optional<double> maybe(const Settings& settings, const std::string& name) {
  const double value = settings.number_or(name, -1.0);
  return value < 0.0 ? std::nullopt : std::optional(value);
}

LcAnneal lc_anneal(const Settings& settings) {
  LcAnneal anneal;
  anneal.frequency_hz = settings.number("frequency");
  anneal.capacitance_f = settings.number("capacitance");
  anneal.gain_s = settings.number("gain");
  anneal.even_s_per_v = settings.number("even");
  anneal.amplitude_v = settings.number("amplitude");
  anneal.coupling = settings.number("coupling");
  anneal.coupling_s = maybe(settings, "coupling_conductance");
  anneal.sync_kind = settings.word("sync") == "additive" ? LcSync::additive : LcSync::multiplicative;
  anneal.second_harmonic = ramp_of(settings, "shil");
  anneal.sync = maybe(settings, "sync_level");
  anneal.reference_hz = settings.number_or("reference", 0.0);
  anneal.noise = ramp_of(settings, "noise");
  anneal.length = settings.number("length");
  anneal.periods = maybe(settings, "periods");
  anneal.mismatch_ppm = settings.number("mismatch");
  anneal.device_seed = static_cast<std::uint64_t>(settings.integer("device_seed"));
  anneal.model = settings.word("model") == "circuit" ? LcModel::circuit : LcModel::averaged;
  return anneal;
}

ParameterTable lc_parameters() {
  const LcAnneal d;
  const ParameterTable circuit{
      {"model",
       "",
       "amplitudes averaged over a period, or every period of the circuit",
       std::string("averaged"),
       {},
       {},
       {"averaged", "circuit"}},
      {"frequency", "Hz", "resonance of the tanks; the inductance follows", d.frequency_hz, 1.0, 1e12, {}},
      {"capacitance", "F", "of every tank", d.capacitance_f, 1e-18, 1.0, {}},
      {"gain", "S", "small-signal gain g1 of every tank", d.gain_s, 1e-12, 1e3, {}},
      {"amplitude", "V", "amplitude of a free oscillator: sets the cubic term g3", d.amplitude_v, 1e-6, 1e6, {}},
      {"even", "S/V", "even term g2 of the current; an additive SYNC needs one", d.even_s_per_v, -1e3, 1e3, {}},
      {"coupling", "", "g_c max_i (sum_j |J_ij| + |h_i|) as a share of the gain", d.coupling, 1e-6, 100.0, {}},
      {"coupling_conductance", "S", "g_c per unit of J; auto: from coupling", Automatic{}, 0.0, 1e3, {}},
      {"sync",
       "",
       "how the signal at twice the frequency enters",
       std::string("multiplicative"),
       {},
       {},
       {"multiplicative", "additive"}},
      {"sync_level",
       "S or A",
       "constant pumped conductance or added current; auto: from shil",
       Automatic{},
       0.0,
       1e3,
       {}},
      {"mismatch", "ppm", "standard deviation of the tanks' resonances", d.mismatch_ppm, 0.0, 1e5, {}},
      {"reference", "Hz", "half the frequency of SYNC; auto: that of a free oscillator", Automatic{}, 1.0, 1e12, {}}};
  const ParameterTable anneal{
      {"length",
       "",
       "duration in units of 1/(K J_rms), K = g_c/2C, J_rms the root-mean-square row of the couplings",
       d.length,
       1e-3,
       1e9,
       {}},
      {"periods", "periods", "duration in periods of the tanks; auto: from length", Automatic{}, 1e-3, 1e12, {}},
      {"shil_start",
       "",
       "locking K_s = g_s/4C at the start, in units of K J_rms",
       d.second_harmonic.start,
       0.0,
       1e6,
       {}},
      {"shil_end", "", "locking K_s at the end, in units of K J_rms", d.second_harmonic.end, 0.0, 1e6, {}},
      {"shil_shape", "", "schedule of K_s", to_string(d.second_harmonic.shape), {}, {}, schedule_shapes()},
      {"noise_start",
       "",
       "temperature at the start, in units of J_rms; the noise current follows its square root",
       d.noise.start,
       0.0,
       1e6,
       {}},
      {"noise_end", "", "temperature at the end, in units of J_rms", d.noise.end, 0.0, 1e6, {}},
      {"noise_shape", "", "schedule of the noise current", to_string(d.noise.shape), {}, {}, schedule_shapes()},
      {"cycles", "", "cycles of a square-wave schedule", std::int64_t{1}, 1, 1e6, {}},
      {"stepper", "", "Euler-Maruyama or stochastic Heun", std::string("heun"), {}, {}, {"euler", "heun"}},
      {"step", "periods", "time step; auto: from the time constants", Automatic{}, 1e-6, 1e9, {}},
      storage_parameter()};
  ParameterTable table = circuit;
  table.insert(table.end(), anneal.begin(), anneal.end());
  return table;
}

struct LcOscillatorFamily {
  using Machine = LcOscillatorMachine;

  static SamplerInfo info() {
    return {"lc-oscillator", SamplerKind::analog,
            "coupled LC oscillators in circuit values, with amplitudes (averaged model or the circuit)",
            lc_parameters()};
  }

  static LcOscillatorMachine build(const Problem& asked, const Problem& device, const Settings& settings,
                                   KernelKind kernel) {
    LcOscillatorDesign design = design_lc_oscillator(asked, lc_anneal(settings));
    design.step_s = std::min(design.step_s, automatic_step_s(device, design));
    return {device, design, storage_of(settings), kernel};
  }

  static double step_s(const LcOscillatorMachine& machine, const Settings& settings) {
    const auto& design = machine.design();
    const double frequency = settings.number("frequency");
    return settings.number_or("step", design.step_s * frequency) / frequency;
  }

  /// Ten automatic steps: far beyond the time constants of amplitude and phase.
  static double longest_step_s(const LcOscillatorMachine& machine) { return 10.0 * machine.design().step_s; }

  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }

  static bool energy_falls(const LcOscillatorMachine& machine) {
    const auto& design = machine.design();
    return design.model == LcModel::averaged && design.coupling.is_constant() && design.sync.is_constant() &&
           design.detuning() == 0.0 && design.mismatch_ppm == 0.0;
  }

  static std::vector<double> state_of(const LcOscillatorMachine& machine, std::span<const Spin> spins) {
    std::vector<double> state(2 * spins.size(), 0.0);
    for (std::size_t i = 0; i < spins.size(); ++i) state[i] = machine.design().amplitude_v() * spins[i];
    return state;
  }

  /// Phases are compared; what averaging drops is put on at the start and taken off again.
  static SpiceCircuit circuit(const Problem& problem, const LcOscillatorMachine& machine, std::vector<double> initial,
                              const SpiceAccuracy& accuracy) {
    const auto& design = machine.design();
    if (design.mismatch_ppm != 0.0) {
      throw UsageError("the netlist of lc-oscillator has the same tank at every node", "set mismatch to 0");
    }
    const bool averaged = design.model == LcModel::averaged;
    std::vector<double> start = initial;
    if (averaged) add_ripple(machine, 0.0, 1.0, start);
    const double reference = design.reference();
    const double ohm = 1.0 / (reference * design.capacitance_f);
    const auto state_of = [machine, averaged, reference, ohm](double time_s, std::span<const double> probes,
                                                              std::span<double> state) {
      const std::size_t n = state.size() / 2;
      const double cosine = std::cos(reference * time_s);
      const double sine = std::sin(reference * time_s);
      for (std::size_t i = 0; i < n; ++i) {
        const double real = probes[i];
        const double imaginary = ohm * probes[n + i];
        state[i] = real * cosine + imaginary * sine;
        state[n + i] = imaginary * cosine - real * sine;
      }
      if (averaged) add_ripple(machine, time_s, -1.0, state);
    };
    return {lc_netlist(problem, design, start, accuracy),
            {SpiceRule::Quantity::phase, "phase", "rad", 0.01},
            std::move(initial),
            state_of};
  }

  static void describe(const LcOscillatorMachine& machine, const Settings& settings, SampleSet& set) {
    const auto& design = machine.design();
    set.info["model"] = settings.word("model");
    set.info["tank"] =
        fmt::format("{:.6g} H, {:.6g} F, g1 {:.6g} S, g2 {:.6g} S/V, g3 {:.6g} S/V^2", design.inductance_h,
                    design.capacitance_f, design.gain_s, design.even_s_per_v, design.cubic_s_per_v2);
    set.info["couplings"] = machine.coupling().is_dense() ? "dense, single precision" : "sparse, single precision";
    set.info["coupling g_c (S per unit of J)"] = design.coupling.describe();
    set.info[design.sync_kind == LcSync::additive ? "SYNC i_s (A, additive)" : "SYNC g_s (S, multiplicative)"] =
        design.sync.describe();
    set.info["noise (A/sqrt(Hz), double-sided)"] = design.noise.is_zero() ? "off" : design.noise.describe();
    set.info["mismatch"] = design.mismatch_ppm == 0.0 ? "off"
                                                      : fmt::format("{} ppm of the resonance, device seed {}",
                                                                    design.mismatch_ppm, design.device_seed);
    set.figures["frequency_hz"] = design.free_running_hz();
    set.figures["detuning_rad_per_s"] = design.detuning();
    set.figures["nonlinearity"] = design.nonlinearity();
    set.figures["periods"] = design.duration_s * settings.number("frequency");
    set.figures["readout_s"] = 1.0 / design.free_running_hz();
    diagnose_undecided(set, "their oscillators ended over 60 degrees from both 0 and 180", "Raise shil_end.");
    if (design.model == LcModel::averaged) diagnose_averaging(design, set);
    diagnose_sync(design, set);
  }

 private:
  static void add_ripple(const LcOscillatorMachine& machine, double time_s, double sign, std::span<double> state) {
    std::vector<double> shift(state.size());
    machine.ripple(time_s, state, shift);
    for (std::size_t k = 0; k < state.size(); ++k) state[k] += sign * shift[k];
  }

  static void diagnose_averaging(const LcOscillatorDesign& design, SampleSet& set) {
    constexpr double kAveragingLimit = 0.3;
    if (design.nonlinearity() <= kAveragingLimit) return;
    set.diagnostics.push_back(
        {fmt::format("The nonlinearity g1 sqrt(L/C) is {:.3g}: above 0.3 the averaged model stops being valid.",
                     design.nonlinearity()),
         "Lower gain, or take model=circuit."});
  }
  static void diagnose_sync(const LcOscillatorDesign& design, SampleSet& set) {
    if (design.sync_kind != LcSync::additive || design.even_s_per_v != 0.0 || design.sync.is_zero()) return;
    set.diagnostics.push_back(
        {"The additive SYNC does not lock these oscillators: their current is an odd function of the voltage.",
         "Set even, or take sync=multiplicative."});
  }
};

}  // namespace

std::unique_ptr<AnalogModel> make_lc_oscillator_model() { return std::make_unique<ModelOf<LcOscillatorFamily>>(); }

}  // namespace isinglass
