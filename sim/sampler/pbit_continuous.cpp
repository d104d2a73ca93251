// Parameter table and description of the p-bits in continuous time.
#include "sim/sampler/pbit_continuous.hpp"

#include <fmt/format.h>

#include "models/analog/coupling_scale.hpp"
#include "models/analog/pbit_continuous.hpp"
#include "models/error.hpp"
#include "sim/sampler/common_settings.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

PbitContinuousDesign design_of(const Problem& problem, const Settings& settings) {
  PbitContinuousDesign design;
  design.rule = pbit_rule_named(settings.word("rule"));
  design.response_s = settings.number("response_time");
  design.synapse_s = settings.number("synapse_time") * design.response_s;
  design.duration_s = settings.number("length") * design.response_s;
  // Hopping over barriers is faster than tau_N where the input is against the output, so its step must be shorter.
  const double step = design.rule == PbitRule::autonomous ? 0.05 : 1.0 / 6.0;
  design.step_s = settings.number_or("step", step) * design.response_s;
  if (design.synapse_s > 0.0) design.step_s = std::min(design.step_s, 0.5 * design.synapse_s);
  const double scale = coupling_scale(problem).root_mean_square_row;
  design.temperature =
      Schedule(shape_named(settings.word("temperature_shape")), settings.number("temperature_start"),
               settings.number("temperature_end"), design.duration_s, static_cast<int>(settings.integer("cycles")))
          .scaled(scale);
  return design;
}

struct PbitContinuousFamily {
  using Machine = PbitContinuousMachine;

  static SamplerInfo info() {
    return {"pbit-continuous", SamplerKind::analog,
            "probabilistic bits with a finite response time, running by themselves in continuous time", parameters()};
  }

  static PbitContinuousMachine build(const Problem& asked, const Problem& device, const Settings& settings,
                                     KernelKind kernel) {
    refuse_analog_flaws(settings);
    return {device, design_of(asked, settings), storage_of(settings), kernel};
  }

  static double step_s(const PbitContinuousMachine& machine, const Settings& /*settings*/) {
    return machine.design().step_s;
  }
  /// Twice the response time: beyond it the mean field overshoots more and more, and of random p-bits six in seven
  /// answer at once in each step.
  static double longest_step_s(const PbitContinuousMachine& machine) { return 2.0 * machine.design().response_s; }
  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }
  static bool energy_falls(const PbitContinuousMachine& machine) {
    return machine.design().rule == PbitRule::mean_field && !machine.has_synapse() &&
           machine.design().temperature.is_constant();
  }

  static std::vector<double> state_of(const PbitContinuousMachine& machine, std::span<const Spin> spins) {
    std::vector<double> state(static_cast<std::size_t>(machine.size()), 0.0);
    std::copy(spins.begin(), spins.end(), state.begin());
    return state;
  }

  static void describe(const PbitContinuousMachine& machine, const Settings& /*settings*/, SampleSet& set) {
    const auto& design = machine.design();
    set.info["couplings"] = machine.coupling().is_dense() ? "dense, single precision" : "sparse, single precision";
    set.info["rule"] = to_string(design.rule);
    set.info["temperature"] = design.temperature.describe();
    set.info["synapse"] = machine.has_synapse() ? fmt::format("{:.4g} s", design.synapse_s) : "at once";
    set.figures["response_s"] = design.response_s;
    diagnose_undecided(set, "their outputs ended below one half", "Lower temperature_end.");
    diagnose_synapse(machine, set);
    diagnose_step(machine, set);
  }

 private:
  /// Outputs that jump between two values neither leak nor take noise: with synapses that answer at once nothing does.
  static void refuse_analog_flaws(const Settings& settings) {
    const DeviceFlaws flaws = device_flaws(settings);
    const bool analog =
        settings.number("synapse_time") > 0.0 || settings.word("rule") == to_string(PbitRule::mean_field);
    const NodeFlaws& node = flaws.node;
    if (analog ||
        (!node.leakage_s && node.parasitic == 0.0 && node.parasitic_spread == 0.0 && node.white_noise == 0.0)) {
      return;
    }
    throw UsageError("random p-bits whose synapses answer at once have nothing that leaks or takes analog noise",
                     "give them a synapse_time, or set leakage, parasitics and white_noise to their defaults");
  }

  static void diagnose_synapse(const PbitContinuousMachine& machine, SampleSet& set) {
    const auto& design = machine.design();
    if (design.rule == PbitRule::mean_field || design.synapse_s <= 0.3 * design.response_s) return;
    set.diagnostics.push_back({fmt::format("The synapses take {:.3g} response times of a p-bit: neighbours decide on "
                                           "inputs of the past, and the sampled law is not Boltzmann's.",
                                           design.synapse_s / design.response_s),
                               "Lower synapse_time to a tenth or less."});
  }

  static void diagnose_step(const PbitContinuousMachine& machine, SampleSet& set) {
    const auto& design = machine.design();
    if (design.rule != PbitRule::autonomous || design.step_s <= 0.1 * design.response_s) return;
    set.diagnostics.push_back(
        {"The autonomous rule takes long steps: p-bits whose input is against them flip together, "
         "and may go on doing so for ever.",
         "Lower step to 0.05 or less."});
  }

  static ParameterTable parameters() {
    const PbitContinuousDesign d;
    const std::vector<std::string> shapes{"linear", "geometric", "cosine", "square"};
    return {
        {"rule",
         "",
         "how a p-bit decides: at random instants, by hopping over its barrier, or its mean without correlations",
         to_string(d.rule),
         {},
         {},
         {"glauber", "autonomous", "mean-field"}},
        {"response_time", "s", "mean time tau_N after which a p-bit answers", d.response_s, 1e-15, 1e3, {}},
        {"synapse_time", "tau_N", "time constant of the inputs; 0: at once", 0.0, 0.0, 1e6, {}},
        {"length", "tau_N", "duration", 1000.0, 1e-3, 1e9, {}},
        {"step",
         "tau_N",
         "time step, in which all p-bits decide at once; auto: 1/6, or 1/20 for the autonomous rule",
         Automatic{},
         1e-6,
         10.0,
         {}},
        {"temperature_start", "J_rms", "temperature at the start, J_rms the root-mean-square row", 1.0, 1e-9, 1e6, {}},
        {"temperature_end", "J_rms", "temperature at the end", 0.1, 1e-9, 1e6, {}},
        {"temperature_shape", "", "schedule of the temperature", std::string("linear"), {}, {}, shapes},
        {"cycles", "", "cycles of a square schedule", std::int64_t{1}, 1, 1e6, {}},
        {"stepper",
         "",
         "of the slow synapses and the mean field",
         std::string("euler"),
         {},
         {},
         {"euler", "heun", "rk4"}},
        storage_parameter(),
    };
  }
};

}  // namespace

std::unique_ptr<AnalogModel> make_pbit_continuous_model() { return std::make_unique<ModelOf<PbitContinuousFamily>>(); }

}  // namespace isinglass
