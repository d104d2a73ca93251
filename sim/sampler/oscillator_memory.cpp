// Parameter table of the associative memory of oscillators.
#include "sim/sampler/oscillator_memory.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "models/random.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

struct OscillatorMemoryFamily {
  using Machine = OscillatorMemory;
  static constexpr bool tells_inverse = false;  // the axis of the phases has two ends that look the same

  static SamplerInfo info() {
    return {"oscillator-memory", SamplerKind::analog,
            "associative memory of coupled oscillators with second-harmonic and quartic coupling",
            oscillator_memory_parameters()};
  }

  /// Flaws are those of the pairwise couplings C_ij.
  static OscillatorMemory build(const PatternSet& patterns, const Settings& settings, KernelKind /*kernel*/,
                                const CouplingFlaws& flaws = {}) {
    if (!flaws.any()) return {patterns, oscillator_memory_design(settings)};
    return {patterns, device_problem(hebbian_problem(patterns), flaws), oscillator_memory_design(settings)};
  }

  static double step_s(const OscillatorMemory& memory, const Settings& settings) {
    const double automatic = kSafeShare * shortest_time_s(memory) * memory.design().frequency_hz;
    return settings.number_or("step", automatic) / memory.design().frequency_hz;
  }

  /// Twice the shortest time constant: beyond it Euler's and Heun's steps overshoot more and more.
  static double longest_step_s(const OscillatorMemory& memory) { return 2.0 * shortest_time_s(memory); }

  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }

  static bool energy_falls(const OscillatorMemory& memory) { return memory.design().second_harmonic.is_constant(); }

  /// Phases near 0 and pi, up to a tenth of a radian off: exactly there every state would be an equilibrium.
  static std::vector<double> state_of(const OscillatorMemory& /*memory*/, std::span<const Spin> spins) {
    constexpr double kOff = 0.1;
    std::vector<double> phase(spins.size());
    for (std::size_t i = 0; i < spins.size(); ++i) {
      const double turn = random_uniform({.index = static_cast<std::uint32_t>(i), .stream = NoiseStream::initial});
      phase[i] = (spins[i] > 0 ? 0.0 : std::numbers::pi) + kOff * (2.0 * turn - 1.0);
    }
    return phase;
  }

  static void describe(const OscillatorMemory& /*memory*/, const Settings& /*settings*/, SampleSet& /*set*/) {}

 private:
  static constexpr double kSafeShare = 0.2;  ///< of the shortest time constant

  /// 1/F, with F an upper estimate of the stiffness: the largest eigenvalue of random patterns' couplings is
  /// (1 + sqrt(M/N))^2 (Marchenko and Pastur 1967), that of the second harmonic 2 eps, that of the quartic 3 b.
  static double shortest_time_s(const OscillatorMemory& memory) {
    const OscillatorMemoryDesign& design = memory.design();
    const double load = static_cast<double>(memory.patterns()) / static_cast<double>(memory.size());
    const double widest = (1.0 + std::sqrt(load)) * (1.0 + std::sqrt(load));
    const double fastest =
        (std::abs(design.pairwise) + 3.0 * std::abs(design.quartic)) * widest + 2.0 * design.second_harmonic.largest();
    return 1.0 / (design.coupling * fastest);
  }
};

}  // namespace

ParameterTable oscillator_memory_parameters() {
  return {
      {"frequency",
       "Hz",
       "frequency of the oscillators; all rates and the hardware time follow from it",
       1e6,
       1.0,
       1e12,
       {}},
      {"coupling",
       "",
       "K, the pull of a pattern that is shown, as a share of the oscillators' angular frequency",
       0.05,
       1e-6,
       10.0,
       {}},
      {"length", "", "duration in units of 1/K", 100.0, 1e-3, 1e9, {}},
      {"pairwise", "", "a: pull by the overlap with each pattern", 1.0, 0.0, 1e3, {}},
      {"quartic", "", "b: pull by the cube of the overlap with each pattern", 0.0, 0.0, 1e3, {}},
      {"harmonic_start", "", "second harmonic eps at the start of a recall", 0.2, 0.0, 1e3, {}},
      {"harmonic_end", "", "second harmonic eps at its end", 0.8, 0.0, 1e3, {}},
      {"harmonic_shape", "", "schedule of eps", std::string("linear"), {}, {}, {"linear", "cosine", "square"}},
      {"temperature", "", "noise K_n^2 / (2 K)", 0.0, 0.0, 1e3, {}},
      {"mismatch", "ppm", "standard deviation of the oscillators' frequencies", 0.0, 0.0, 1e5, {}},
      {"device_seed",
       "",
       "which device: fixes the mismatch, apart from the seed of the noise",
       std::int64_t{0},
       0,
       9e15,
       {}},
      {"stepper", "", "Euler-Maruyama or stochastic Heun", std::string("heun"), {}, {}, {"euler", "heun"}},
      {"step", "periods", "time step; auto: from the couplings", Automatic{}, 1e-6, 1e9, {}},
  };
}

OscillatorMemoryDesign oscillator_memory_design(const Settings& settings) {
  OscillatorMemoryDesign design;
  design.frequency_hz = settings.number("frequency");
  design.coupling = settings.number("coupling") * 2.0 * std::numbers::pi * design.frequency_hz;
  design.duration_s = settings.number("length") / design.coupling;
  design.pairwise = settings.number("pairwise");
  design.quartic = settings.number("quartic");
  design.second_harmonic = Schedule(shape_named(settings.word("harmonic_shape")), settings.number("harmonic_start"),
                                    settings.number("harmonic_end"), design.duration_s);
  design.noise = Schedule::constant(std::sqrt(2.0 * design.coupling * settings.number("temperature")));
  design.mismatch_ppm = settings.number("mismatch");
  design.device_seed = static_cast<std::uint64_t>(settings.integer("device_seed"));
  return design;
}

std::unique_ptr<AnalogModel> make_oscillator_memory_model() {
  return std::make_unique<ModelOf<OscillatorMemoryFamily>>();
}

}  // namespace isinglass
