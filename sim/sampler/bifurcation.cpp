// Parameter table, published constants and diagnostics of the bifurcation machine.
#include "sim/sampler/bifurcation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "models/analog/bifurcation_stability.hpp"
#include "models/error.hpp"
#include "sim/sampler/common_settings.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

/// What a paper states for one variant.
struct BifurcationConstants {
  double dt;
  double coupling;  ///< c0 in units of 1/(<J> sqrt N)
  double heating = 0.0;
  double control = 0.0;
};

/// Goto et al. 2021; for the variants that came later the constants of the papers that brought them.
BifurcationConstants constants_2021(BifurcationVariant variant) {
  switch (variant) {
    case BifurcationVariant::adiabatic:
      return {0.5, 0.5};
    case BifurcationVariant::ballistic:
    case BifurcationVariant::discrete:
      return {1.0, 0.5};
    case BifurcationVariant::heated_ballistic:
      return {1.1, 0.9, 0.5};
    case BifurcationVariant::heated_discrete:
      return {1.1, 0.7, 0.06};
    case BifurcationVariant::generalised:
      return {1.25, 0.5, 0.0, 0.2};
  }
  return {1.0, 0.5};
}

/// Kanao and Goto 2022, the best on K2000.
std::optional<BifurcationConstants> constants_2022(BifurcationVariant variant) {
  switch (variant) {
    case BifurcationVariant::ballistic:
      return BifurcationConstants{0.7, 0.6};
    case BifurcationVariant::discrete:
      return BifurcationConstants{1.1, 0.6};
    case BifurcationVariant::heated_ballistic:
    case BifurcationVariant::heated_discrete:
      return constants_2021(variant);
    case BifurcationVariant::adiabatic:
    case BifurcationVariant::generalised:
      break;
  }
  return std::nullopt;
}

BifurcationConstants constants(const std::string& preset, BifurcationVariant variant) {
  if (preset == "goto-2021") return constants_2021(variant);
  const bool adiabatic = variant == BifurcationVariant::adiabatic;
  const auto found = preset == "kanao-2022" ? constants_2022(variant)
                     : adiabatic ? std::optional(BifurcationConstants{0.5, 0.7})  // Goto, Tatsumura and Dixon 2019
                                 : std::nullopt;
  if (found) return *found;
  throw UsageError(fmt::format("the preset {} has no constants for {}", preset, to_string(variant)),
                   preset == "kanao-2022" ? "it is for bSB, dSB, heated-bSB and heated-dSB" : "it is for aSB");
}

/// The published step, shortened where the couplings make it unstable. The discrete force does not weaken towards the
/// middle, and particles of aSB overshoot where they come to rest, so that those need more distance from the limit.
double automatic_dt(const Problem& problem, const BifurcationDesign& design, const Settings& settings, double published,
                    KernelKind kernel) {
  const double limit = design.longest_step_s / design.time_unit_s;
  switch (design.variant) {
    case BifurcationVariant::adiabatic:
      return std::min(published, 0.7 * adiabatic_stable_dt(problem, design.coupling, design.kerr,
                                                           settings.number("pump_end"), kernel));
    case BifurcationVariant::discrete:
    case BifurcationVariant::heated_discrete:
      return std::min(published, 0.87 * limit);
    case BifurcationVariant::ballistic:
    case BifurcationVariant::heated_ballistic:
    case BifurcationVariant::generalised:
      break;
  }
  return std::min(published, 0.95 * limit);
}

struct BifurcationFamily {
  using Machine = BifurcationMachine;

  static SamplerInfo info() {
    return {"bifurcation", SamplerKind::analog,
            "simulated bifurcation: adiabatic, ballistic, discrete, heated and generalised", bifurcation_parameters()};
  }

  static BifurcationMachine build(const Problem& asked, const Problem& device, const Settings& settings,
                                  KernelKind kernel) {
    return {device, bifurcation_design(asked, settings, kernel), storage_of(settings), kernel};
  }

  static double step_s(const BifurcationMachine& machine, const Settings& /*settings*/) {
    return machine.design().step_s;
  }

  /// Beyond it particles near the middle swing further each time: they bounce between the walls in unison, or, without
  /// walls, run away.
  static double longest_step_s(const BifurcationMachine& machine) { return machine.design().longest_step_s; }

  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }

  static std::vector<double> state_of(const BifurcationMachine& machine, std::span<const Spin> spins) {
    std::vector<double> state(static_cast<std::size_t>(machine.size()), 0.0);
    std::copy(spins.begin(), spins.end(), state.begin());
    if (machine.design().variant == BifurcationVariant::generalised) {
      std::fill(state.begin() + static_cast<std::ptrdiff_t>(2 * spins.size()), state.end(), 1.0);
    }
    return state;
  }

  static void describe(const BifurcationMachine& machine, const Settings& settings, SampleSet& set) {
    const BifurcationDesign& design = machine.design();
    set.info["variant"] = to_string(design.variant);
    set.info["preset"] = settings.word("preset");
    set.info["couplings"] = machine.coupling().is_dense() ? "dense, single precision" : "sparse, single precision";
    set.info["pump a(t)"] = design.variant == BifurcationVariant::generalised
                                ? fmt::format("one for each spin, control A = {:.4g}", design.control)
                                : design.pump.describe();
    set.figures["c0"] = design.coupling;
    set.figures["dt"] = design.step_s / design.time_unit_s;
    if (design.heating != 0.0) set.figures["gamma"] = design.heating;
    diagnose_undecided(set, "their particles ended within a tenth of the wall's distance from the middle",
                       "Raise coupling, or let pump_end be 1.");
  }
};

}  // namespace

ParameterTable bifurcation_parameters() {
  return {
      {"variant",
       "",
       "adiabatic, ballistic or discrete simulated bifurcation, the heated ones, or the generalised ballistic one",
       std::string("bSB"),
       {},
       {},
       {"aSB", "bSB", "dSB", "heated-bSB", "heated-dSB", "generalised"}},
      {"preset",
       "",
       "whose constants stand for dt, coupling, heating and control where those are auto",
       std::string("goto-2021"),
       {},
       {},
       {"goto-2021", "goto-2019", "kanao-2022"}},
      {"steps", "", "steps of a read, each one product with the couplings", std::int64_t{2000}, 1, 4e9, {}},
      {"dt",
       "",
       "time step in the papers' pure time; auto: the preset's, or less where the couplings ask for it",
       Automatic{},
       1e-9,
       100.0,
       {}},
      {"coupling",
       "",
       "c0 in units of 1/(<J> sqrt N), <J> the root mean square of the couplings; auto: from the preset",
       Automatic{},
       0.0,
       1e6,
       {}},
      {"heating", "", "gamma of the heated variants; auto: from the preset", Automatic{}, 0.0, 100.0, {}},
      {"control", "", "A of the generalised variant; auto: from the preset", Automatic{}, 0.0, 100.0, {}},
      {"kerr", "", "K of aSB, the strength of x^3", 1.0, 0.0, 1e6, {}},
      {"pump_start", "", "a at the start, in units of the detuning", 0.0, -100.0, 100.0, {}},
      {"pump_end", "", "a at the end", 1.0, -100.0, 100.0, {}},
      {"spread", "", "positions and momenta start uniform in -spread..spread", 0.1, 0.0, 100.0, {}},
      {"time_unit",
       "s",
       "one unit of the papers' time: the inverse detuning of the parametric oscillators",
       1e-6,
       1e-15,
       1e3,
       {}},
      {"stepper",
       "",
       "symplectic is the papers' update",
       std::string("symplectic"),
       {},
       {},
       {"symplectic", "euler", "heun", "rk4"}},
      storage_parameter(),
  };
}

BifurcationDesign bifurcation_design(const Problem& problem, const Settings& settings, KernelKind kernel) {
  BifurcationDesign design;
  design.variant = bifurcation_variant_named(settings.word("variant"));
  const BifurcationConstants published = constants(settings.word("preset"), design.variant);
  design.time_unit_s = settings.number("time_unit");
  design.coupling = bifurcation_coupling(problem, settings.number_or("coupling", published.coupling));
  design.kerr = settings.number("kerr");
  design.longest_step_s = bifurcation_stable_dt(problem, design.coupling, kernel) * design.time_unit_s;
  const double dt = settings.number_or("dt", 0.0);
  design.step_s = (dt > 0.0 ? dt : automatic_dt(problem, design, settings, published.dt, kernel)) * design.time_unit_s;
  design.duration_s = static_cast<double>(settings.integer("steps")) * design.step_s;
  design.pump =
      Schedule(Schedule::Shape::linear, settings.number("pump_start"), settings.number("pump_end"), design.duration_s);
  design.heating = settings.number_or("heating", published.heating);
  design.control = settings.number_or("control", published.control);
  design.spread = settings.number("spread");
  return design;
}

std::unique_ptr<AnalogModel> make_bifurcation_model() { return std::make_unique<ModelOf<BifurcationFamily>>(); }

}  // namespace isinglass
