// Ctrl-C once: finish the reads under way. Twice: stop.
#pragma once

#include <atomic>

namespace isinglass::cli {

/// While one lives, the first SIGINT or SIGTERM only sets a flag, and the second ends the program with exit code 130.
/// There may be one at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// For RunControl.
  [[nodiscard]] const std::atomic<bool>* flag() const;
};

}  // namespace isinglass::cli
