// bash does the redirections; the script is written to a file, so that nothing has to be quoted twice.
#include "testbench/golden/shell.hpp"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>

namespace golden {
namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "isinglass-golden-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::permissions(path_, fs::perms::owner_all, ignored);
  fs::remove_all(path_, ignored);
}

std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Outcome run_script(const std::string& script, const fs::path& folder) {
  const TemporaryFolder outside;  // the captured streams must not lie in the folder that the script sees
  std::ofstream(outside.path() / "script")
      << "cd '" << folder.string() << "'\nexport PATH='" << ISINGLASS_BINARY_DIR << "':\"$PATH\" SOURCE='"
      << ISINGLASS_SOURCE_DIR << "' LC_ALL=C NO_COLOR=1\n"
      << script << "\n";
  const std::string base = outside.path().string();
  const std::string command = "bash " + base + "/script >" + base + "/out 2>" + base + "/err </dev/null";
  const int status = std::system(command.c_str());
  Outcome outcome;
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.out = content_of(outside.path() / "out");
  outcome.err = content_of(outside.path() / "err");
  return outcome;
}

}  // namespace golden
