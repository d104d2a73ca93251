// All that a host can ask of a board over its serial pins, in one script, for boards that may be broken: a small
// problem and one that fills the memories, several runs on each, memories read back, every register written and read,
// refusals, an abort, frames that are wrong, and a silence. What the twin knows of the answers is kept beside it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/random.hpp"
#include "sim/sampler/anneal_core.hpp"
#include "testbench/gate/board_build.hpp"

namespace isinglass::testbench {

class BoardExamination {
 public:
  /// `small` and `large` are problems that the board holds; `sweeps` bounds the runs on the large one.
  BoardExamination(const BoardBuild& build, const Problem& small, const Problem& large, std::uint32_t sweeps);

  /// For a player: board_script.hpp has the format.
  [[nodiscard]] std::string text() const;
  /// Compares what came back from a sound board with protocol and twin: "" or the first difference.
  [[nodiscard]] std::string difference(const std::string& received) const;

 private:
  // docs/cores/registers.md
  static constexpr std::uint8_t control = 0x08, status = 0x09, settings = 0x10, seed_register = 0x12, results = 0x20,
                                memory_address = 0x30, memory_data = 0x31;
  static constexpr std::uint32_t start = 1, abort_run = 2, state_memory = 6;

  struct Asked {
    Bytes frame;
    std::size_t answer = 6;  ///< bytes
    std::uint64_t wait = 0;  ///< clocks after the answer
    LinkStatus status = LinkStatus::ok;
    std::optional<std::vector<std::uint32_t>> words = {};  ///< where the twin knows them
    std::vector<std::uint32_t> mask = {};                  ///< of `words`: bits that mean something; empty: all
    bool hurried = false;                                  ///< the next request does not wait for the answer
  };

  Asked& write(std::uint8_t address, const std::vector<std::uint32_t>& words, LinkCommand command = LinkCommand::write);
  Asked& read(std::uint8_t address, std::size_t count, LinkCommand command = LinkCommand::read);
  Asked& wrong(const LinkRequest& request, LinkStatus expected, std::uint8_t damage = 0);
  void memory_place(std::uint32_t number, std::size_t word);
  void load(const AnnealLoad& load);
  /// Some words of every 64 are read back, and the last ones.
  void read_back(const AnnealLoad& load);
  void spins(std::uint32_t memory, const std::vector<Spin>& spins, const AnnealLoad& load);
  void begin(const AnnealLoad& load, const AnnealRun& run);
  void run(const AnnealTask& task, const AnnealDevice& twin, const AnnealRun& run);
  /// Short runs at temperatures of the whole range, with energies that no state has: upper bits stand still otherwise.
  void extreme_runs(const AnnealTask& task, RandomStream& random, std::uint32_t sweeps, int runs);
  void registers(RandomStream& random);
  /// Fields and spins as the core keeps them, where a core has such a memory.
  void state(const AnnealLoad& load);
  /// Words at the ends of the memories and beyond them.
  void memory_edges();
  /// Requests while a long answer is under way, as many as the queue of the link holds.
  void crowd();
  void refusals(const AnnealTask& task);
  /// Random words in what was loaded: fields leave their range. No twin tells what comes of it.
  void damaged_state(const AnnealTask& task, RandomStream& random);
  void problem(const AnnealTask& task, RandomStream& random, std::uint32_t sweeps, int runs);

  std::size_t words_per_write_;
  std::uint64_t silence_;
  std::uint8_t sequence_ = 0;
  std::int32_t offset_ = 0;  ///< added to the energy that a run begins with
  std::vector<Asked> script_;
};

}  // namespace isinglass::testbench
