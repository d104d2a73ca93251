// One analog model made of several, each of which answers questions of other kinds: one name and one parameter table
// for machines that share their physics but not their energy.
#pragma once

#include <memory>
#include <vector>

#include "sim/sampler/model.hpp"

namespace isinglass {

class JointModel final : public AnalogModel {
 public:
  /// At least one part; all have the same info, and no kind of question is answered by two.
  explicit JointModel(std::vector<std::unique_ptr<AnalogModel>> parts) : parts_(std::move(parts)) {}

  [[nodiscard]] const SamplerInfo& info() const override { return parts_.front()->info(); }
  [[nodiscard]] bool answers(QuestionKind kind) const override;
  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override;
  [[nodiscard]] std::unique_ptr<AnalogRun> open(const Question& question, const Settings& settings,
                                                const OpenOptions& options) const override;
  [[nodiscard]] SettledEnsemble settle(const Question& question, const Settings& settings, const RunOptions& options,
                                       const Ensemble<double>& initial, RunControl& control) const override;
  [[nodiscard]] bool is_circuit() const override;
  [[nodiscard]] SpiceCircuit circuit(const Problem& problem, const Settings& settings, const OpenOptions& options,
                                     const SpiceAccuracy& accuracy) const override;
  [[nodiscard]] Ensemble<double> states_of(const Question& question, const Settings& settings,
                                           std::span<const Spin> cues) const override;
  [[nodiscard]] bool tells_inverse() const override;

 private:
  /// The part that answers; the first, which refuses, where none does.
  [[nodiscard]] const AnalogModel& part(QuestionKind kind) const;

  std::vector<std::unique_ptr<AnalogModel>> parts_;
};

}  // namespace isinglass
