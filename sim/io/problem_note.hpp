// The comment "# isinglass: kind=ising offset=3 variables=5", in which a problem file keeps what its format has no
// place for. Other programs skip it as a comment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/problem/problem.hpp"
#include "sim/io/line_scanner.hpp"

namespace isinglass {

/// Each part may be absent.
struct ProblemNote {
  std::optional<Kind> kind;               ///< what the objective is, where it is not what the format says
  std::optional<double> offset;           ///< constant to be added to the file's own value
  std::optional<std::int64_t> variables;  ///< count, where the format leaves it to the highest index
};

/// Adds what the comment on the current line says; a comment that is not ours says nothing. Fails at a word of ours
/// that cannot be understood.
void read_note(const LineScanner& scanner, ProblemNote& note);

/// "isinglass: kind=... offset=... variables=...", without the comment sign; empty when there is nothing to say.
std::string note_text(const ProblemNote& note);

}  // namespace isinglass
