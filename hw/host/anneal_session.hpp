// Runs on a board behind a line that is not to be trusted. Frames carry a CRC of 16 bits, so one damaged frame in
// 65,536 is taken for a good one; what follows finds out whatever such a frame may have done (docs/link.md):
//   * memories are read back after loading, and again before results are believed for good (`audit`);
//   * settings are read back before the start and after the results;
//   * the core is made to refuse a start first: that the mark of the refusal is gone proves that the run was begun;
//   * a word in SCRATCH tells a board that was reset, or that somebody else uses, from the one that was loaded;
//   * results are read until they agree, and their energies must be those of their states.
#pragma once

#include "hw/host/anneal_driver.hpp"

namespace isinglass {

/// Ten frames: what is written or compared at a time.
inline constexpr std::size_t load_chunk_words = 1200;

struct SessionOptions {
  int attempts = 5;       ///< at one run, at one load
  bool baked = false;     ///< the bitstream holds the problem: it is checked, and not written
  double slowness = 1.0;  ///< how many times slower than its clock says the board may be, as a simulated one is
  /// Told while a problem is loaded: words written and read back so far, and in all.
  std::function<void(std::size_t done, std::size_t total)> loading = {};
};

/// What happened beyond the plan, for reports and tests.
struct SessionStatistics {
  std::int64_t runs = 0;           ///< believed, for the time being
  std::int64_t doubts = 0;         ///< contradictions, each followed by another attempt
  std::int64_t loads = 0;          ///< of the whole problem
  std::int64_t audits = 0;         ///< of all memories, after results
  std::int64_t audits_failed = 0;  ///< the results since the audit before were thrown away
};

/// One board with one problem. Runs must begin with the image's state (AnnealRun::reload): only they can be repeated.
/// Everything may throw HardwareError: the line is dead, or the contradictions have no end.
template <Transport T>
class AnnealSession {
 public:
  /// Asks who is there. The transport must outlive the session.
  AnnealSession(T& transport, std::uint32_t core, SessionOptions options = {})
      : transport_(&transport), options_(std::move(options)), driver_(agreed_driver(core)) {
    driver_.allow(options_.slowness);
  }

  [[nodiscard]] const CoreIdentity& identity() const { return driver_.identity(); }
  [[nodiscard]] const SessionStatistics& statistics() const { return statistics_; }

  /// Writes a problem into the memories until they read back as they should; a baked one is only read. Throws
  /// InputError when the core is made for another graph, or baked with another problem.
  void load(AnnealLoad load) {
    driver_.expect(std::move(load));
    driver_.check_graph();
    reload();
    tainted_ = false;
  }

  /// One run and what it brought. Believed for good when the next audit() answers true. `shown` is what the core is to
  /// begin with besides the loaded problem, written anew for every attempt.
  AnnealResult run(const AnnealRun& settings, std::span<const MemoryWords> shown = {}) {
    for (int failures = 0;;) {
      try {
        AnnealResult result = attempt(settings, shown);
        ++statistics_.runs;
        return result;
      } catch (const DoubtError&) {
        ++statistics_.doubts;
        if (++failures >= options_.attempts) throw;
      }
      recover(failures > 1);
    }
  }

  /// The first word of a memory that only the core writes, read until it agrees with itself.
  std::uint32_t agreed_word(std::uint32_t memory) {
    std::array<std::uint32_t, 2> readings{};
    for (int k = 0; k < options_.attempts; ++k) {
      for (std::uint32_t& reading : readings) read_memory(*transport_, memory, std::span(&reading, 1));
      if (readings[0] == readings[1]) return readings[0];
      ++statistics_.doubts;
    }
    doubt("gives other results when it is asked again");
  }

  [[nodiscard]] std::string describe() const { return transport_->describe(); }

  /// Whether the memories hold the problem, and have held it since the last audit. When not, nothing that was run since
  /// then counts; the problem has been loaded again.
  bool audit() {
    ++statistics_.audits;
    if (!tainted_ && wrong_chunks().empty()) return true;
    ++statistics_.audits_failed;
    ++statistics_.doubts;
    if (!tainted_) recover(true);
    tainted_ = false;
    return false;
  }

 private:
  static constexpr std::uint32_t status_busy = 1, status_done = 2, status_refused = 8;

  struct Chunk {
    std::uint32_t memory = 0;
    std::size_t first = 0;
    std::span<const std::uint32_t> words;
    std::size_t wrong = 0;  // the first word that differed
  };

  // ---- identity and mark ----------------------------------------------------------------------------------------

  AnnealDriver<T> agreed_driver(std::uint32_t core) {
    for (int failures = 0;; ++failures) {
      try {
        const AnnealDriver<T> first(*transport_, core);
        AnnealDriver<T> second(*transport_, core);
        if (first.identity() == second.identity()) return second;
        if (failures + 1 >= options_.attempts) throw DoubtError(transport_->describe() + " changes its identity");
      } catch (const DoubtError&) {
        ++statistics_.doubts;
        if (failures + 1 >= options_.attempts) throw;
      }
    }
  }

  /// A number that goes with the loaded problem: FNV-1a over its words, never 0.
  [[nodiscard]] std::uint32_t mark() const {
    std::uint32_t hash = 2166136261U;
    for (const auto& [memory, words] : driver_.loaded().memories) {
      for (const std::uint32_t word : words) hash = (hash ^ word) * 16777619U;
    }
    return hash | 1U;
  }

  // ---- memories -------------------------------------------------------------------------------------------------

  [[nodiscard]] std::vector<Chunk> chunks() const {
    std::vector<Chunk> all;
    for (const auto& [memory, words] : driver_.loaded().memories) {
      for (std::size_t at = 0; at < words.size(); at += load_chunk_words) {
        all.push_back({memory, at, std::span(words).subspan(at, std::min(load_chunk_words, words.size() - at))});
      }
    }
    return all;
  }

  void told(std::size_t& done, std::size_t words) {
    done += words;
    if (options_.loading) options_.loading(done, 2 * load_words_);
  }

  /// Writes everything, then what turned out wrong, until a look at everything finds nothing.
  void reload() {
    ++statistics_.loads;
    load_words_ = 0;
    std::vector<Chunk> bad = chunks();
    for (const Chunk& chunk : bad) load_words_ += chunk.words.size();
    std::size_t done = 0;
    mark_ = mark();
    write_register(*transport_, reg::scratch, mark_);
    if (options_.baked) {
      bad = wrong_chunks([&](std::size_t words) { told(done, 2 * words); });
      if (bad.empty()) return;
      if (statistics_.runs == 0) not_baked(bad.front());
    }
    for (int round = 0; round < 2 * options_.attempts; ++round) {
      write_register(*transport_, reg::spin_count, 0);  // no start until the settings are there
      for (const Chunk& chunk : bad) {
        write_memory(*transport_, chunk.memory, chunk.words, chunk.first);
        told(done, chunk.words.size());
      }
      bad = wrong_chunks([&](std::size_t words) { told(done, words); });
      if (bad.empty()) return;
      ++statistics_.doubts;
      settle();
    }
    throw HardwareError(transport_->describe() + " did not keep word " +
                            std::to_string(bad.front().first + bad.front().wrong) + " of memory " +
                            std::to_string(bad.front().memory) + " as it was loaded",
                        "load again; if it happens again, the clock is too fast for this board");
  }

  [[noreturn]] void not_baked(const Chunk& chunk) {
    throw InputError(transport_->describe() + " does not hold this problem: word " +
                         std::to_string(chunk.first + chunk.wrong) + " of memory " + std::to_string(chunk.memory) +
                         " is another",
                     "bake it into the bitstream (isinglass hw bake) and program the board, or leave out --baked");
  }

  /// The parts of the memories that do not read back as they were written, however often they are read.
  template <class Told>
  std::vector<Chunk> wrong_chunks(const Told& chunk_done) {
    std::vector<Chunk> bad;
    std::vector<std::uint32_t> found;
    for (Chunk& chunk : chunks()) {
      found.resize(chunk.words.size());
      bool good = false;
      for (int reading = 0; reading < 2 && !good; ++reading) {
        read_memory(*transport_, chunk.memory, std::span(found), chunk.first);
        const auto differing = std::mismatch(found.begin(), found.end(), chunk.words.begin()).first;
        good = differing == found.end();
        chunk.wrong = static_cast<std::size_t>(differing - found.begin());
      }
      if (!good) bad.push_back(chunk);
      chunk_done(chunk.words.size());
    }
    return bad;
  }
  std::vector<Chunk> wrong_chunks() {
    return wrong_chunks([](std::size_t) {});
  }

  // ---- runs -----------------------------------------------------------------------------------------------------

  AnnealResult attempt(const AnnealRun& settings, std::span<const MemoryWords> shown) {
    write_register(*transport_, reg::spin_count, 0);
    driver_.start();  // refused without spins
    for (const auto& [memory, words] : shown) show(memory, words);
    write_register(*transport_, reg::spin_count, static_cast<std::uint32_t>(driver_.loaded().spins));
    driver_.configure(settings);
    expect(settings, status_busy | status_refused, status_refused, "before the start");
    driver_.start();
    if ((driver_.wait([] { return false; }) & status_refused) != 0) doubt("has not begun its run");
    AnnealResult result = agreed_results();
    expect(settings, status_busy | status_done | status_refused, status_done, "after the run");
    const bool fewer = driver_.loaded().ends_early && result.sweeps < settings.sweeps;
    if (result.sweeps != settings.sweeps && !fewer) doubt("counted other sweeps than it was asked for");
    return result;
  }

  void show(std::uint32_t memory, const std::vector<std::uint32_t>& words) {
    write_memory(*transport_, memory, std::span(words));
    std::vector<std::uint32_t> found(words.size());
    read_memory(*transport_, memory, std::span(found));
    if (found != words) doubt("did not keep what it is to begin with");
  }

  /// Mark, status and settings, in one transfer.
  void expect(const AnnealRun& settings, std::uint32_t status_mask, std::uint32_t status, const std::string& when) {
    constexpr std::size_t first = reg::scratch;
    constexpr std::size_t last = reg::sweeps + 10;
    std::array<std::uint32_t, last - first + 1> words{};
    transport_->read(first, Addressing::counting, words);
    if (words[0] != mark_) {
      lost_ = true;
      doubt("has forgotten what it was loaded with: it was reset, or another program uses it");
    }
    const auto wanted = driver_.settings_of(settings);
    if (words[reg::spin_count - first] != static_cast<std::uint32_t>(driver_.loaded().spins) ||
        !std::equal(wanted.begin(), wanted.end(), words.begin() + (reg::sweeps - first))) {
      doubt("holds other settings " + when + " than it was given");
    }
    if ((words[reg::status - first] & status_mask) != status) doubt("is not in the state expected " + when);
  }

  /// Results that read the same twice; three times on a line that has been caught before. When they do not, the run is
  /// made again: what differed may have changed on the board.
  AnnealResult agreed_results() {
    AnnealResult result = driver_.results();
    for (int equal = 1; equal < 2 + (suspicious() ? 1 : 0); ++equal) {
      if (driver_.results() != result) doubt("gives other results when it is asked again");
    }
    return result;
  }

  [[nodiscard]] bool suspicious() const {
    if constexpr (requires { transport_->statistics().retries; }) {
      if (transport_->statistics().retries > 0) return true;
    }
    return statistics_.doubts > 0;
  }

  [[noreturn]] void doubt(const std::string& what) {
    throw DoubtError(transport_->describe() + " " + what,
                     "check the cable and its power; another program must not use the same port");
  }

  /// Brings the core to rest after a contradiction, and the problem back into it when that may be needed.
  void recover(bool whole) {
    settle();
    if (!whole && !lost_) return;
    lost_ = false;
    if (!wrong_chunks().empty()) tainted_ = true;  // nobody knows since when
    reload();
  }

  /// Ends what the core may be doing.
  void settle() {
    driver_.abort();
    try {
      driver_.wait([] { return false; });
    } catch (const DoubtError&) {
      ++statistics_.doubts;  // the next attempt will say
    }
  }

  T* transport_;
  SessionOptions options_;
  SessionStatistics statistics_;
  AnnealDriver<T> driver_;
  std::uint32_t mark_ = 0;
  std::size_t load_words_ = 0;
  bool lost_ = false;     // the mark was not there
  bool tainted_ = false;  // the memories were found wrong since the last audit
};

}  // namespace isinglass
