// Temporary file, flush to disk, rename.
#include "sim/io/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>
#include <system_error>
#include <utility>

#include "models/error.hpp"
#include "sim/io/gzip.hpp"

namespace isinglass {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, int reason) {
  const std::string why = std::generic_category().message(reason);
  std::string hint;
  if (reason == ENOENT) hint = "the folder does not exist: make it first";
  if (reason == EACCES || reason == EROFS || reason == EPERM) hint = "choose another place with -o";
  if (reason == ENOSPC) hint = "free some space or choose another place with -o";
  throw UsageError(fmt::format("cannot write '{}': {}", path.string(), why), hint);
}

// A file descriptor that closes itself, and removes its file unless told to keep it.
class Output {
 public:
  Output(const fs::path& path, int flags) : path_(path), descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  Output(Output&& other) noexcept
      : path_(std::move(other.path_)),
        descriptor_(std::exchange(other.descriptor_, -1)),
        temporary_(std::exchange(other.temporary_, false)) {}
  Output& operator=(Output&&) = delete;
  ~Output() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (temporary_) ::unlink(path_.c_str());
  }
  [[nodiscard]] const fs::path& path() const { return path_; }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  void remove_at_end(bool remove) { temporary_ = remove; }

  // 0, or the reason of the failure.
  int write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return errno;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
  }

  int close() {
    const int closing = descriptor_;
    descriptor_ = -1;
    return ::close(closing) == 0 ? 0 : errno;
  }

 private:
  fs::path path_;
  int descriptor_;
  bool temporary_ = false;
};

// While one lives, Ctrl-C and SIGTERM wait: a program that they end leaves no temporary file behind.
class SignalHold {
 public:
  SignalHold() {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  SignalHold(const SignalHold&) = delete;
  SignalHold& operator=(const SignalHold&) = delete;
  ~SignalHold() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

fs::path temporary_name(const fs::path& path, int attempt) {
  return path.parent_path() / fmt::format(".{}.{}-{}.tmp", path.filename().string(), ::getpid(), attempt);
}

void write_directly(const fs::path& path, std::string_view bytes) {
  const Output output(path, O_WRONLY);
  if (!output.is_open()) refuse(path, errno);
  if (const int reason = output.write(bytes)) refuse(path, reason);
}

// A new file beside `path`; threads that write the same path at once get different ones.
Output open_temporary(const fs::path& path) {
  for (int attempt = 0;; ++attempt) {
    Output output(temporary_name(path, attempt), O_WRONLY | O_CREAT | O_EXCL);
    if (output.is_open()) return output;
    if (errno != EEXIST) refuse(path, errno);
  }
}

void replace_file(const fs::path& path, std::string_view bytes) {
  const SignalHold hold;
  Output output = open_temporary(path);
  output.remove_at_end(true);
  if (const int reason = output.write(bytes)) refuse(path, reason);
  if (const int reason = output.close()) refuse(path, reason);
  if (::rename(output.path().c_str(), path.c_str()) != 0) refuse(path, errno);
  output.remove_at_end(false);
}

}  // namespace

void write_file(const fs::path& path, std::string_view bytes) {
  if (path.empty()) throw UsageError("the name of the file to write is empty");
  std::string compressed;
  if (path.extension() == ".gz") {
    compressed = gzip(bytes);
    bytes = compressed;
  }
  std::error_code ignored;
  fs::path target = path;
  if (fs::is_symlink(path, ignored)) {
    const fs::path resolved = fs::canonical(path, ignored);
    if (!ignored) target = resolved;
  }
  const auto status = fs::status(target, ignored);
  if (fs::is_directory(status)) refuse(path, EISDIR);
  if (fs::exists(status) && !fs::is_regular_file(status)) return write_directly(target, bytes);
  if (fs::exists(status) && ::access(target.c_str(), W_OK) != 0) refuse(path, errno);
  replace_file(target, bytes);
}

}  // namespace isinglass
