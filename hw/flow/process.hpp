// Runs the tools of the flow as child processes, with everything they say in a log file.
#pragma once

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace isinglass::flow {

/// How a child ended: its exit status, or the signal that killed it.
struct ProcessResult {
  int status = 0;
  int signal = 0;
  [[nodiscard]] bool succeeded() const { return status == 0 && signal == 0; }
  /// "exit status 1" or "signal 11 (Segmentation fault)".
  [[nodiscard]] std::string text() const;
};

/// Runs `command` (its first word is looked up in PATH) in `directory`; standard output and error go to `log`, which is
/// replaced; no standard input. When `interrupted` becomes true the child is terminated and an Error with
/// ExitCode::interrupted thrown. Throws UsageError when the log cannot be written or the program not started.
ProcessResult run_process(const std::vector<std::string>& command, const std::filesystem::path& directory,
                          const std::filesystem::path& log, const std::atomic<bool>* interrupted);

/// Whether the file is there and may be run.
bool is_program(const std::filesystem::path& file);

/// Where PATH has an executable of that name.
std::optional<std::filesystem::path> find_program(const std::string& name);

/// The line of a tool's output that best says why it failed: the last that speaks of an error, else the last that is
/// not empty, else "".
std::string last_error_line(const std::string& output);

}  // namespace isinglass::flow
