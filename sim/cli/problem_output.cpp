// File or standard output.
#include "sim/cli/problem_output.hpp"

#include <fmt/format.h>

#include "models/error.hpp"
#include "sim/cli/output.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/report/format.hpp"

namespace isinglass::cli {

ProblemFormat output_format(const std::string& to, const std::string& output, std::optional<ProblemFormat> fallback) {
  if (!to.empty()) return problem_format_from_name(to);
  if (const auto format = problem_format_from_suffix(output)) return *format;
  if (fallback) return *fallback;
  throw UsageError(output.empty() ? "the format to write is not said"
                                  : fmt::format("the name '{}' does not say which format to write", output),
                   "give --to rudy|biqmac|coo|qubo, or a name that ends in .rud, .sparse, .coo or .qubo");
}

void write_problem_text(const Problem& problem, std::string_view text, ProblemFormat format,
                        const std::string& output) {
  if (output.empty() || output == "-") return write_stdout(text);
  write_file(output, text);
  write_stderr(fmt::format("{}: {}, {}, written to {} ({})\n", problem.name,
                           format_count_of(problem.size(), "variable"),
                           format_count_of(std::ssize(problem.couplings), "coupling"), output, to_string(format)));
}

}  // namespace isinglass::cli
