// Turns the text of a problem file into a Problem. Every format's own sign and factor is converted here and nowhere
// else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/problem/problem.hpp"
#include "sim/io/problem_format.hpp"

namespace isinglass {

/// Reads `text`; `file_name` is what messages call it. `kind` says what the numbers mean where the text leaves it open:
/// rudy is max-cut unless told (ising: J = w; qubo: read as biqmac), coo follows its vartype. Throws FileError at the
/// line and word at fault.
Problem read_problem(std::string_view text, const std::string& file_name, ProblemFormat format,
                     std::optional<Kind> kind = std::nullopt);

}  // namespace isinglass
