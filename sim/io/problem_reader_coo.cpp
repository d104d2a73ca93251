// dimod's COO: "# vartype=SPIN" or "# vartype=BINARY", then "i j value" counted from 0; i = j is a linear bias.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sim/io/problem_readers.hpp"

namespace isinglass::readers {
namespace {

enum class Vartype { spin, binary };

// dimod writes "# vartype=SPIN"; older files have "vartype: SPIN".
std::optional<Vartype> vartype_of(const LineScanner& scanner) {
  std::string line(scanner.line());
  std::transform(line.begin(), line.end(), line.begin(), [](unsigned char c) { return std::toupper(c); });
  const auto at = line.find("VARTYPE");
  if (at == std::string::npos) return std::nullopt;
  std::string value;
  for (std::size_t k = at + 7; k < line.size(); ++k) {
    if (std::isalpha(static_cast<unsigned char>(line[k])) != 0) value += line[k];
  }
  if (value == "SPIN") return Vartype::spin;
  if (value == "BINARY") return Vartype::binary;
  scanner.fail_at_line("the vartype is neither SPIN nor BINARY");
}

Vartype settle_vartype(std::optional<Vartype> written, std::optional<Kind> kind, const LineScanner& scanner) {
  if (!written && !kind) {
    throw FileError({scanner.file_name(), 0, 0, 1}, "the file does not say whether its variables are spins or bits",
                    "add the line '# vartype=SPIN' or '# vartype=BINARY', or give --kind ising|qubo");
  }
  if (!written) return kind == Kind::qubo ? Vartype::binary : Vartype::spin;
  if (kind && (*kind == Kind::qubo) != (*written == Vartype::binary)) {
    throw UsageError(
        fmt::format("--kind {} contradicts the vartype written in '{}'", to_string(*kind), scanner.file_name()),
        "leave --kind out");
  }
  return *written;
}

Problem problem_from_spins(const TermList& list, Kind kind, const ProblemNote& note, const LineScanner& scanner) {
  Problem problem;
  problem.kind = kind;
  problem.fields.assign(static_cast<std::size_t>(list.variables()), 0.0);
  for (const auto& term : list.terms()) {
    if (term.i == term.j) {
      problem.fields[static_cast<std::size_t>(term.i)] = term.value;
    } else {
      problem.couplings.push_back(term);
    }
  }
  if (kind == Kind::maxcut && problem.has_fields()) {
    throw FileError({scanner.file_name(), 0, 0, 1}, "a max-cut problem has no linear biases, but the file has",
                    "read it with --kind ising");
  }
  if (kind != Kind::maxcut) problem.offset = note.offset.value_or(0.0);
  return problem;
}

void limit_variables(const LineScanner& scanner, std::int64_t count, TermList& list) {
  if (count > most_variables || count < list.variables()) {
    scanner.fail_at_line(fmt::format("the number of variables {} is out of range {}..{}", count,
                                     std::max<std::int64_t>(list.variables(), 1), most_variables));
  }
  list.set_variables(count);
}

}  // namespace

Problem read_coo(LineScanner& scanner, std::optional<Kind> kind) {
  TermList list({.first = 0, .name = "variable"});
  ProblemNote note;
  std::optional<Vartype> written;
  while (scanner.next()) {
    if (scanner.words()[0].text[0] == '#') {
      if (const auto vartype = vartype_of(scanner)) written = vartype;
      read_note(scanner, note);
      if (note.variables) limit_variables(scanner, *note.variables, list);
      continue;
    }
    list.add(scanner, 0);
  }
  if (list.variables() == 0) scanner.fail_at_end("the file holds no problem: it has no terms");
  list.check_no_duplicates(scanner);
  if (settle_vartype(written, kind, scanner) == Vartype::binary) {
    return problem_from_binary_file(qubo_from_terms(list, 1.0), note, scanner);
  }
  return problem_from_spins(list, kind.value_or(note.kind.value_or(Kind::ising)), note, scanner);
}

}  // namespace isinglass::readers
