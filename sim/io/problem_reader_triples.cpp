// "n m", then m lines "i j w", counted from 1: rudy's max-cut files and Biq Mac's QUBO files.
#include <fmt/format.h>

#include <utility>

#include "sim/io/problem_readers.hpp"

namespace isinglass::readers {
namespace {

struct Counts {
  std::int64_t variables = 0;
  std::int64_t terms = 0;
  std::size_t line = 0;
};

// Believed only as limits: nothing is reserved for a number that the file may not keep.
Counts read_counts(const LineScanner& scanner, bool diagonal) {
  if (scanner.words().size() != 2) {
    scanner.fail_at_line("the first line should hold two numbers: how many vertices and how many edges",
                         "is it another format? say which with --format rudy|biqmac|coo|qubo");
  }
  const auto n = scanner.whole(0, "the number of vertices");
  if (n < 1 || n > most_variables) {
    scanner.fail_at_word(0, fmt::format("the number of vertices {} is out of range 1..{}", n, most_variables));
  }
  const auto m = scanner.whole(1, "the number of edges");
  const std::int64_t most = n * (n - 1) / 2 + (diagonal ? n : 0);
  if (m < 0 || m > most) {
    scanner.fail_at_word(1, fmt::format("the number of edges {} is out of range 0..{} for {} vertices", m, most, n));
  }
  return {n, m, scanner.line_number()};
}

bool take_comment(const LineScanner& scanner, ProblemNote& note) {
  const char first = scanner.words()[0].text[0];
  if (first != '#' && first != '%') return false;
  read_note(scanner, note);
  return true;
}

void add_edge(const LineScanner& scanner, bool diagonal, TermList& list) {
  list.add(scanner, 0);
  const auto& term = list.terms().back();
  if (!diagonal && term.i == term.j) {
    scanner.fail_at_word(1, fmt::format("vertex {} is joined to itself", term.i + 1),
                         "a self edge changes no cut: remove the line (or read the file as a QUBO with --kind qubo)");
  }
}

TermList read_triples(LineScanner& scanner, ProblemNote& note, bool diagonal) {
  TermList list({.first = 1, .name = diagonal ? "variable" : "vertex"});
  const char* thing = diagonal ? "term" : "edge";
  std::optional<Counts> counts;
  while (scanner.next()) {
    if (take_comment(scanner, note)) continue;
    if (!counts) {
      counts = read_counts(scanner, diagonal);
      list.set_variables(counts->variables);
      continue;
    }
    if (std::cmp_equal(list.terms().size(), counts->terms)) {
      scanner.fail_at_line(
          fmt::format("this line is too much: line {} announces {}", counts->line, counted(counts->terms, thing)));
    }
    add_edge(scanner, diagonal, list);
  }
  if (!counts) scanner.fail_at_end("the file holds no problem: it is empty");
  if (std::cmp_less(list.terms().size(), counts->terms)) {
    scanner.fail_at_end(
        fmt::format("the file ends after {}, but line {} announces {}",
                    counted(static_cast<std::int64_t>(list.terms().size()), thing), counts->line, counts->terms),
        "the file is truncated: fetch or write it again");
  }
  list.check_no_duplicates(scanner);
  return list;
}

}  // namespace

Problem read_rudy(LineScanner& scanner, std::optional<Kind> kind) {
  ProblemNote note;
  const TermList list = read_triples(scanner, note, false);
  Problem problem = maxcut_problem({}, static_cast<std::int32_t>(list.variables()), list.terms());
  problem.kind = kind.value_or(note.kind.value_or(Kind::maxcut));
  if (problem.kind == Kind::qubo) {
    throw FileError({scanner.file_name(), 0, 0, 1}, "a rudy file cannot say kind=qubo", "write it as biqmac or qubo");
  }
  if (problem.kind == Kind::ising) problem.offset = note.offset.value_or(0.0);
  return problem;
}

Problem read_biqmac(LineScanner& scanner) {
  ProblemNote note;
  const TermList list = read_triples(scanner, note, true);
  // In x^T Q x with symmetric Q each pair counts twice.
  return problem_from_binary_file(qubo_from_terms(list, 2.0), note, scanner);
}

}  // namespace isinglass::readers
