// Parameter table of Langevin dynamics.
#include "sim/sampler/langevin_settings.hpp"

#include <fmt/format.h>

#include "models/error.hpp"
#include "sim/sampler/common_settings.hpp"

namespace isinglass {
namespace {

ParameterTable langevin_schedule_rows() {
  return {
      {"temperature_start",
       "energy",
       "temperature at the start; the unit is J_rms, the root-mean-square row, for Ising problems, else E's own",
       1.0,
       0.0,
       1e6,
       {}},
      {"temperature_end",
       "energy",
       "temperature at the end; auto: 0.05 for Ising problems, 0.01 for recall, as at the start for codes and causes",
       Automatic{},
       0.0,
       1e6,
       {}},
      {"temperature_shape", "", "schedule of the temperature", std::string("linear"), {}, {}, schedule_shapes()},
      {"cycles", "", "cycles of square schedules", std::int64_t{1}, 1, 1e6, {}},
      {"restarts",
       "",
       "how often the schedule of the temperature is run through (cyclic annealing)",
       std::int64_t{1},
       1,
       1e6,
       {}},
  };
}

ParameterTable langevin_energy_rows() {
  return {
      {"wells_start", "J_rms", "Ising: strength A of the double wells at the start", 1.0, 1e-9, 1e6, {}},
      {"wells_end", "J_rms", "Ising: strength A of the double wells at the end", 1.0, 1e-9, 1e6, {}},
      {"wells_shape", "", "Ising: schedule of A", std::string("linear"), {}, {}, schedule_shapes()},
      {"beta", "", "recall: steepness of the softmax energy, per spin of overlap", 1.0, 1e-6, 1e6, {}},
      {"smoothing",
       "",
       "codes: gamma of the forward-backward envelope times the largest curvature of f; the smaller, the sharper",
       0.1,
       1e-6,
       0.999,
       {}},
  };
}

void append_rows(const ParameterTable& rows, ParameterTable& table) {
  table.insert(table.end(), rows.begin(), rows.end());
}

}  // namespace

SamplerInfo langevin_info() {
  ParameterTable table{
      {"time_unit",
       "s",
       "time in which a force of J_rms moves a spin by 1; elsewhere in which the steepest direction relaxes",
       1e-9,
       1e-15,
       1e6,
       {}},
      {"length", "time units", "duration", 1000.0, 1e-3, 1e9, {}},
      {"step", "time units", "time step", 0.05, 1e-9, 10.0, {}},
  };
  append_rows(langevin_schedule_rows(), table);
  append_rows(langevin_energy_rows(), table);
  append_rows({{"spread", "", "positions start uniform in [-spread, spread)", 1.0, 0.0, 1e3, {}},
               {"stepper",
                "",
                "Euler-Maruyama, stochastic Heun, or without noise Runge-Kutta",
                std::string("euler"),
                {},
                {},
                {"euler", "heun", "rk4"}},
               storage_parameter()},
              table);
  return {"langevin", SamplerKind::analog,
          "overdamped Langevin dynamics, annealed or cyclic: spins in double wells, memories, codes, causes",
          std::move(table)};
}

Schedule langevin_schedule(const std::string& name, const Settings& settings, double duration_s) {
  return {shape_named(settings.word(name + "_shape")), settings.number(name + "_start"), settings.number(name + "_end"),
          duration_s, static_cast<int>(settings.integer("cycles"))};
}

LangevinDesign langevin_design(const Settings& settings, const LangevinUnits& units) {
  LangevinDesign design;
  design.time_unit_s = settings.number("time_unit") * units.stiffness;
  design.duration_s = settings.number("length") * settings.number("time_unit");
  design.step_s = settings.number("step") * settings.number("time_unit");
  design.spread = settings.number("spread");
  const auto restarts = static_cast<int>(settings.integer("restarts"));
  const double period_s = design.duration_s / restarts;
  const double start = settings.number("temperature_start");
  const Schedule once(shape_named(settings.word("temperature_shape")), start,
                      settings.number_or("temperature_end", units.last_temperature), period_s,
                      static_cast<int>(settings.integer("cycles")));
  design.temperature = {once.scaled(units.energy), period_s, restarts};
  return design;
}

void refuse_other_energies(const Settings& settings, QuestionKind asked) {
  const std::vector<std::pair<const char*, QuestionKind>> owners{
      {"wells_start", QuestionKind::ising}, {"wells_end", QuestionKind::ising},
      {"wells_shape", QuestionKind::ising}, {"storage", QuestionKind::ising},
      {"beta", QuestionKind::recall},       {"smoothing", QuestionKind::reconstruct}};
  for (const auto& [name, kind] : owners) {
    if (kind == asked || !settings.was_written(name)) continue;
    throw UsageError(fmt::format("{} belongs to the energy of {}, not of {}", name, to_string(kind), to_string(asked)),
                     fmt::format("leave {} out", name));
  }
}

}  // namespace isinglass
