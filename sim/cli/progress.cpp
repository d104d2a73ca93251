// A thread of its own redraws, so that a long read is seen to be alive.
#include "sim/cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <utility>

#include "sim/cli/output.hpp"

namespace isinglass::cli {
namespace {

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
  if (whole < 100) return fmt::format("{} s", whole);
  if (whole < 6000) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

std::string progress_text(const Progress& progress, const Objective& objective, std::optional<double> target,
                          bool interrupted) {
  std::string text = fmt::format("{}/{} reads", progress.reads_done, progress.reads_total);
  if (progress.reads_done > 0) {
    const double best = objective.from_energy(progress.best_energy);
    text += fmt::format(", best {}", best);
    if (target && objective.reaches(best, *target)) text += ", target met";
    if (target && !objective.reaches(best, *target))
      text += fmt::format(", {:.6g} to target", std::abs(*target - best));
  }
  if (interrupted) return text + ", interrupted: finishing the reads under way (Ctrl-C again stops at once)";
  if (progress.reads_done > 0 && progress.reads_done < progress.reads_total) {
    const auto left = static_cast<double>(progress.reads_total - progress.reads_done);
    text +=
        fmt::format(", {} left", duration_text(progress.elapsed_s / static_cast<double>(progress.reads_done) * left));
  } else if (progress.reads_done == 0) {
    text += fmt::format(", {} so far", duration_text(progress.elapsed_s));
  }
  return text;
}

ProgressDisplay::ProgressDisplay(std::string label, Objective objective, std::optional<double> target,
                                 std::int64_t reads, const std::atomic<bool>* interrupted, bool enabled)
    : label_(std::move(label)),
      objective_(objective),
      target_(target),
      interrupted_(interrupted),
      terminal_(isatty(STDERR_FILENO) == 1) {
  latest_.reads_total = reads;
  if (enabled) thread_ = std::thread([this] { run(); });
}

ProgressDisplay::~ProgressDisplay() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  wake_.notify_one();
  thread_.join();
  if (terminal_) write_stderr("\r\x1b[K");
}

void ProgressDisplay::update(const Progress& progress) {
  const std::lock_guard lock(mutex_);
  latest_ = progress;
}

void ProgressDisplay::run() {
  using namespace std::chrono_literals;
  const auto period = terminal_ ? std::chrono::milliseconds(100ms) : std::chrono::milliseconds(10s);
  bool told = false;  // whether the interrupt was shown, which does not wait for the next line
  std::unique_lock lock(mutex_);
  auto next = RunControl::Clock::now() + period;
  while (!finished_) {
    wake_.wait_for(lock, std::min<std::chrono::milliseconds>(period, 200ms));
    if (finished_) return;
    const bool interrupted = interrupted_ != nullptr && interrupted_->load();
    if (RunControl::Clock::now() < next && (told || !interrupted)) continue;
    told = interrupted;
    next = RunControl::Clock::now() + period;
    show();
  }
}

void ProgressDisplay::show() {
  Progress now = latest_;
  const std::chrono::duration<double> elapsed = RunControl::Clock::now() - start_;
  if (now.reads_done == 0) now.elapsed_s = elapsed.count();
  const std::string text =
      label_ + ": " + progress_text(now, objective_, target_, interrupted_ != nullptr && interrupted_->load());
  write_stderr(terminal_ ? "\r\x1b[K" + text : text + "\n");
}

}  // namespace isinglass::cli
