// Parameter table of the predictive-coding networks.
#include "sim/sampler/predictive_coding.hpp"

#include <fmt/format.h>

#include "models/error.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

constexpr double kSafeShare = 0.5;  ///< of the stability limit: no eigenvalue of a step is negative

struct PredictiveCodingFamily {
  using Machine = PredictiveCodingMachine;

  static SamplerInfo info() {
    return {"predictive-coding", SamplerKind::analog,
            "layered network that infers the causes of an observation by descending a free energy",
            predictive_coding_parameters()};
  }

  static PredictiveCodingMachine build(const GenerativeModel& asked, const Settings& settings, KernelKind /*kernel*/) {
    check_generative_model(asked);
    GenerativeModel model = asked;
    if (settings.word("activation") == "linear") model.activation = GenerativeModel::Activation::linear;
    if (settings.word("activation") == "tanh") model.activation = GenerativeModel::Activation::tanh;
    const double tau = settings.number("time_constant");
    return {model, {tau, settings.number("length") * tau}};
  }

  static double step_s(const PredictiveCodingMachine& machine, const Settings& settings) {
    const double tau = machine.design().time_constant_s;
    const double step_s = tau * settings.number_or("step", kSafeShare * machine.stability_limit_s() / tau);
    if (step_s <= machine.stability_limit_s()) return step_s;
    throw UsageError(fmt::format("a step of {:.4g} tau is beyond the stability limit of {:.4g} tau", step_s / tau,
                                 machine.stability_limit_s() / tau),
                     "the limit is 2 over the largest curvature of the free energy: take a smaller step");
  }

  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }

  static bool energy_falls(const PredictiveCodingMachine& /*machine*/) { return true; }

  static void describe(const PredictiveCodingMachine& machine, const Settings& /*settings*/, SampleSet& set) {
    set.info["time constant"] = fmt::format("{:.4g} s", machine.design().time_constant_s);
    set.info["activation"] = to_string(machine.model().activation);
  }
};

}  // namespace

ParameterTable predictive_coding_parameters() {
  return {
      {"activation",
       "",
       "f of the causes; auto: as the model says",
       std::string("auto"),
       {},
       {},
       {"auto", "linear", "tanh"}},
      {"time_constant", "s", "tau of the neurons", 1e-3, 1e-12, 1e3, {}},
      {"length", "tau", "duration of a run", 100.0, 1e-3, 1e9, {}},
      {"stepper", "", "of the fixed-step engine", std::string("euler"), {}, {}, {"euler", "heun", "rk4"}},
      {"step", "tau", "of the fixed-step engine; auto: half the stability limit", Automatic{}, 1e-9, 1e3, {}},
  };
}

std::unique_ptr<AnalogModel> make_predictive_coding_model() {
  return std::make_unique<ModelOf<PredictiveCodingFamily>>();
}

}  // namespace isinglass
