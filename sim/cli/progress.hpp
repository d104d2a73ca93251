// Progress on stderr: one redrawn line on a terminal, else a line every ten seconds.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "models/problem/problem.hpp"
#include "sim/sampler/run_control.hpp"

namespace isinglass::cli {

/// "12/64 reads, best 11620, 4 to target, 3 s left"; `interrupted` adds that the reads under way are being finished.
std::string progress_text(const Progress& progress, const Objective& objective, std::optional<double> target,
                          bool interrupted);

/// Shows the progress of one run from its construction to its destruction, which clears the line.
class ProgressDisplay {
 public:
  /// `label` opens the line (the sampler's name). Shows nothing unless `enabled`. `interrupted` may be null.
  ProgressDisplay(std::string label, Objective objective, std::optional<double> target, std::int64_t reads,
                  const std::atomic<bool>* interrupted, bool enabled);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  /// For RunControl's watcher.
  void update(const Progress& progress);

 private:
  void run();
  void show();

  std::string label_;
  Objective objective_;
  std::optional<double> target_;
  const std::atomic<bool>* interrupted_;
  bool terminal_;
  RunControl::Clock::time_point start_ = RunControl::Clock::now();
  std::mutex mutex_;
  std::condition_variable wake_;
  Progress latest_;
  bool finished_ = false;
  std::thread thread_;
};

}  // namespace isinglass::cli
