// The one piece of global state that POSIX signals force on a program.
#include "sim/cli/signals.hpp"

#include <unistd.h>

#include <csignal>

namespace isinglass::cli {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler must not lock");

extern "C" void on_signal(int) {
  if (interrupted.exchange(true)) {
    constexpr char farewell[] = "\nisinglass: stopped\n";
    [[maybe_unused]] const auto written = write(STDERR_FILENO, farewell, sizeof farewell - 1);
    _exit(130);
  }
}

void install(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

InterruptGuard::InterruptGuard() {
  interrupted = false;
  install(on_signal);
}

InterruptGuard::~InterruptGuard() { install(SIG_DFL); }

const std::atomic<bool>* InterruptGuard::flag() const { return &interrupted; }

}  // namespace isinglass::cli
