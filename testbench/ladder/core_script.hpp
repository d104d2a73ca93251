// Scripts of register accesses for core_script.v, written by a twin: loads, runs, and what must be read back.
#pragma once

#include <string>

#include "hw/flow/configurations.hpp"
#include "sim/sampler/anneal_core.hpp"

namespace isinglass::testbench {

class CoreScript {
 public:
  void write(std::uint32_t address, std::uint32_t data) { add(0, address, data); }
  void expect(std::uint32_t address, std::uint32_t data) { add(1, address, data); }
  /// Reads a register that no twin predicts, for the bench to show.
  void show(std::uint32_t address) { add(4, address, 0); }
  /// What the core says about itself, and a word that nothing but itself depends on.
  void expect_identity(const flow::Configuration& configuration, std::uint32_t number);
  void load(const AnnealLoad& load);
  /// Reads back what was loaded.
  void expect_load(const AnnealLoad& load);
  /// A run in which a setting is written while the core is busy: refused, told, and without effect.
  void refuse_while_busy(const AnnealRun& run, const AnnealResult& twin);
  /// Writes behind the end of what was loaded, where a full memory has no words, and shows what is there; likewise the
  /// spins.
  void write_beyond(const AnnealLoad& load);
  /// The first words of a memory, for the bench to show.
  void show_memory(std::uint32_t number, int words);
  /// A run that is aborted soon after its start; what it has come to is shown.
  void abort_and_show(const AnnealRun& run);
  /// Words of a memory of the core, from word 0 on: written, or expected.
  void memory(std::uint32_t number, const std::vector<std::uint32_t>& words, bool expected);
  /// Runs, and expects what the twin answered.
  void run_and_expect(const AnnealRun& run, const AnnealResult& twin);
  /// The $readmemh file, its end included.
  [[nodiscard]] std::string text() const { return text_ + "030000000000\n"; }

 private:
  void begin(const AnnealRun& run);
  void expect_result(const AnnealResult& twin, std::uint32_t status);
  void expect_spins(std::uint32_t number, const std::vector<Spin>& spins);
  void add(int op, std::uint32_t address, std::uint32_t data);
  std::string text_;
  AnnealLoad loaded_;
};

}  // namespace isinglass::testbench
