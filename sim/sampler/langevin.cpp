// Parameter table and description of Langevin dynamics on Ising problems.
#include "sim/sampler/langevin.hpp"

#include <fmt/format.h>

#include "models/analog/coupling_scale.hpp"
#include "models/analog/langevin.hpp"
#include "sim/sampler/common_settings.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

struct LangevinFamily {
  using Machine = LangevinMachine<IsingWells>;

  static SamplerInfo info() {
    return {"langevin", SamplerKind::analog,
            "overdamped Langevin dynamics of real spins in double wells, with annealed or cyclic temperature",
            parameters()};
  }

  /// Energies are in units of J_rms, and so is the time unit's mobility: problems of all scales take the same steps.
  static Machine build(const Problem& asked, const Problem& device, const Settings& settings, KernelKind kernel) {
    const double scale = coupling_scale(asked).root_mean_square_row;
    LangevinDesign design;
    design.time_unit_s = settings.number("time_unit") * scale;
    design.duration_s = settings.number("length") * settings.number("time_unit");
    design.step_s = settings.number("step") * settings.number("time_unit");
    design.spread = settings.number("spread");
    const auto restarts = static_cast<int>(settings.integer("restarts"));
    const double period_s = design.duration_s / restarts;
    design.temperature = {schedule("temperature", settings, period_s).scaled(scale), period_s, restarts};
    const Schedule wells = schedule("wells", settings, design.duration_s).scaled(scale);
    return {IsingWells(device, wells, storage_of(settings), kernel), design};
  }

  static double step_s(const Machine& machine, const Settings& /*settings*/) { return machine.design().step_s; }
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

 private:
  static Schedule schedule(const std::string& name, const Settings& settings, double duration_s) {
    return {shape_named(settings.word(name + "_shape")), settings.number(name + "_start"),
            settings.number(name + "_end"), duration_s, static_cast<int>(settings.integer("cycles"))};
  }

  static ParameterTable parameters() {
    return {
        {"time_unit", "s", "time in which a force of J_rms moves a spin by 1", 1e-9, 1e-15, 1e6, {}},
        {"length", "time units", "duration", 1000.0, 1e-3, 1e9, {}},
        {"step", "time units", "time step", 0.05, 1e-9, 10.0, {}},
        {"temperature_start", "J_rms", "temperature at the start, J_rms the root-mean-square row", 1.0, 0.0, 1e6, {}},
        {"temperature_end", "J_rms", "temperature at the end", 0.05, 0.0, 1e6, {}},
        {"temperature_shape", "", "schedule of the temperature", std::string("linear"), {}, {}, schedule_shapes()},
        {"wells_start", "J_rms", "strength A of the double wells at the start", 1.0, 1e-9, 1e6, {}},
        {"wells_end", "J_rms", "strength A of the double wells at the end", 1.0, 1e-9, 1e6, {}},
        {"wells_shape", "", "schedule of A", std::string("linear"), {}, {}, schedule_shapes()},
        {"cycles", "", "cycles of square schedules", std::int64_t{1}, 1, 1e6, {}},
        {"restarts",
         "",
         "how often the schedule of the temperature is run through (cyclic annealing)",
         std::int64_t{1},
         1,
         1e6,
         {}},
        {"spread", "", "positions start uniform in [-spread, spread)", 1.0, 0.0, 1e3, {}},
        {"stepper",
         "",
         "Euler-Maruyama, stochastic Heun, or without noise Runge-Kutta",
         std::string("euler"),
         {},
         {},
         {"euler", "heun", "rk4"}},
        storage_parameter(),
    };
  }
};

}  // namespace

std::unique_ptr<AnalogModel> make_langevin_model() { return std::make_unique<ModelOf<LangevinFamily>>(); }

}  // namespace isinglass
