// The properties of the readers.
#include "testbench/fuzz/reader_target.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "models/error.hpp"
#include "sim/io/gzip.hpp"
#include "sim/io/problem_hash.hpp"
#include "sim/io/problem_reader.hpp"
#include "sim/io/problem_writer.hpp"

namespace isinglass::fuzz {
namespace {

constexpr std::array<ProblemFormat, 4> formats{ProblemFormat::rudy, ProblemFormat::biqmac, ProblemFormat::coo,
                                               ProblemFormat::qbsolv};
constexpr std::array<std::optional<Kind>, 4> kinds{std::nullopt, Kind::maxcut, Kind::ising, Kind::qubo};
constexpr std::int32_t most_variables_tried = 100'000;  // larger ones are legal, and slow to write

std::optional<Problem> read(std::string_view text, ProblemFormat format, std::optional<Kind> kind) {
  try {
    return read_problem(text, "fuzz", format, kind);
  } catch (const InputError& error) {
    const std::string message = error.what();
    if (message.rfind("fuzz:", 0) != 0) throw std::logic_error("a message without its file: " + message);
    return std::nullopt;
  } catch (const UsageError&) {
    return std::nullopt;
  }
}

void check_finite(const Problem& problem) {
  const auto finite = [](double value) { return std::isfinite(value); };
  const bool sound = finite(problem.offset) && std::all_of(problem.fields.begin(), problem.fields.end(), finite) &&
                     std::all_of(problem.couplings.begin(), problem.couplings.end(),
                                 [&](const Coupling& c) { return finite(c.value) && 0 <= c.i && c.i < c.j; });
  if (!sound)
    throw std::logic_error("a problem with a number that is not finite, or a pair out of order, was accepted");
}

void check_round_trip(const Problem& problem, ProblemFormat format) {
  if (problem.size() > most_variables_tried) return;
  if (format == ProblemFormat::rudy && problem.has_fields()) return;
  const auto again = read(problem_text(problem, format), format, std::nullopt);
  if (!again) return;  // factors of two or four may push a sum of weights over the limit
  if (again->size() != problem.size()) throw std::logic_error("a problem changed its size on its way through a file");
  // Only whole numbers are promised to come back the same from another set of variables.
  const bool exact = problem.is_integer() && problem.kind != Kind::qubo;
  if (exact && problem_sha256(*again) != problem_sha256(problem)) {
    throw std::logic_error("a problem changed on its way through a file");
  }
}

}  // namespace

void try_all_readers(std::string_view bytes) {
  for (const auto format : formats) {
    for (const auto kind : kinds) {
      const auto problem = read(bytes, format, kind);
      if (!problem) continue;
      check_finite(*problem);
      for (const auto target : formats) check_round_trip(*problem, target);
    }
  }
  try {
    (void)recognise_problem_format("fuzz", bytes);
  } catch (const InputError&) {  // it may say that it does not know
  }
  try {
    (void)gunzip(bytes, "fuzz", 1U << 24U);
  } catch (const InputError&) {  // most bytes are no gzip data
  }
}

}  // namespace isinglass::fuzz
