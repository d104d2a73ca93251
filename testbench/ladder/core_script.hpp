// Scripts of register accesses for core_script.v, written by a twin: loads, runs, and what must be read back.
#pragma once

#include <string>

#include "sim/sampler/anneal_core.hpp"

namespace isinglass::testbench {

class CoreScript {
 public:
  void write(std::uint32_t address, std::uint32_t data) { add(0, address, data); }
  void expect(std::uint32_t address, std::uint32_t data) { add(1, address, data); }
  void load(const AnnealLoad& load);
  /// Words of a memory of the core, from word 0 on: written, or expected.
  void memory(std::uint32_t number, const std::vector<std::uint32_t>& words, bool expected);
  /// Runs, and expects what the twin answered.
  void run_and_expect(const AnnealRun& run, const AnnealResult& twin);
  /// The $readmemh file, its end included.
  [[nodiscard]] std::string text() const { return text_ + "030000000000\n"; }

 private:
  void add(int op, std::uint32_t address, std::uint32_t data);
  std::string text_;
};

}  // namespace isinglass::testbench
