// Child processes through posix_spawn.
#include "hw/flow/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <thread>

#include "models/error.hpp"

namespace isinglass::flow {
namespace {

// The file actions of one spawn, freed at the end of the scope.
class SpawnActions {
 public:
  SpawnActions(const std::filesystem::path& directory, int log) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, log, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, log, STDERR_FILENO);
    posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
  }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

// Waits for the child, looking at the interrupt flag fifty times a second: the tools run for seconds.
int wait_for(pid_t child, const std::atomic<bool>* interrupted) {
  int state = 0;
  for (;;) {
    const pid_t ended = waitpid(child, &state, WNOHANG);
    if (ended == child) return state;
    if (ended < 0 && errno != EINTR) throw UsageError(fmt::format("lost a child process: {}", std::strerror(errno)));
    if (interrupted != nullptr && interrupted->load()) {
      kill(child, SIGTERM);
      while (waitpid(child, &state, 0) < 0 && errno == EINTR) {
      }
      throw Error(ExitCode::interrupted, "interrupted");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace

std::string ProcessResult::text() const {
  if (signal != 0) return fmt::format("signal {} ({})", signal, strsignal(signal));
  return fmt::format("exit status {}", status);
}

ProcessResult run_process(const std::vector<std::string>& command, const std::filesystem::path& directory,
                          const std::filesystem::path& log, const std::atomic<bool>* interrupted) {
  const int log_file = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (log_file < 0) throw UsageError(fmt::format("cannot write {}: {}", log.string(), std::strerror(errno)));
  std::vector<std::string> words = command;
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const SpawnActions actions(directory, log_file);
  const int failed = posix_spawnp(&child, arguments.front(), actions.get(), nullptr, arguments.data(), environ);
  close(log_file);
  if (failed != 0) throw UsageError(fmt::format("cannot run {}: {}", command.front(), std::strerror(failed)));
  const int state = wait_for(child, interrupted);
  if (WIFSIGNALED(state)) {
    if (WTERMSIG(state) == SIGINT) throw Error(ExitCode::interrupted, "interrupted");
    return {0, WTERMSIG(state)};
  }
  return {WEXITSTATUS(state), 0};
}

bool is_program(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(file, ignored) && access(file.c_str(), X_OK) == 0;
}

std::optional<std::filesystem::path> find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const auto file = std::filesystem::path(folder) / name;
    if (is_program(file)) return file;
  }
  return std::nullopt;
}

std::string last_error_line(const std::string& output) {
  std::istringstream lines(output);
  std::string last, last_error;
  for (std::string line; std::getline(lines, line);) {
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())) != 0) line.pop_back();
    if (line.empty()) continue;
    last = line;
    for (const char* word : {"ERROR:", "error:", "Error:", "FATAL", "Fatal error"}) {
      if (line.find(word) != std::string::npos) last_error = line;
    }
  }
  return last_error.empty() ? last : last_error;
}

}  // namespace isinglass::flow
