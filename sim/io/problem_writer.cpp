// The four writers: the reverse of the readers, term by term.
#include "sim/io/problem_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/error.hpp"
#include "models/problem/qubo.hpp"
#include "sim/io/problem_note.hpp"

namespace isinglass {
namespace {

using Buffer = fmt::memory_buffer;

void append(Buffer& text, std::string_view piece) { text.append(piece.data(), piece.data() + piece.size()); }

// Whole numbers without a point, all others with as many digits as they need to come back the same.
void append_number(Buffer& text, double value) {
  if (value == std::nearbyint(value) && std::abs(value) <= 0x1p53) {
    const fmt::format_int digits(static_cast<std::int64_t>(value));
    append(text, {digits.data(), digits.size()});
  } else {
    fmt::format_to(std::back_inserter(text), "{}", value);
  }
}

void append_term(Buffer& text, std::int64_t i, std::int64_t j, double value) {
  for (const auto index : {i, j}) {
    const fmt::format_int digits(index);
    append(text, {digits.data(), digits.size()});
    text.push_back(' ');
  }
  append_number(text, value);
  text.push_back('\n');
}

// The diagonal: only what is not zero.
void append_linear(Buffer& text, const std::vector<double>& linear, std::int64_t first_index) {
  for (std::size_t i = 0; i < linear.size(); ++i) {
    const auto index = static_cast<std::int64_t>(i) + first_index;
    if (linear[i] != 0.0) append_term(text, index, index, linear[i]);
  }
}

std::size_t count_nonzero(const std::vector<double>& values) {
  return values.size() - static_cast<std::size_t>(std::count(values.begin(), values.end(), 0.0));
}

void append_comment(Buffer& text, std::string_view sign, const ProblemNote& note) {
  const std::string words = note_text(note);
  if (!words.empty()) fmt::format_to(std::back_inserter(text), "{} {}\n", sign, words);
}

std::optional<double> unless_zero(double value) { return value == 0.0 ? std::nullopt : std::optional(value); }

// A format of 0/1 variables says "qubo" by itself. A max-cut is written as its negative, which needs no constant.
Qubo binary_terms(const Problem& problem, ProblemNote& note) {
  if (problem.kind == Kind::maxcut && !problem.has_fields()) {
    note.kind = Kind::maxcut;
    return negative_cut_qubo(problem);
  }
  Qubo qubo = qubo_from_problem(problem);
  if (problem.kind != Kind::qubo) note.kind = Kind::ising;
  note.offset = unless_zero(qubo.constant);
  return qubo;
}

void refuse_fields(const Problem& problem, ProblemFormat format) {
  if (!problem.has_fields()) return;
  throw InputError(fmt::format("{} has fields (linear biases), and the format {} has no place for them", problem.name,
                               to_string(format)),
                   "--ancilla adds one spin that carries them, or choose the format coo, biqmac or qubo");
}

std::string write_rudy(const Problem& problem) {
  refuse_fields(problem, ProblemFormat::rudy);
  if (problem.kind == Kind::maxcut) return rudy_text(problem);
  Buffer text;
  append_comment(text, "#", {.kind = Kind::ising, .offset = unless_zero(problem.offset), .variables = {}});
  return fmt::to_string(text) + rudy_text(problem);
}

std::string write_biqmac(const Problem& problem) {
  ProblemNote note;
  const Qubo qubo = binary_terms(problem, note);
  const auto diagonals = count_nonzero(qubo.linear);
  Buffer text;
  append_comment(text, "#", note);
  fmt::format_to(std::back_inserter(text), "{} {}\n", problem.size(), diagonals + qubo.quadratic.size());
  append_linear(text, qubo.linear, 1);
  // In x^T Q x with symmetric Q each pair counts twice.
  for (const auto& term : qubo.quadratic) append_term(text, term.i + 1, term.j + 1, term.value / 2.0);
  return fmt::to_string(text);
}

std::string write_qbsolv(const Problem& problem) {
  ProblemNote note;
  const Qubo qubo = binary_terms(problem, note);
  const auto diagonals = count_nonzero(qubo.linear);
  Buffer text;
  append_comment(text, "c", note);
  fmt::format_to(std::back_inserter(text), "p qubo 0 {} {} {}\n", problem.size(), diagonals, qubo.quadratic.size());
  append_linear(text, qubo.linear, 0);
  for (const auto& term : qubo.quadratic) append_term(text, term.i, term.j, term.value);
  return fmt::to_string(text);
}

std::string write_coo(const Problem& problem) {
  // The format takes its size from the highest index; the note keeps variables without a term.
  ProblemNote note{.kind = {}, .offset = {}, .variables = problem.size()};
  Buffer text;
  if (problem.kind == Kind::qubo) {
    const Qubo qubo = binary_terms(problem, note);
    append(text, "# vartype=BINARY\n");
    append_comment(text, "#", note);
    append_linear(text, qubo.linear, 0);
    for (const auto& term : qubo.quadratic) append_term(text, term.i, term.j, term.value);
  } else {
    if (problem.kind == Kind::maxcut) note.kind = Kind::maxcut;
    if (problem.kind == Kind::ising) note.offset = unless_zero(problem.offset);
    append(text, "# vartype=SPIN\n");
    append_comment(text, "#", note);
    append_linear(text, problem.fields, 0);
    for (const auto& coupling : problem.couplings) append_term(text, coupling.i, coupling.j, coupling.value);
  }
  return fmt::to_string(text);
}

}  // namespace

std::string rudy_text(const Problem& problem, std::string_view header_end) {
  Buffer text;
  fmt::format_to(std::back_inserter(text), "{} {}{}", problem.size(), problem.couplings.size(), header_end);
  for (const auto& coupling : problem.couplings) append_term(text, coupling.i + 1, coupling.j + 1, coupling.value);
  return fmt::to_string(text);
}

std::string problem_text(const Problem& problem, ProblemFormat format) {
  switch (format) {
    case ProblemFormat::rudy:
      return write_rudy(problem);
    case ProblemFormat::biqmac:
      return write_biqmac(problem);
    case ProblemFormat::coo:
      return write_coo(problem);
    case ProblemFormat::qbsolv:
      return write_qbsolv(problem);
  }
  throw Error(ExitCode::internal, "a problem format without a writer");
}

}  // namespace isinglass
