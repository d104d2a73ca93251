// One thread per board. Reads are provisional until the board's memories have been read back after them.
#include "sim/sampler/board_reads.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "hw/host/anneal_session.hpp"
#include "hw/host/link_transport.hpp"
#include "hw/host/serial_stream.hpp"
#include "models/error.hpp"
#include "sim/cosim/simulated_port.hpp"
#include "sim/sampler/anneal_history.hpp"

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
  const auto& link = configuration.link;
  if (const auto found = link.find("QUEUE_BYTES"); found != link.end()) {
    // A queue too small for a whole request is emptied while it arrives, but not while an answer goes out.
    options.ahead_bytes = found->second > 64 ? static_cast<std::size_t>(found->second) - 12 : 0;
  }
  return options;
}

/// One board: its port, its driver, and the problem in it.
class Board {
 public:
  Board(const std::string& port, const BoardPorts& boards, std::function<void(std::size_t, std::size_t)> loading)
      : simulated_(port == "sim" ? std::make_unique<SimulatedPort>(boards.core,
                                                                   static_cast<int>(boards.configuration.weight_bits))
                                 : nullptr),
        stream_(simulated_ ? simulated_->name() : port, static_cast<unsigned>(boards.configuration.baud)),
        link_(stream_, link_options(boards.configuration, simulated_ != nullptr)),
        session_(quiet(link_), boards.core,
                 {.slowness = simulated_ ? SimulatedPort::slowness : 1.0, .loading = std::move(loading)}) {
    check_identity(boards.configuration);
  }

  AnnealSession<LinkTransport<SerialStream>>& session() { return session_; }
  [[nodiscard]] const LinkStatistics& line() const { return link_.statistics(); }

 private:
  static LinkTransport<SerialStream>& quiet(LinkTransport<SerialStream>& link) {
    link.resynchronise();
    return link;
  }

  /// A board must be the configured one. A simulated one may be larger where that changes nothing: with lists.
  void check_identity(const flow::Configuration& wanted) const {
    const CoreIdentity& found = session_.identity();
    const bool widths = found.weight_bits == wanted.weight_bits && found.field_bits == wanted.field_bits;
    const bool size = found.spins == wanted.spins && found.entries == wanted.entries;
    const bool larger = wanted.entries > 0 && found.spins >= wanted.spins && found.entries >= wanted.entries;
    if (widths && (size || (simulated_ && larger))) return;
    const auto text = [](std::int64_t spins, std::int64_t entries, std::int64_t weight_bits, std::int64_t field_bits) {
      return fmt::format("{} spins, {}weights of {} bits and fields of {} bits", spins,
                         entries == 0 ? "" : fmt::format("{} neighbour entries, ", entries), weight_bits, field_bits);
    };
    throw HardwareError(
        fmt::format("{} has {}, but {} on {} has {}", stream_.describe(),
                    text(found.spins, found.entries, found.weight_bits, found.field_bits), wanted.core, wanted.board,
                    text(wanted.spins, wanted.entries, wanted.weight_bits, wanted.field_bits)),
        simulated_
            ? "this build simulates another configuration of the core"
            : fmt::format("load the bitstream: isinglass hw program --board {} --core {}", wanted.board, wanted.core));
  }

  std::unique_ptr<SimulatedPort> simulated_;
  SerialStream stream_;
  LinkTransport<SerialStream> link_;
  AnnealSession<LinkTransport<SerialStream>> session_;
};

/// What the threads share.
class BoardRun {
 public:
  BoardRun(const Problem& problem, const AnnealTask& task, const BoardPorts& boards, const RunOptions& options,
           RunControl& control, const BoardWatcher& watcher)
      : problem_(&problem), task_(&task), boards_(&boards), options_(options), control_(&control), watcher_(&watcher) {
    answers.resize(static_cast<std::size_t>(options.reads));
  }

  std::vector<AnnealAnswer> answers;
  double loading_s = 0.0;  // on the slowest board
  SessionStatistics doubts;
  std::int64_t retries = 0;

  /// All boards, from opening the ports to the last audit.
  void run() {
    std::vector<std::thread> threads;
    threads.reserve(boards_->ports.size());
    for (std::size_t k = 0; k < boards_->ports.size(); ++k) threads.emplace_back([this, k] { work(k); });
    for (std::thread& thread : threads) thread.join();
    if (failure_) std::rethrow_exception(failure_);
    answers.resize(static_cast<std::size_t>(next_));
  }

 private:
  void work(std::size_t k) {
    try {
      Board board(boards_->ports[k], *boards_, [&](std::size_t done, std::size_t total) {
        if (control_->was_interrupted()) throw Error(ExitCode::interrupted, "interrupted while loading the problem");
        if (watcher_->loading) watcher_->loading(k, done, total);
      });
      load(board, k);
      do_reads(board);
      const std::lock_guard lock(mutex_);
      doubts.doubts += board.session().statistics().doubts;
      doubts.audits_failed += board.session().statistics().audits_failed;
      retries += board.line().retries;
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  void load(Board& board, std::size_t k) {
    const auto start = RunControl::Clock::now();
    const LinkStatistics before = board.line();
    board.session().load(task_->load);
    const double seconds = seconds_since(start);
    if (watcher_->loaded) {
      watcher_->loaded(k, seconds, board.line().bytes_sent - before.bytes_sent,
                       board.line().bytes_received - before.bytes_received);
    }
    const std::lock_guard lock(mutex_);
    loading_s = std::max(loading_s, seconds);
  }

  /// Nothing when the reads are all taken, the run is to stop, or another board has failed.
  std::optional<std::int64_t> take_read() {
    const std::lock_guard lock(mutex_);
    const bool stop = control_->should_stop() && (next_ > 0 || control_->was_interrupted());
    if (stop || failure_ || next_ >= options_.reads) return {};
    return next_++;
  }

  void do_reads(Board& board) {
    constexpr double share = 10.0;  // audits may take one part in this of the time
    std::vector<std::int64_t> provisional;
    auto since = RunControl::Clock::now();
    double audit_s = 0.5;
    while (true) {
      const auto read = take_read();
      if (read) {
        do_read(board, *read);
        provisional.push_back(*read);
        control_->reads_finished(1, answers[static_cast<std::size_t>(*read)].energy);
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

  void do_read(Board& board, std::int64_t read) {
    AnnealAnswer& answer = answers[static_cast<std::size_t>(read)];
    answer.result = board.session().run(anneal_read(task_->plan, options_.seed, read));
    answer.energy = anneal_energy(*problem_, task_->plan, answer.result);
  }

  /// Reads the memories back; does the reads again while the problem was not in them.
  void confirm(Board& board, std::vector<std::int64_t>& provisional) {
    constexpr int rounds = 4;
    for (int round = 0; !board.session().audit(); ++round) {
      if (round == rounds) throw HardwareError("a board loses the problem that it was loaded with, again and again");
      for (const std::int64_t read : provisional) do_read(board, read);
    }
    provisional.clear();
  }

  const Problem* problem_;
  const AnnealTask* task_;
  const BoardPorts* boards_;
  RunOptions options_;
  RunControl* control_;
  const BoardWatcher* watcher_;
  std::mutex mutex_;
  std::int64_t next_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

SampleSet sample_on_boards(const Problem& problem, const AnnealTask& task, const BoardPorts& boards,
                           const RunOptions& options, RunControl& control, const BoardWatcher& watcher,
                           double planned_s) {
  BoardRun run(problem, task, boards, options, control, watcher);
  run.run();
  // No port of a board shows the flips: there is nothing to trace.
  SampleSet set = gather_anneal(problem, task.plan, run.answers, 0);
  set.info["port"] = fmt::format("{}", fmt::join(boards.ports, ", "));
  set.figures["loading_s"] = run.loading_s;
  if (run.retries + run.doubts.doubts > 0) {
    set.diagnostics.push_back(
        {fmt::format(
             "The line to the board is not clean: {} requests were repeated, {} contradictions found and mended.",
             run.retries, run.doubts.doubts),
         "The answers were checked and stand; look at the cable, the USB hub and the baud rate."});
  }
  set.timing.preprocessing_ns = static_cast<std::int64_t>(1e9 * planned_s);
  return set;
}

}  // namespace isinglass
