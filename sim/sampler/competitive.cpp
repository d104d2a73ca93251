// Parameter table of the competitive networks.
#include "sim/sampler/competitive.hpp"

#include <fmt/format.h>

#include "models/error.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

constexpr double kSafeShare = 0.5;  ///< of the stability limit: no eigenvalue of a step is negative

struct CompetitiveFamily {
  using Machine = CompetitiveMachine;

  static SamplerInfo info() {
    return {"competitive", SamplerKind::analog,
            "competing neurons for sparse codes: LASSO, non-negative, box and budget constraints (LCA, proximal flow)",
            competitive_parameters()};
  }

  static CompetitiveMachine build(const SparseCode& asked, const SparseCode& device, const Settings& settings,
                                  KernelKind kernel) {
    return {device, competitive_design(asked, settings), kernel};
  }

  static double step_s(const CompetitiveMachine& machine, const Settings& settings) {
    const double tau = machine.design().time_constant_s;
    const double step_s = tau * settings.number_or("step", kSafeShare * machine.stability_limit_s() / tau);
    if (step_s <= machine.stability_limit_s()) return step_s;
    throw UsageError(fmt::format("a step of {:.4g} tau is beyond the stability limit of {:.4g} tau", step_s / tau,
                                 machine.stability_limit_s() / tau),
                     "the limit is min(1, 2 / (gamma |dictionary|^2)): take a smaller step or a smaller gamma");
  }

  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }

  static bool energy_falls(const CompetitiveMachine& /*machine*/) { return true; }

  static void describe(const CompetitiveMachine& machine, const Settings& /*settings*/, SampleSet& set) {
    set.info["time constant"] = fmt::format("{:.4g} s", machine.design().time_constant_s);
    set.info["gamma"] = fmt::format("{:.6g}", machine.design().gamma);
  }
};

}  // namespace

ParameterTable competitive_parameters() {
  return {
      {"variant",
       "",
       "lca: Rozell et al. 2008; proximal: the proximal-gradient flow of Centorrino et al. 2023",
       std::string("lca"),
       {},
       {},
       {"lca", "proximal"}},
      {"time_constant", "s", "tau of the neurons", 1e-6, 1e-12, 1e3, {}},
      {"gamma", "", "gain of the feedback; auto: 1 / (largest squared norm of a column)", Automatic{}, 1e-12, 1e12, {}},
      {"length", "tau", "longest run; it ends earlier once settled", 1e5, 1.0, 1e9, {}},
      {"stepper", "", "of the fixed-step engine", std::string("euler"), {}, {}, {"euler", "heun", "rk4"}},
      {"step", "tau", "of the fixed-step engine; auto: half the stability limit", Automatic{}, 1e-9, 1.0, {}},
  };
}

CompetitiveDesign competitive_design(const SparseCode& code, const Settings& settings) {
  check_sparse_code(code);
  const double largest = code.dictionary.colwise().squaredNorm().maxCoeff();
  if (largest == 0.0) {
    throw InputError("the dictionary holds nothing but zeros", "no code can explain a signal with it");
  }
  CompetitiveDesign design;
  design.variant = settings.word("variant") == "lca" ? CompetitiveVariant::lca : CompetitiveVariant::proximal;
  design.time_constant_s = settings.number("time_constant");
  design.gamma = settings.number_or("gamma", 1.0 / largest);
  design.duration_s = settings.number("length") * design.time_constant_s;
  return design;
}

std::unique_ptr<AnalogModel> make_competitive_model() { return std::make_unique<ModelOf<CompetitiveFamily>>(); }

}  // namespace isinglass
