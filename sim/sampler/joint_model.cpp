// Hands every question to the part that answers its kind.
#include "sim/sampler/joint_model.hpp"

#include <algorithm>

#include "sim/sampler/spice_comparison.hpp"

namespace isinglass {

const AnalogModel& JointModel::part(QuestionKind kind) const {
  const auto found =
      std::find_if(parts_.begin(), parts_.end(), [kind](const auto& model) { return model->answers(kind); });
  return found == parts_.end() ? *parts_.front() : **found;
}

bool JointModel::answers(QuestionKind kind) const { return part(kind).answers(kind); }

SampleSet JointModel::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                             RunControl& control) const {
  return part(QuestionKind::ising).sample(problem, settings, options, control);
}

std::unique_ptr<AnalogRun> JointModel::open(const Question& question, const Settings& settings,
                                            const OpenOptions& options) const {
  return part(kind_of(question)).open(question, settings, options);
}

SettledEnsemble JointModel::settle(const Question& question, const Settings& settings, const RunOptions& options,
                                   const Ensemble<double>& initial, RunControl& control) const {
  return part(kind_of(question)).settle(question, settings, options, initial, control);
}

bool JointModel::is_circuit() const { return part(QuestionKind::ising).is_circuit(); }

SpiceCircuit JointModel::circuit(const Problem& problem, const Settings& settings, const OpenOptions& options,
                                 const SpiceAccuracy& accuracy) const {
  return part(QuestionKind::ising).circuit(problem, settings, options, accuracy);
}

Ensemble<double> JointModel::states_of(const Question& question, const Settings& settings,
                                       std::span<const Spin> cues) const {
  return part(kind_of(question)).states_of(question, settings, cues);
}

bool JointModel::tells_inverse() const { return part(QuestionKind::recall).tells_inverse(); }

}  // namespace isinglass
