// Runs of analog machines from a given state with tight tolerances, for tests that compare where they come to rest.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/sampler/machines.hpp"

namespace isinglass::testing {

/// A run of the machine of that name, with settings as they would be written.
inline std::unique_ptr<AnalogRun> open(const std::string& name, const Question& question,
                                       const WrittenSettings& written, const OpenOptions& options = {}) {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, name, kind_of(question));
  return model.open(question, Settings(name, model.info().parameters, written), options);
}

/// Its state after its whole duration.
inline std::vector<double> end_of(AnalogRun& run) {
  run.advance_to(run.duration_s());
  return {run.state().begin(), run.state().end()};
}

/// A start at `initial`, integrated to 1e-11.
inline OpenOptions from(std::vector<double> initial, EngineChoice engine = EngineChoice::automatic) {
  OpenOptions options;
  options.engine = engine;
  options.tolerance = {1e-11, 1e-11};
  options.initial = std::move(initial);
  return options;
}

/// Two spins without fields.
inline Problem pair(double coupling) {
  Problem problem;
  problem.name = "pair";
  problem.fields = {0.0, 0.0};
  problem.couplings = {{0, 1, coupling}};
  return problem;
}

}  // namespace isinglass::testing
