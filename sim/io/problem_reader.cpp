// Chooses the reader, and checks what all problems must obey.
#include "sim/io/problem_reader.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/io/problem_readers.hpp"

namespace isinglass {
namespace {

Problem read_with(LineScanner& scanner, ProblemFormat format, std::optional<Kind> kind) {
  const bool binary = format == ProblemFormat::biqmac || format == ProblemFormat::qbsolv;
  if (binary && kind && *kind != Kind::qubo) {
    throw UsageError(fmt::format("--kind {} contradicts the format {}, whose numbers are QUBO coefficients",
                                 to_string(*kind), to_string(format)),
                     "leave --kind out, or name another --format");
  }
  switch (format) {
    case ProblemFormat::rudy:
      return kind == Kind::qubo ? readers::read_biqmac(scanner) : readers::read_rudy(scanner, kind);
    case ProblemFormat::biqmac:
      return readers::read_biqmac(scanner);
    case ProblemFormat::coo:
      return readers::read_coo(scanner, kind);
    case ProblemFormat::qbsolv:
      return readers::read_qbsolv(scanner);
  }
  throw Error(ExitCode::internal, "a problem format without a reader");
}

// Energies of whole numbers are promised to be exact, so their largest possible sum must stay exact too. A change of
// variables leaves quarters, hence the factor.
void check_sums(const Problem& problem, const LineScanner& scanner) {
  double sum = std::abs(problem.offset);
  for (const double field : problem.fields) sum += std::abs(field);
  for (const auto& coupling : problem.couplings) sum += std::abs(coupling.value);
  if (sum * (problem.kind == Kind::qubo ? 4.0 : 1.0) <= 0x1p53) return;
  throw FileError({scanner.file_name(), 0, 0, 1},
                  fmt::format("the weights add up to {:.3g}, so that energies would not be exact in a double", sum),
                  "scale the weights down");
}

}  // namespace

Problem read_problem(std::string_view text, const std::string& file_name, ProblemFormat format,
                     std::optional<Kind> kind) {
  LineScanner scanner(text, file_name);
  Problem problem = read_with(scanner, format, kind);
  problem.name = problem_name_from_path(file_name);
  check_sums(problem, scanner);
  return problem;
}

}  // namespace isinglass
