// Parameter table of the dense associative memory.
#include "sim/sampler/dense_memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/analog/dense_memory.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

ParameterTable parameters() {
  return {
      {"model",
       "",
       "feature neurons: A sign or tanh, B linear (softmax only), C normalised",
       "B",
       {},
       {},
       {"A", "B", "C"}},
      {"function",
       "",
       "hidden neurons, one for each pattern: what separates the patterns",
       "softmax",
       {},
       {},
       {"polynomial", "rectified", "exponential", "softmax"}},
      {"order", "", "degree n of polynomial and rectified; 2 is the Hopfield network", std::int64_t{3}, 2, 64, {}},
      {"beta", "", "steepness of exponential and softmax, per spin of overlap", 1.0, 1e-6, 1e6, {}},
      {"gain", "", "of the feature neurons of model A; auto: an ideal comparator", Automatic{}, 1e-6, 1e9, {}},
      {"tau_v", "s", "time constant of the feature neurons (R C of their nodes)", 1e-6, 1e-15, 1e3, {}},
      {"tau_h", "s", "time constant of the hidden neurons; 0: they follow at once", 1e-7, 0.0, 1e3, {}},
      {"length",
       "tau_v",
       "duration; auto: 20, and as much more as the small currents of exponential and high powers need to come up",
       Automatic{},
       1e-3,
       1e9,
       {}},
      {"step",
       "tau_v",
       "of the fixed-step engine; auto: a fifth of the shorter time constant",
       Automatic{},
       1e-6,
       1e3,
       {}},
      {"stepper", "", "fixed-step integration", "euler", {}, {}, {"euler", "heun", "rk4"}},
  };
}

/// Duration in tau_v. Feature neurons decay until the currents, small at first, have come up to them: currents of a cue
/// that overlaps by a fifth begin 5^(n-1) small for powers, those of one without overlap e^(beta N) for exponentials.
double automatic_length(const DenseMemoryDesign& design, std::int32_t spins) {
  constexpr double kPlain = 20.0;
  constexpr double kSettling = 10.0;
  constexpr double kOverlap = 0.2;
  switch (design.interaction.function) {
    case DenseFunction::exponential:
      return kPlain + design.interaction.beta * spins;
    case DenseFunction::polynomial:
    case DenseFunction::rectified:
      return std::max(kPlain, kSettling - (design.interaction.order - 1) * std::log(kOverlap));
    case DenseFunction::softmax:
      return kPlain;
  }
  return kPlain;
}

DenseMemoryDesign design_of(const PatternSet& patterns, const Settings& settings) {
  DenseMemoryDesign design;
  design.model = dense_model_named(settings.word("model"));
  design.interaction = {dense_function_named(settings.word("function")), static_cast<int>(settings.integer("order")),
                        settings.number("beta")};
  design.gain = settings.number_or("gain", kInfinity);
  design.feature_time_s = settings.number("tau_v");
  design.hidden_time_s = settings.number("tau_h");
  design.duration_s = settings.number_or("length", automatic_length(design, patterns.size)) * design.feature_time_s;
  return design;
}

/// exp(beta (h - H)) of half the full scale must still be a number.
void check_range(const DenseMemoryMachine& machine) {
  constexpr double kMost = 700.0;
  const auto& interaction = machine.design().interaction;
  if (interaction.function != DenseFunction::exponential) return;
  const double span = interaction.beta * machine.full_scale();
  if (span <= kMost) return;
  throw UsageError(fmt::format("with beta = {} the currents of the exponential memory span a factor of e^{:.0f} from "
                               "no overlap to a full one, more than numbers can hold",
                               interaction.beta, span),
                   fmt::format("-p beta={:.3g} or less, or -p function=softmax, which divides them by their sum",
                               kMost / machine.full_scale()));
}

struct DenseMemoryFamily {
  using Machine = DenseMemoryMachine;

  static SamplerInfo info() {
    return {"dense-memory", SamplerKind::analog,
            "dense associative memory: one hidden neuron for each stored pattern, continuous time", parameters()};
  }

  /// Flaws are those of the crossbar's cells, whose largest is 1, and of the inputs I.
  static DenseMemoryMachine build(const PatternSet& patterns, const Settings& settings, KernelKind /*kernel*/,
                                  const CouplingFlaws& flaws = {}) {
    DenseMemoryDesign design = design_of(patterns, settings);
    design.input = input_offsets(flaws, static_cast<std::size_t>(patterns.size), 1.0);
    DenseMemoryMachine machine(device_crossbar(patterns, flaws), design);
    check_range(machine);
    return machine;
  }

  static double step_s(const DenseMemoryMachine& machine, const Settings& settings) {
    const double tau = machine.design().feature_time_s;
    return settings.number_or("step", 0.2 * shorter_time_s(machine) / tau) * tau;
  }

  /// Twice the shorter time constant: beyond it Euler's and Heun's leak overshoots more and more.
  static double longest_step_s(const DenseMemoryMachine& machine) { return 2.0 * shorter_time_s(machine); }

  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }

  static bool energy_falls(const DenseMemoryMachine& machine) { return machine.energy_falls(); }

  static std::vector<double> state_of(const DenseMemoryMachine& machine, std::span<const Spin> spins) {
    return machine.cue(spins);
  }

 private:
  static double shorter_time_s(const DenseMemoryMachine& machine) {
    const auto& design = machine.design();
    return design.hidden_time_s > 0.0 ? std::min(design.feature_time_s, design.hidden_time_s) : design.feature_time_s;
  }
};

}  // namespace

std::unique_ptr<AnalogModel> make_dense_memory_model() { return std::make_unique<ModelOf<DenseMemoryFamily>>(); }

}  // namespace isinglass
