// Langevin dynamics in energies other than that of an Ising problem: of stored patterns, sparse codes, and generative
// models. Their time unit is that of their steepest curvature, so that a step of 0.05 is stable and accurate in each.
#include "models/analog/dense_memory.hpp"
#include "models/analog/machine_energy.hpp"
#include "models/analog/predictive_coding.hpp"
#include "models/analog/sparse_code_energy.hpp"
#include "sim/sampler/langevin_settings.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

constexpr double kLongestStep = 2.0;  ///< time units: beyond it Euler and Heun diverge in the steepest direction

/// What the families below have in common.
template <typename E>
struct LangevinIn {
  using Machine = LangevinMachine<E>;

  static SamplerInfo info() { return langevin_info(); }
  static double step_s(const Machine& machine, const Settings& /*settings*/) { return machine.design().step_s; }
  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }
  static bool energy_falls(const Machine& /*machine*/) { return true; }
};

/// In the softmax energy of stored patterns (modern Hopfield network). Flaws are those of the crossbar's cells.
struct LangevinRecall : LangevinIn<MachineEnergy<DenseMemoryMachine>> {
  static Machine build(const PatternSet& patterns, const Settings& settings, KernelKind /*kernel*/,
                       const CouplingFlaws& flaws = {}) {
    refuse_other_energies(settings, QuestionKind::recall);
    constexpr double kLast = 0.01;
    DenseMemoryDesign memory;
    memory.model = DenseModel::b;
    memory.interaction = {DenseFunction::softmax, 2, settings.number("beta")};
    memory.feature_time_s = 1.0;
    memory.hidden_time_s = 0.0;
    memory.input = input_offsets(flaws, static_cast<std::size_t>(patterns.size), 1.0);
    return {MachineEnergy<DenseMemoryMachine>(DenseMemoryMachine(device_crossbar(patterns, flaws), memory), 1.0),
            langevin_design(settings, {.energy = 1.0, .stiffness = 1.0, .last_temperature = kLast})};
  }
  static double longest_step_s(const Machine& machine) { return kLongestStep * machine.design().time_unit_s; }
  static std::vector<double> state_of(const Machine& /*machine*/, std::span<const Spin> spins) {
    return {spins.begin(), spins.end()};
  }
};

/// In the smoothed cost of a sparse code.
struct LangevinCode : LangevinIn<SparseCodeEnergy> {
  static Machine build(const SparseCode& asked, const SparseCode& device, const Settings& settings,
                       KernelKind /*kernel*/) {
    refuse_other_energies(settings, QuestionKind::reconstruct);
    check_sparse_code(asked);
    const double smoothing = settings.number("smoothing");
    const double last = settings.number("temperature_start");
    const double stiffness = SparseCodeEnergy(asked, smoothing).steepest_curvature();
    return {SparseCodeEnergy(device, smoothing),
            langevin_design(settings, {.energy = 1.0, .stiffness = stiffness, .last_temperature = last})};
  }
  static double longest_step_s(const Machine& machine) {
    return kLongestStep * machine.design().time_unit_s / machine.energy_function().steepest_curvature();
  }
};

/// In the free energy of a generative model.
struct LangevinCauses : LangevinIn<MachineEnergy<PredictiveCodingMachine>> {
  static Machine build(const GenerativeModel& model, const Settings& settings, KernelKind /*kernel*/) {
    refuse_other_energies(settings, QuestionKind::infer);
    check_generative_model(model);
    const PredictiveCodingMachine network(model, {.time_constant_s = 1.0, .duration_s = 1.0});
    const double last = settings.number("temperature_start");
    return {MachineEnergy<PredictiveCodingMachine>(network, 1.0),
            langevin_design(settings, {.energy = 1.0, .stiffness = stiffness_of(network), .last_temperature = last})};
  }
  static double longest_step_s(const Machine& machine) {
    return kLongestStep * machine.design().time_unit_s / stiffness_of(machine.energy_function().machine());
  }

 private:
  static double stiffness_of(const PredictiveCodingMachine& network) {
    return 2.0 * network.design().time_constant_s / network.stability_limit_s();
  }
};

}  // namespace

std::unique_ptr<AnalogModel> make_langevin_recall() { return std::make_unique<ModelOf<LangevinRecall>>(); }
std::unique_ptr<AnalogModel> make_langevin_code() { return std::make_unique<ModelOf<LangevinCode>>(); }
std::unique_ptr<AnalogModel> make_langevin_causes() { return std::make_unique<ModelOf<LangevinCauses>>(); }

}  // namespace isinglass
