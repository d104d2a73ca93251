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
  struct Asked {
    Bytes frame;
    std::size_t answer = 6;  ///< bytes
    std::uint64_t wait = 0;  ///< clocks after the answer
    LinkStatus status = LinkStatus::ok;
    std::optional<std::vector<std::uint32_t>> words = {};  ///< where the twin knows them
    std::vector<std::uint32_t> mask = {};                  ///< of `words`: bits that mean something; empty: all
  };

  Asked& write(std::uint8_t address, const std::vector<std::uint32_t>& words, LinkCommand command = LinkCommand::write);
  Asked& read(std::uint8_t address, std::size_t count, LinkCommand command = LinkCommand::read);
  Asked& wrong(const LinkRequest& request, LinkStatus status, std::uint8_t damage = 0);
  void memory_place(std::uint32_t number, std::size_t word);
  void load(const AnnealLoad& load);
  /// Some words of every 64 are read back, and the last ones.
  void read_back(const AnnealLoad& load);
  void spins(std::uint32_t memory, const std::vector<Spin>& spins, const AnnealLoad& load);
  void begin(const AnnealLoad& load, const AnnealRun& run);
  void run(const AnnealTask& task, const AnnealDevice& twin, const AnnealRun& run);
  void registers();
  void refusals(const AnnealTask& task);
  /// Random words in what was loaded: fields leave their range. No twin tells what comes of it.
  void damaged_state(const AnnealTask& task, RandomStream& random);
  void problem(const AnnealTask& task, RandomStream& random, std::uint32_t sweeps, int runs);

  std::size_t words_per_write_;
  std::uint64_t silence_;
  std::uint8_t sequence_ = 0;
  std::vector<Asked> script_;
};

}  // namespace isinglass::testbench
