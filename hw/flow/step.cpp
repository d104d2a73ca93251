// Runs steps, or skips those whose report says that nothing has changed.
#include "hw/flow/step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"
#include "models/error.hpp"

namespace isinglass::flow {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string step_key(const fs::path& directory, const Step& step) {
  Checksum checksum;
  checksum.add(step.tool_version);
  for (const auto& word : step.command) checksum.add(word);
  for (const auto& input : step.inputs) checksum.add_file(directory / input);
  return checksum.text();
}

Json output_checksums(const fs::path& directory, const Step& step) {
  Json checksums = Json::object();
  for (const auto& output : step.outputs) checksums[output] = file_checksum(directory / output);
  return checksums;
}

// The result that the last run left, when its key and its outputs are still what they were.
std::optional<StepResult> earlier_result(const fs::path& directory, const Step& step, const std::string& key) try {
  const fs::path report = directory / (step.name + ".json");
  if (!fs::exists(report)) return std::nullopt;
  const Json json = Json::parse(read_text(report));
  if (json.at("key").get<std::string>() != key) return std::nullopt;
  if (json.at("outputs") != output_checksums(directory, step)) return std::nullopt;
  return StepResult{true, json.at("seconds").get<double>(), json.at("figures")};
} catch (const Json::exception&) {
  return std::nullopt;  // not one of our reports, or cut short: run again
} catch (const InputError&) {
  return std::nullopt;  // an output is gone: run again
}

void remove_traces(const fs::path& directory, const Step& step) {
  std::error_code ignored;
  fs::remove(directory / (step.name + ".json"), ignored);
  for (const auto& output : step.outputs) fs::remove(directory / output, ignored);
}

void run_tool(const StepContext& context, const Step& step) {
  const fs::path log = context.directory / (step.name + ".log");
  const ProcessResult result = run_process(step.command, context.directory, log, context.interrupted);
  if (!result.succeeded()) {
    const std::string line = last_error_line(read_text(log));
    throw HardwareError(fmt::format("step {} failed: {} ended with {}: {}", step.name, step.command.front(),
                                    result.text(), line.empty() ? "it printed nothing" : line),
                        fmt::format("the whole output is in {}", log.string()));
  }
  for (const auto& output : step.outputs) {
    if (!fs::exists(context.directory / output)) {
      throw HardwareError(fmt::format("step {} failed: {} did not write {}", step.name, step.command.front(), output),
                          fmt::format("the whole output is in {}", log.string()));
    }
  }
}

Json report_of(const fs::path& directory, const Step& step, const std::string& key, const StepResult& result) {
  return {{"step", step.name},
          {"tool", step.tool_version},
          {"command", step.command},
          {"log", step.name + ".log"},
          {"seconds", result.seconds},
          {"key", key},
          {"outputs", output_checksums(directory, step)},
          {"figures", result.figures}};
}

}  // namespace

StepResult run_step(const StepContext& context, const Step& step) {
  const auto tell = [&](StepEvent::Kind kind, const StepResult& result) {
    if (context.watcher) context.watcher({kind, step.name, result.seconds, result.figures});
  };
  const std::string key = step_key(context.directory, step);
  if (const auto earlier = earlier_result(context.directory, step, key)) {
    tell(StepEvent::Kind::up_to_date, *earlier);
    return *earlier;
  }
  remove_traces(context.directory, step);
  tell(StepEvent::Kind::begun, {});
  const auto begin = std::chrono::steady_clock::now();
  run_tool(context, step);
  StepResult result;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  result.figures = step.figures ? step.figures(context.directory) : Json::object();
  write_text(context.directory / (step.name + ".json"), report_of(context.directory, step, key, result).dump(2) + "\n");
  tell(StepEvent::Kind::done, result);
  return result;
}

std::vector<StepResult> run_steps(const StepContext& context, const std::vector<Step>& steps, int workers) {
  std::vector<StepResult> results(steps.size());
  std::vector<std::exception_ptr> failures(steps.size());
  std::mutex watcher_lock;
  StepContext shared = context;
  shared.watcher = [&](const StepEvent& event) {
    const std::lock_guard lock(watcher_lock);
    if (context.watcher) context.watcher(event);
  };
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t k = next++; k < steps.size(); k = next++) {
      try {
        results[k] = run_step(shared, steps[k]);
      } catch (...) {
        failures[k] = std::current_exception();
      }
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t k = 1; k < std::min(steps.size(), static_cast<std::size_t>(std::max(workers, 1))); ++k) {
    threads.emplace_back(work);
  }
  work();
  for (auto& thread : threads) thread.join();
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return results;
}

}  // namespace isinglass::flow
