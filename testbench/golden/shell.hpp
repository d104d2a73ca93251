// Runs shell lines with the built program first in the PATH, in an empty folder of their own.
#pragma once

#include <filesystem>
#include <string>

namespace golden {

/// What a command left behind.
struct Outcome {
  int exit_code = -1;  ///< 128 + signal when a signal ended it
  std::string out;
  std::string err;
};

/// An empty folder that is removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Runs `script` with bash in `folder`; the exit code is that of its last command. NO_COLOR is set, the locale is C,
/// and SOURCE is the root of the sources.
Outcome run_script(const std::string& script, const std::filesystem::path& folder);

/// The whole content of a file; empty when there is none.
std::string content_of(const std::filesystem::path& file);

}  // namespace golden
