// Looks for the programs of a build.
#include "hw/flow/tools.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"
#include "models/error.hpp"

namespace isinglass::flow {
namespace {

namespace fs = std::filesystem;

// What to run for a program of that name: the name alone where PATH leads to it, else the file.
std::optional<std::string> command_of(const std::string& name, const fs::path& sources) {
  if (const char* told = std::getenv("ISINGLASS_EDA"); told != nullptr) {
    if (is_program(fs::path(told) / name)) return (fs::absolute(told) / name).string();
  }
  if (find_program(name)) return name;
  if (is_program(sources / ".venv/bin" / name)) return (sources / ".venv/bin" / name).string();
  return std::nullopt;
}

// "Yosys 0.23 (git ...)": 0.23. What cannot be read is taken for new.
double yosys_version(const std::string& command) {
  const fs::path log = fs::temp_directory_path() / fmt::format("isinglass-version-{}", getpid());
  run_process({command, "-V"}, fs::temp_directory_path(), log, nullptr);
  const std::string text = read_text(log);
  std::error_code ignored;
  fs::remove(log, ignored);
  double version = 1e9;
  std::sscanf(text.c_str(), "Yosys %lf", &version);
  return version;
}

std::optional<std::string> find_tool(const Tool& tool, const fs::path& sources) {
  for (const auto& name : tool.names) {
    const auto command = command_of(name, sources);
    if (!command) continue;
    if (name == tool.names.front() && tool.oldest > 0.0 && yosys_version(*command) < tool.oldest) continue;
    return command;
  }
  return std::nullopt;
}

void add_once(std::vector<std::string>& words, const std::string& word) {
  if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
}

std::string what_to_type(const std::vector<Tool>& missing, const fs::path& sources) {
  std::vector<std::string> debian, pypi;
  for (const auto& tool : missing) {
    if (!tool.debian.empty() && tool.oldest == 0.0)
      add_once(debian, tool.debian);
    else
      add_once(pypi, tool.pypi);
  }
  std::string text = debian.empty() ? "" : fmt::format("apt-get install {}", fmt::join(debian, " "));
  if (pypi.empty()) return text;
  const std::string folder = (sources / ".venv").string();
  return text + fmt::format("{}python3 -m venv {} && {}/bin/pip install {}", text.empty() ? "" : " && ", folder, folder,
                            fmt::join(pypi, " "));
}

// "yosys 0.40 or newer".
std::string called(const Tool& tool) {
  return tool.names.front() + (tool.oldest > 0.0 ? fmt::format(" {:.2f} or newer", tool.oldest) : "");
}

}  // namespace

std::vector<std::string> find_tools(const std::vector<Tool>& tools, const fs::path& sources) {
  std::vector<std::string> commands, names;
  std::vector<Tool> missing;
  for (const auto& tool : tools) {
    if (const auto command = find_tool(tool, sources)) {
      commands.push_back(*command);
    } else {
      missing.push_back(tool);
      names.push_back(called(tool));
    }
  }
  if (missing.empty()) return commands;
  const std::string last = names.size() > 1 ? " and " + names.back() : "";
  if (names.size() > 1) names.pop_back();
  throw UsageError(fmt::format("hw build needs {}{}, which {} not installed", fmt::join(names, ", "), last,
                               missing.size() == 1 ? "is" : "are"),
                   what_to_type(missing, sources));
}

}  // namespace isinglass::flow
