// Small wrong changes of Verilog, one at a time: what a verification ladder must notice.
#pragma once

#include <functional>
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

/// A place of a file whose unchanged text is known.
struct Change {
  Mutant mutant;
  std::string text;
};

/// All changes of files, relative to the root of the sources.
std::vector<Change> changes_of(const std::vector<std::string>& files);

enum class Verdict { noticed, survived, not_verilog };

struct Share {
  int tried = 0;
  int noticed = 0;
};

/// Examines every so many of the changes, says of each on standard output what became of it, and tells the share.
/// ISINGLASS_MUTANTS is how many places are tried, 40 unless told; ISINGLASS_PLACE tries only those whose description
/// contains it, all of them; ISINGLASS_FIRST leaves out so many of the first and ISINGLASS_PIECE ends after so many,
/// for a campaign in pieces.
Share try_changes(const std::string& name, const std::vector<Change>& all,
                  const std::function<Verdict(const Change&)>& examine);

}  // namespace isinglass::testbench
