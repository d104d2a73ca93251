// `isinglass convert`: reads a problem in one format and writes it in another, with the same objective for every
// sample.
#include <fmt/format.h>

#include <memory>
#include <string>

#include "models/problem/ancilla.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/problem_output.hpp"
#include "sim/io/problem_writer.hpp"

namespace isinglass::cli {
namespace {

struct Request {
  ProblemFlags problem;
  std::string output;
  std::string to;
  bool ancilla = false;
};

constexpr const char* footer =
    "The objective stays in the problem's own terms: a max-cut written as a QUBO has the value -cut and is read back "
    "as\n"
    "the same max-cut. What a format has no place for is kept in a comment that begins with 'isinglass:'.\n"
    "Examples:\n"
    "  isinglass convert G22 -o G22.qubo\n"
    "  isinglass convert be100.1.sparse -o be100.1.coo\n"
    "  isinglass convert be100.1.sparse --ancilla -o be100.1.rud\n"
    "  isinglass convert problem.txt --format biqmac --to coo\n";

ExitCode convert(const Request& request, const CLI::App& command) {
  const ProblemFormat format = output_format(request.to, request.output, std::nullopt);
  Problem problem = load(request.problem, command);
  if (request.ancilla && problem.has_fields() && format == ProblemFormat::rudy) {
    const auto fields = problem.size();
    problem = with_ancilla(problem);
    write_stderr(
        fmt::format("the fields are carried by the added vertex {}: where it is -1, flip all others\n", fields + 1));
  }
  write_problem_text(problem, problem_text(problem, format), format, request.output);
  return ExitCode::done;
}

}  // namespace

void add_convert(CLI::App& app, Action& action) {
  auto request = std::make_shared<Request>();
  auto* command = app.add_subcommand("convert", "Write a problem in another format");
  add_problem_flags(*command, request->problem);
  command->add_option("-o,--output", request->output, "File to write (default: standard output)")->type_name("FILE");
  command->add_option("--to", request->to, "Format to write: rudy, biqmac, coo or qubo (default: by the file's name)")
      ->type_name("FORMAT");
  command->add_flag("--ancilla", request->ancilla, "Let one more spin carry fields that the format has no place for");
  command->footer(footer);
  command->callback(
      [&action, request, command] { action.run = [request, command] { return convert(*request, *command); }; });
}

}  // namespace isinglass::cli
