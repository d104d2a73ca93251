// File or standard output.
#include "sim/cli/problem_output.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "models/error.hpp"
#include "sim/io/atomic_file.hpp"

namespace isinglass::cli {
namespace {

void print_text(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (!written) {
    throw UsageError(fmt::format("cannot write to the standard output: {}", std::generic_category().message(errno)));
  }
}

}  // namespace

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
  if (output.empty() || output == "-") return print_text(text);
  write_file(output, text);
  fmt::print(stderr, "{}: {} variables, {} couplings, written to {} ({})\n", problem.name, problem.size(),
             problem.couplings.size(), output, to_string(format));
}

}  // namespace isinglass::cli
