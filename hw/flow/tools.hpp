// Where the programs of a build are found, and what to type when one is not there.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace isinglass::flow {

/// One program of a flow under the names that it goes by, the preferred one first.
struct Tool {
  std::vector<std::string> names;
  std::string debian;   ///< its package there, or ""
  std::string pypi;     ///< its package there, or ""
  double oldest = 0.0;  ///< of yosys: the first version that will do; looked at for its first name only
};

/// The command that runs each tool, in their order. A name is looked for in the folder that the environment variable
/// ISINGLASS_EDA names, in PATH, and in .venv/bin of the source tree. Throws UsageError for what is missing, with one
/// command to type: apt-get where Debian has all of it, else a virtual environment and pip.
std::vector<std::string> find_tools(const std::vector<Tool>& tools, const std::filesystem::path& sources);

}  // namespace isinglass::flow
