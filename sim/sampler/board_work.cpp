// One thread per board. Reads are provisional until the board's memories have been read back after them.
#include "sim/sampler/board_work.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "models/error.hpp"
#include "sim/cosim/simulated_port.hpp"
#include "sim/sampler/core_check.hpp"

namespace isinglass {
namespace {

double seconds_since(RunControl::Clock::time_point start) {
  return std::chrono::duration<double>(RunControl::Clock::now() - start).count();
}

LinkOptions link_options(const flow::Configuration& configuration, bool simulated) {
  LinkOptions options;
  if (simulated) {  // no line that loses anything, only a slow board
    options.timeout_s *= SimulatedPort::slowness;
    options.silence_s *= 10;
    return options;
  }
  options.write_words = configuration.write_words();
  options.ahead_bytes = configuration.ahead_bytes();
  return options;
}

/// One board: its port, its driver, and the problem in it.
class LinkedBoard {
 public:
  LinkedBoard(const std::string& port, const BoardPorts& boards, std::function<void(std::size_t, std::size_t)> loading)
      : simulated_(port == "sim" ? std::make_unique<SimulatedPort>(boards.core,
                                                                   static_cast<int>(boards.configuration.weight_bits))
                                 : nullptr),
        stream_(simulated_ ? simulated_->name() : port, static_cast<unsigned>(boards.configuration.baud)),
        link_(stream_, link_options(boards.configuration, simulated_ != nullptr)),
        session_(quiet(link_), boards.core,
                 {.baked = boards.baked,
                  .slowness = simulated_ ? SimulatedPort::slowness : 1.0,
                  .loading = std::move(loading)}) {
    check_identity(boards.configuration);
  }

  BoardSession& session() { return session_; }
  [[nodiscard]] const LinkStatistics& line() const { return link_.statistics(); }

 private:
  static LinkTransport<SerialStream>& quiet(LinkTransport<SerialStream>& link) {
    link.resynchronise();
    return link;
  }

  void check_identity(const flow::Configuration& wanted) const {
    const CoreIdentity& found = session_.identity();
    if (is_configured(found, wanted, simulated_ != nullptr)) return;
    if (simulated_) {
      throw UsageError(other_core_sentence("the simulated board", found, wanted),
                       "leave out --board, or take the core's twin, which answers for every board");
    }
    throw HardwareError(
        other_core_sentence(stream_.describe(), found, wanted),
        fmt::format("load the bitstream: isinglass hw program --board {} --core {}", wanted.board, wanted.core));
  }

  std::unique_ptr<SimulatedPort> simulated_;
  SerialStream stream_;
  LinkTransport<SerialStream> link_;
  BoardSession session_;
};

/// What the threads share.
class BoardRun {
 public:
  BoardRun(const BoardWork& work, const BoardPorts& boards, RunControl& control, const BoardWatcher& watcher)
      : work_(&work), boards_(&boards), control_(&control), watcher_(&watcher) {}

  /// All boards, from opening the ports to the last audit.
  BoardOutcome run() {
    std::vector<std::thread> threads;
    threads.reserve(boards_->ports.size());
    for (std::size_t k = 0; k < boards_->ports.size(); ++k) threads.emplace_back([this, k] { operate(k); });
    for (std::thread& thread : threads) thread.join();
    if (failure_) std::rethrow_exception(failure_);
    outcome_.done = next_;
    return outcome_;
  }

 private:
  void operate(std::size_t k) {
    try {
      LinkedBoard board(boards_->ports[k], *boards_, [&](std::size_t done, std::size_t total) {
        if (control_->was_interrupted()) throw Error(ExitCode::interrupted, "interrupted while loading the problem");
        if (watcher_->loading) watcher_->loading(k, done, total);
      });
      load(board, k);
      do_reads(board);
      const std::lock_guard lock(mutex_);
      outcome_.doubts += board.session().statistics().doubts;
      outcome_.retries += board.line().retries;
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  void load(LinkedBoard& board, std::size_t k) {
    const auto start = RunControl::Clock::now();
    const LinkStatistics before = board.line();
    board.session().load(work_->load);
    const double seconds = seconds_since(start);
    if (watcher_->loaded) {
      watcher_->loaded(k, seconds, board.line().bytes_sent - before.bytes_sent,
                       board.line().bytes_received - before.bytes_received);
    }
    const std::lock_guard lock(mutex_);
    outcome_.loading_s = std::max(outcome_.loading_s, seconds);
  }

  /// Nothing when the reads are all taken, the run is to stop, or another board has failed.
  std::optional<std::int64_t> take_read() {
    const std::lock_guard lock(mutex_);
    const bool stop = control_->should_stop() && (next_ > 0 || control_->was_interrupted());
    if (stop || failure_ || next_ >= work_->count) return {};
    return next_++;
  }

  void do_reads(LinkedBoard& board) {
    constexpr double share = 10.0;  // audits may take one part in this of the time
    std::vector<std::int64_t> provisional;
    auto since = RunControl::Clock::now();
    double audit_s = 0.5;
    while (true) {
      const auto read = take_read();
      if (read) {
        const double energy = work_->item(board.session(), *read);
        provisional.push_back(*read);
        control_->reads_finished(1, energy);
      }
      if (provisional.empty() || (read && seconds_since(since) < share * audit_s)) {
        if (!read) return;
        continue;
      }
      const auto start = RunControl::Clock::now();
      confirm(board, provisional);
      audit_s = seconds_since(start);
      since = RunControl::Clock::now();
    }
  }

  /// Reads the memories back; does the reads again while the problem was not in them.
  void confirm(LinkedBoard& board, std::vector<std::int64_t>& provisional) {
    constexpr int rounds = 4;
    for (int round = 0; !board.session().audit(); ++round) {
      if (round == rounds) throw HardwareError("a board loses the problem that it was loaded with, again and again");
      for (const std::int64_t read : provisional) work_->item(board.session(), read);
    }
    provisional.clear();
  }

  const BoardWork* work_;
  const BoardPorts* boards_;
  RunControl* control_;
  const BoardWatcher* watcher_;
  std::mutex mutex_;
  BoardOutcome outcome_;
  std::int64_t next_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

BoardOutcome work_on_boards(const BoardWork& work, const BoardPorts& boards, RunControl& control,
                            const BoardWatcher& watcher) {
  return BoardRun(work, boards, control, watcher).run();
}

}  // namespace isinglass
