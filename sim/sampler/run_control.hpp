// How a run is watched and stopped from outside: interrupt, time limit, progress. The only place where samplers see the
// clock.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

namespace isinglass {

/// What a watcher is told after each finished read.
struct Progress {
  std::int64_t reads_done = 0;
  std::int64_t reads_total = 0;
  double best_energy = 0.0;
  double elapsed_s = 0.0;
};

/// Shared by all threads of one run.
class RunControl {
 public:
  using Clock = std::chrono::steady_clock;

  RunControl() = default;
  /// `interrupted` may be null; `limit_s` empty means no limit; `watcher` may be empty and is called under a lock.
  RunControl(const std::atomic<bool>* interrupted, std::optional<double> limit_s,
             std::function<void(const Progress&)> watcher)
      : interrupted_(interrupted), limit_s_(limit_s), watcher_(std::move(watcher)) {}

  /// Called once by run_sampler.
  void begin(std::int64_t reads_total) {
    start_ = Clock::now();
    total_ = reads_total;
  }
  /// True once Ctrl-C was pressed or the time is up: begin no further read.
  [[nodiscard]] bool should_stop() {
    if (was_interrupted() || (limit_s_ && elapsed_s() > *limit_s_)) stopped_ = true;
    return stopped_;
  }
  [[nodiscard]] bool was_interrupted() const { return interrupted_ != nullptr && interrupted_->load(); }
  /// True when should_stop() ever answered true.
  [[nodiscard]] bool stopped() const { return stopped_; }

  /// Seconds of wall time since the run began.
  [[nodiscard]] double elapsed_s() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  /// Reports `count` finished reads whose lowest energy is `best_energy`.
  void reads_finished(std::int64_t count, double best_energy) {
    const std::lock_guard lock(mutex_);
    best_ = done_ == 0 ? best_energy : std::min(best_, best_energy);
    done_ += count;
    if (watcher_) watcher_({done_, total_, best_, elapsed_s()});
  }

 private:
  const std::atomic<bool>* interrupted_ = nullptr;
  std::optional<double> limit_s_;
  std::function<void(const Progress&)> watcher_;
  Clock::time_point start_ = Clock::now();
  std::mutex mutex_;
  std::atomic<bool> stopped_ = false;
  std::int64_t total_ = 0;
  std::int64_t done_ = 0;
  double best_ = 0.0;
};

}  // namespace isinglass
