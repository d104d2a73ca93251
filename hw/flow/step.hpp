// A flow is a list of named steps: each runs one tool, leaves its log and a JSON report beside its outputs, and is
// skipped when neither its command nor its inputs have changed.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace isinglass::flow {

struct Step {
  std::string name;                           ///< also of its log (NAME.log) and report (NAME.json)
  std::string tool_version;                   ///< part of what makes the step out of date
  std::vector<std::string> command;           ///< run in the build directory
  std::vector<std::filesystem::path> inputs;  ///< relative to the build directory, or absolute
  std::vector<std::string> outputs;           ///< relative to the build directory
  /// What the report says beside the bookkeeping; called after the tool has succeeded.
  std::function<nlohmann::ordered_json(const std::filesystem::path& directory)> figures;
};

struct StepResult {
  bool up_to_date = false;
  double seconds = 0.0;  ///< wall time of the run that made the outputs
  nlohmann::ordered_json figures;
};

/// What a watcher hears: a step begins, has ended, or need not run.
struct StepEvent {
  enum class Kind { begun, done, up_to_date } kind = Kind::begun;
  std::string step;
  double seconds = 0.0;
  nlohmann::ordered_json figures;
};

/// Where steps run and who watches.
struct StepContext {
  std::filesystem::path directory;                 ///< absolute
  std::function<void(const StepEvent&)> watcher;   ///< may be empty; called under a lock
  const std::atomic<bool>* interrupted = nullptr;  ///< may be null
};

/// Runs the step or finds it up to date. A tool that fails, dies, or leaves an output out is a HardwareError with the
/// log's name and its last error line.
StepResult run_step(const StepContext& context, const Step& step);

/// Runs independent steps on up to `workers` threads; results in the order of `steps`. The first failure (in that
/// order) is thrown after all have ended.
std::vector<StepResult> run_steps(const StepContext& context, const std::vector<Step>& steps, int workers);

}  // namespace isinglass::flow
