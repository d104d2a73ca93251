// The one way to a problem: a file or a name.
#pragma once

#include <optional>
#include <string>

#include "models/problem/problem.hpp"
#include "sim/io/problem_format.hpp"

namespace isinglass {

/// What the flags --format and --kind say.
struct ProblemOptions {
  std::optional<ProblemFormat> format;
  std::optional<Kind> kind;
};

/// `spec` is a file (gzip or not; "-" = standard input) or, where no such file exists, a name: G1 .. G67, G70, G72,
/// G77, G81, K2000, sk:N:SEED, regular:N:DEGREE:SEED, honeycomb:M:N. The problem's name is the instance's, or the
/// file's without folders and suffixes. Throws InputError (FileError for a place in a file; the nearest name for an
/// unknown one) or UsageError (options that contradict).
Problem load_problem(const std::string& spec, const ProblemOptions& options = {});

/// The problem of that name, files aside. Throws InputError for an unknown name.
Problem load_named_problem(const std::string& name, std::optional<Kind> kind = std::nullopt);

}  // namespace isinglass
