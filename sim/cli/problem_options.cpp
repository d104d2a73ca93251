// Declares and reads --format and --kind.
#include "sim/cli/problem_options.hpp"

namespace isinglass::cli {

void ProblemFlags::add_to(CLI::App& command) {
  command
      .add_option("--format", format_,
                  "Format of the problem file: rudy, biqmac, coo or qubo (default: by name and content)")
      ->type_name("FORMAT");
  command
      .add_option("--kind", kind_,
                  "What the numbers mean: maxcut, ising or qubo (default: by format; rudy files are max-cut)")
      ->type_name("KIND");
}

ProblemOptions ProblemFlags::options() const {
  ProblemOptions options;
  if (!format_.empty()) options.format = problem_format_from_name(format_);
  if (!kind_.empty()) options.kind = kind_from_name(kind_);
  return options;
}

}  // namespace isinglass::cli
