// What Langevin dynamics in all energies have in common: the parameter table, and the design that follows from it.
#pragma once

#include "models/analog/langevin.hpp"
#include "sim/sampler/model.hpp"

namespace isinglass {

/// Name, sentence and parameters, the same for all kinds of questions.
SamplerInfo langevin_info();

/// What an energy says about the units it is followed in.
struct LangevinUnits {
  double energy = 1.0;            ///< of temperatures: J_rms, or the energy's own unit
  double stiffness = 1.0;         ///< the mobility is 1 / (stiffness time_unit)
  double last_temperature = 1.0;  ///< where temperature_end is auto
};

LangevinDesign langevin_design(const Settings& settings, const LangevinUnits& units);

/// A schedule NAME_shape, NAME_start, NAME_end over `duration_s`.
Schedule langevin_schedule(const std::string& name, const Settings& settings, double duration_s);

/// UsageError when a parameter was given that belongs to the energy of another kind of question.
void refuse_other_energies(const Settings& settings, QuestionKind asked);

/// The parts of the model that answer questions other than Ising problems.
std::unique_ptr<AnalogModel> make_langevin_recall();
std::unique_ptr<AnalogModel> make_langevin_code();
std::unique_ptr<AnalogModel> make_langevin_causes();

}  // namespace isinglass
