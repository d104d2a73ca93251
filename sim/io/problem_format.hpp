// The problem formats: their names and how a file is recognised.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/problem/problem.hpp"

namespace isinglass {

/// docs/formats.md tells each of them.
enum class ProblemFormat {
  rudy,    ///< "n m", then "i j w": the G-set's, vertices from 1
  biqmac,  ///< "n m", then "i j q": Biq Mac's .sparse, minimise x^T Q x with symmetric Q
  coo,     ///< "i j value" from 0 with "# vartype=SPIN|BINARY": dimod's
  qbsolv   ///< "p qubo 0 n d e", then "i i a" and "i j b" from 0: qbsolv's .qubo
};

/// "rudy", "biqmac", "coo" or "qubo".
std::string to_string(ProblemFormat format);
/// By name as given to --format; throws UsageError with the nearest name.
ProblemFormat problem_format_from_name(const std::string& name);
/// By name as given to --kind; throws UsageError with the nearest name.
Kind kind_from_name(const std::string& name);
/// By the suffix of a file name (".gz" is looked through), if it says anything.
std::optional<ProblemFormat> problem_format_from_suffix(const std::string& path);
/// By the suffix and the first lines of the text. Throws FileError when neither says enough.
ProblemFormat recognise_problem_format(const std::string& path, std::string_view text);
/// File name without folders and known suffixes: "runs/G22.rud.gz" is "G22".
std::string problem_name_from_path(const std::string& path);

}  // namespace isinglass
