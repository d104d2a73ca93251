// Writes a problem where the user wants it: a file, or the standard output.
#pragma once

#include <string>
#include <string_view>

#include "sim/io/problem_format.hpp"

namespace isinglass::cli {

/// The format named by --to, else by the suffix of the output file, else `fallback`; throws UsageError when none of the
/// three says anything.
ProblemFormat output_format(const std::string& to, const std::string& output, std::optional<ProblemFormat> fallback);

/// Writes `text` to the file (then one line on stderr says so), or to the standard output when `output` is empty or
/// "-".
void write_problem_text(const Problem& problem, std::string_view text, ProblemFormat format, const std::string& output);

}  // namespace isinglass::cli
