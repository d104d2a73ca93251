// Small wrong changes of Verilog, one at a time: what a verification ladder must notice.
#pragma once

#include <string>
#include <vector>

namespace isinglass::testbench {

/// One change of one place of one file.
struct Mutant {
  std::string file;        ///< relative to the root of the sources
  std::size_t line = 0;    ///< from 1
  std::size_t column = 0;  ///< from 0
  std::string from;
  std::string to;
};

/// "rtl/core/pbit_ring.v:12: '+' becomes '-' in `…`"
std::string to_string(const Mutant& mutant, const std::string& text);

/// Every mutant of a file's text: operators and constants exchanged, negations and resets dropped, registers and wires
/// one bit narrower. Comments, parameters, ports, instance connections without an operator and the section under FORMAL
/// are left alone.
std::vector<Mutant> mutants_of(const std::string& file, const std::string& text);

/// The text with the change made.
std::string mutated(const std::string& text, const Mutant& mutant);

}  // namespace isinglass::testbench
