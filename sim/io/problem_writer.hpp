// Turns a Problem into the text of a problem file.
#pragma once

#include <string>
#include <string_view>

#include "models/problem/problem.hpp"
#include "sim/io/problem_format.hpp"

namespace isinglass {

/// The text of `problem` in `format`, such that reading it gives the same objective for every sample. What the format
/// has no place for (offset, kind) goes into an "isinglass:" comment, written only when needed. Numbers are written so
/// that they read back as the same doubles. Throws InputError when the problem has fields and the format (rudy) has no
/// place for them: `with_ancilla` makes a problem without.
std::string problem_text(const Problem& problem, ProblemFormat format);

/// A rudy file without any comment; `header_end` closes the first line (the published file of K2000 has " \n" there).
std::string rudy_text(const Problem& problem, std::string_view header_end = "\n");

}  // namespace isinglass
