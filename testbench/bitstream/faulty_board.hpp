// An unpacked bitstream as a program in which single bits of its look-up tables can be flipped while it runs: hundreds
// of damaged bitstreams for one compilation.
#pragma once

#include <string>
#include <vector>

#include "testbench/bitstream/unpacked_board.hpp"

namespace isinglass::testbench {

/// Those of `bits` that ask for no high level of a pin that nothing drives: the others make the same circuit.
std::vector<TableBit> reachable(const std::string& verilog, const std::vector<TableBit>& bits);

/// icebox_vlog's Verilog with a port fault_i: with k from 1 on, the table of bits[k - 1] has that bit flipped. Every
/// table that is touched is written as its 16 entries and the four nets at its pins, which are read from icebox_vlog's
/// comments, so that a sound run proves the rewriting too; seen_o tells whose entries came up at a clock. `asc` is the
/// same bitstream, unpacked. At most 1024 bits.
std::string with_faults(const std::string& verilog, const std::string& asc, const std::vector<TableBit>& bits);

/// What a script brought back from a board without and with its faults.
struct FaultyAnswers {
  std::string sound;                ///< bytes as first_difference wants them
  std::vector<std::string> faults;  ///< of each fault "" where nothing differed, else what did
  std::vector<bool> came_up;        ///< whether the sound board ever looked at the entry
};

/// Compiles the board with Verilator and plays `script` on it as it is, and then with each fault until an answer
/// differs.
FaultyAnswers play_faults(const BoardBuild& build, const std::string& verilog, std::size_t faults,
                          const std::string& script);

}  // namespace isinglass::testbench
