// ngspice as a child process.
#include "hw/flow/ngspice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

#include "hw/flow/process.hpp"
#include "models/error.hpp"

namespace isinglass::flow {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// The line in which ngspice owns up to a run that is not worth anything, else "". What comes before "aborted" says
/// why.
std::string confession(const std::string& log) {
  std::istringstream lines(log);
  std::string reason;
  for (std::string line; std::getline(lines, line);) {
    std::string small = line;
    std::transform(small.begin(), small.end(), small.begin(), [](unsigned char c) { return std::tolower(c); });
    const bool empty = small.find_first_not_of(" \t\r") == std::string::npos;
    if (small.find("aborted") != std::string::npos) return reason.empty() ? line : reason;
    if (small.find("error") != std::string::npos || small.find("fatal") != std::string::npos) return line;
    if (!empty) reason = line;
  }
  return "";
}

}  // namespace

bool has_ngspice() { return find_program("ngspice").has_value(); }

void run_ngspice(const fs::path& netlist, const fs::path& raw, const std::atomic<bool>* interrupted) {
  if (!has_ngspice()) throw UsageError("ngspice is not installed", "apt-get install ngspice");
  fs::path log = netlist;
  log.replace_extension(".log");
  std::error_code ignored;
  fs::remove(raw, ignored);
  const ProcessResult result =
      run_process({"ngspice", "-n", "-b", "-r", fs::absolute(raw).string(), fs::absolute(netlist).string()},
                  netlist.has_parent_path() ? netlist.parent_path() : fs::path("."), log, interrupted);
  const std::string said = text_of(log);
  const std::string reason = confession(said);
  const std::string hint = fmt::format("the whole output is in {}", log.string());
  if (!reason.empty()) throw HardwareError(fmt::format("ngspice gave up: {}", reason), hint);
  if (!result.succeeded()) {
    throw HardwareError(fmt::format("ngspice ended with {}: {}", result.text(), last_error_line(said)), hint);
  }
  if (!fs::exists(raw)) throw HardwareError("ngspice wrote no results", hint);
}

}  // namespace isinglass::flow
