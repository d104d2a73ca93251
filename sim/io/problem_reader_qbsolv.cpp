// qbsolv's .qubo: "p qubo TOPOLOGY VARIABLES DIAGONALS PAIRS", the diagonal lines "i i a", then the pairs "i j b", i <
// j, counted from 0; value = sum a_i x_i + sum b_ij x_i x_j.
#include <fmt/format.h>

#include "sim/io/problem_readers.hpp"

namespace isinglass::readers {
namespace {

struct Header {
  std::int64_t variables = 0;
  std::int64_t diagonals = 0;
  std::int64_t pairs = 0;
  std::size_t line = 0;
};

Header read_header(const LineScanner& scanner) {
  const auto& words = scanner.words();
  if (words.size() != 6 || words[0].text != "p" || words[1].text != "qubo") {
    scanner.fail_at_line("the first line should be 'p qubo TOPOLOGY VARIABLES DIAGONALS PAIRS'",
                         "is it another format? say which with --format rudy|biqmac|coo|qubo");
  }
  Header header;
  header.line = scanner.line_number();
  header.variables = scanner.whole(3, "the number of variables");
  if (header.variables < 1 || header.variables > most_variables) {
    scanner.fail_at_word(
        3, fmt::format("the number of variables {} is out of range 1..{}", header.variables, most_variables));
  }
  header.diagonals = scanner.whole(4, "the number of diagonals");
  if (header.diagonals < 0 || header.diagonals > header.variables) {
    scanner.fail_at_word(
        4, fmt::format("the number of diagonals {} is out of range 0..{}", header.diagonals, header.variables));
  }
  const std::int64_t most = header.variables * (header.variables - 1) / 2;
  header.pairs = scanner.whole(5, "the number of pairs");
  if (header.pairs < 0 || header.pairs > most) {
    scanner.fail_at_word(5, fmt::format("the number of pairs {} is out of range 0..{}", header.pairs, most));
  }
  return header;
}

struct Seen {
  std::int64_t diagonals = 0;
  std::int64_t pairs = 0;
};

void count_term(const LineScanner& scanner, const Header& header, const Coupling& term, Seen& seen) {
  const bool diagonal = term.i == term.j;
  auto& count = diagonal ? seen.diagonals : seen.pairs;
  const auto announced = diagonal ? header.diagonals : header.pairs;
  if (++count > announced) {
    scanner.fail_at_line(fmt::format("this line is too much: line {} announces {}", header.line,
                                     counted(announced, diagonal ? "diagonal" : "pair")));
  }
}

void check_complete(const LineScanner& scanner, const Header& header, const Seen& seen) {
  if (seen.diagonals == header.diagonals && seen.pairs == header.pairs) return;
  scanner.fail_at_end(
      fmt::format("the file ends after {} and {}, but line {} announces {} and {}", counted(seen.diagonals, "diagonal"),
                  counted(seen.pairs, "pair"), header.line, header.diagonals, header.pairs),
      "the file is truncated: fetch or write it again");
}

}  // namespace

Problem read_qbsolv(LineScanner& scanner) {
  TermList list({.first = 0, .name = "variable"});
  ProblemNote note;
  std::optional<Header> header;
  Seen seen;
  while (scanner.next()) {
    const auto first = scanner.words()[0].text;
    if (first == "c" || first[0] == '#') {
      read_note(scanner, note);
    } else if (!header) {
      header = read_header(scanner);
      list.set_variables(header->variables);
    } else {
      list.add(scanner, 0);
      count_term(scanner, *header, list.terms().back(), seen);
    }
  }
  if (!header) scanner.fail_at_end("the file holds no problem: it is empty");
  check_complete(scanner, *header, seen);
  list.check_no_duplicates(scanner);
  return problem_from_binary_file(qubo_from_terms(list, 1.0), note, scanner);
}

}  // namespace isinglass::readers
