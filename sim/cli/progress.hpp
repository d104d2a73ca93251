// Progress on stderr: one redrawn line on a terminal, else a line every ten seconds.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "models/problem/problem.hpp"
#include "sim/sampler/run_control.hpp"

namespace isinglass::cli {

/// The words between label and time left.
using ProgressWording = std::function<std::string(const Progress&)>;

/// "12/64 reads, best 11620, 4 to target".
ProgressWording reads_wording(const Objective& objective, std::optional<double> target);
/// "12/64 cues"; `things` is a plural.
ProgressWording count_wording(const std::string& things);

/// "12/64 reads, best 11620, 3 s left"; `interrupted` says before it that what is under way is being finished. With
/// `after_s`, the seconds that later jobs will take, "about 2 min 10 s in all" stands at the end.
std::string progress_text(const Progress& progress, const ProgressWording& wording, bool interrupted,
                          std::optional<double> after_s = std::nullopt);

/// Shows the progress of one job, or of several in a row, from its construction to its destruction, which clears the
/// line.
class ProgressDisplay {
 public:
  /// Shows nothing unless `enabled`. `interrupted` may be null.
  ProgressDisplay(const std::atomic<bool>* interrupted, bool enabled);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  /// A job begins. `label` opens the line (the sampler's name); `total` is the number of reads, cues … it has;
  /// `after_s` as in progress_text.
  void begin(std::string label, ProgressWording wording, std::int64_t total,
             std::optional<double> after_s = std::nullopt);
  /// For RunControl's watcher.
  void update(const Progress& progress);

 private:
  void run();
  void show();

  const std::atomic<bool>* interrupted_;
  bool terminal_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::string label_;
  ProgressWording wording_;
  std::optional<double> after_s_;
  RunControl::Clock::time_point start_ = RunControl::Clock::now();
  Progress latest_;
  bool finished_ = false;
  std::thread thread_;
};

}  // namespace isinglass::cli
