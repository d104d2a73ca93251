// A thread of its own redraws, so that a long read is seen to be alive.
#include "sim/cli/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
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

/// What fits into one line of the terminal: a longer text would wrap, and could not be redrawn.
std::string on_one_line(const std::string& text) {
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
  return known ? text.substr(0, size.ws_col - 1U) : text;
}

}  // namespace

ProgressWording reads_wording(const Objective& objective, std::optional<double> target) {
  return [objective, target](const Progress& progress) {
    std::string text = fmt::format("{}/{} reads", progress.reads_done, progress.reads_total);
    if (progress.reads_done == 0) return text;
    const double best = objective.from_energy(progress.best_energy);
    text += fmt::format(", best {}", best);
    if (!target) return text;
    if (objective.reaches(best, *target)) return text + ", target met";
    return text + fmt::format(", {:.6g} to target", std::abs(*target - best));
  };
}

ProgressWording count_wording(const std::string& things) {
  return [things](const Progress& progress) {
    return fmt::format("{}/{} {}", progress.reads_done, progress.reads_total, things);
  };
}

std::string progress_text(const Progress& progress, const ProgressWording& wording, bool interrupted,
                          std::optional<double> after_s) {
  std::string text = wording(progress);
  if (interrupted) return "finishing what is under way, Ctrl-C again stops at once: " + text;
  if (progress.reads_done == 0) {
    text += fmt::format(", {} so far", duration_text(progress.elapsed_s));
    return after_s ? text + fmt::format(", about {} after it", duration_text(*after_s)) : text;
  }
  const auto left = static_cast<double>(progress.reads_total - progress.reads_done);
  const double left_s = progress.elapsed_s / static_cast<double>(progress.reads_done) * left;
  if (left > 0.0) text += fmt::format(", {} left", duration_text(left_s));
  return after_s ? text + fmt::format(", about {} in all", duration_text(left_s + *after_s)) : text;
}

ProgressDisplay::ProgressDisplay(const std::atomic<bool>* interrupted, bool enabled)
    : interrupted_(interrupted), terminal_(isatty(STDERR_FILENO) == 1) {
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

void ProgressDisplay::begin(std::string label, ProgressWording wording, std::int64_t total,
                            std::optional<double> after_s) {
  const std::lock_guard lock(mutex_);
  label_ = std::move(label);
  wording_ = std::move(wording);
  after_s_ = after_s;
  start_ = RunControl::Clock::now();
  latest_ = Progress{.reads_total = total};
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
  if (!wording_) return;  // nothing has begun yet
  Progress now = latest_;
  if (now.reads_done == 0) {
    now.elapsed_s = std::chrono::duration<double>(RunControl::Clock::now() - start_).count();
  }
  const bool interrupted = interrupted_ != nullptr && interrupted_->load();
  const std::string text = label_ + ": " + progress_text(now, wording_, interrupted, after_s_);
  write_stderr(terminal_ ? "\r\x1b[K" + on_one_line(text) : text + "\n");
}

}  // namespace isinglass::cli
