// Langevin dynamics on Ising problems, and the model that answers all kinds of questions with Langevin dynamics.
#include "sim/sampler/langevin.hpp"

#include <fmt/format.h>

#include "models/analog/coupling_scale.hpp"
#include "models/analog/langevin.hpp"
#include "sim/sampler/common_settings.hpp"
#include "sim/sampler/joint_model.hpp"
#include "sim/sampler/langevin_settings.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

struct LangevinFamily {
  using Machine = LangevinMachine<IsingWells>;

  static SamplerInfo info() { return langevin_info(); }

  /// Energies are in units of J_rms, and so is the time unit's mobility: problems of all scales take the same steps.
  static Machine build(const Problem& asked, const Problem& device, const Settings& settings, KernelKind kernel) {
    refuse_other_energies(settings, QuestionKind::ising);
    constexpr double kLast = 0.05;
    const double scale = coupling_scale(asked).root_mean_square_row;
    const LangevinDesign design =
        langevin_design(settings, {.energy = scale, .stiffness = scale, .last_temperature = kLast});
    const Schedule wells = langevin_schedule("wells", settings, design.duration_s).scaled(scale);
    return {IsingWells(device, wells, storage_of(settings), kernel), design};
  }

  static double step_s(const Machine& machine, const Settings& /*settings*/) { return machine.design().step_s; }
  /// Beyond it Euler's steps leave the bottom of a well further each time, even without couplings.
  static double longest_step_s(const Machine& machine) {
    return 2.0 * machine.design().time_unit_s / machine.energy_function().largest_curvature();
  }
  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }
  static bool energy_falls(const Machine& machine) { return machine.energy_function().strength().is_constant(); }
  static std::vector<double> state_of(const Machine& /*machine*/, std::span<const Spin> spins) {
    return {spins.begin(), spins.end()};
  }

  static void describe(const Machine& machine, const Settings& settings, SampleSet& set) {
    const auto& energy = machine.energy_function();
    set.info["couplings"] = energy.coupling().is_dense() ? "dense, single precision" : "sparse, single precision";
    set.info["temperature"] = machine.design().temperature.is_zero() ? "off" : machine.design().temperature.describe();
    set.info["strength of the wells"] = energy.strength().describe();
    set.figures["time_unit_s"] = settings.number("time_unit");
    diagnose_undecided(set, "their positions ended nearer to zero than one half", "Raise wells_end.");
  }
};

}  // namespace

std::unique_ptr<AnalogModel> make_langevin_model() {
  std::vector<std::unique_ptr<AnalogModel>> parts;
  parts.push_back(std::make_unique<ModelOf<LangevinFamily>>());
  parts.push_back(make_langevin_recall());
  parts.push_back(make_langevin_code());
  parts.push_back(make_langevin_causes());
  return std::make_unique<JointModel>(std::move(parts));
}

}  // namespace isinglass
