// `isinglass generate`: writes a problem that has a name, or one that rudy's argument line describes.
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "models/problem/rudy.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/problem_output.hpp"
#include "sim/io/problem_load.hpp"
#include "sim/io/problem_writer.hpp"

namespace isinglass::cli {
namespace {

struct GenerateRequest {
  std::string name;
  std::vector<std::string> words;  ///< rudy's argument line
  std::string output;
  std::string to;
};

std::string help_footer() {
  std::string text =
      "NAME is G1..G67, G70, G72, G77, G81, K2000, sk:N:SEED, gaussian:N[:DEGREE]:SEED, regular:N:DEGREE:SEED or\n"
      "honeycomb:M:N.\n"
      "After 'rudy' comes rudy's own argument line, read from left to right on a stack of graphs:\n";
  for (const auto& word : rudy_words()) {
    text += fmt::format("  {:<34} {}\n", word.name + " " + word.arguments, word.sentence);
  }
  return text +
         "Examples:\n"
         "  isinglass generate G22 -o G22.rud\n"
         "  isinglass generate sk:100:7 -o sk.coo.gz\n"
         "  isinglass generate rudy -rnd_graph 800 6 8001 -random 0 1 8001 -times 2 -plus -1 -o G6.rud\n";
}

// rudy's words look like flags, so everything behind "rudy" comes here unread: -o and --to are picked out by hand.
void split_rudy_line(const std::vector<std::string>& line, GenerateRequest& request) {
  for (std::size_t w = 0; w < line.size(); ++w) {
    const bool output = line[w] == "-o" || line[w] == "--output";
    if (!output && line[w] != "--to") {
      request.words.push_back(line[w]);
      continue;
    }
    if (w + 1 == line.size()) throw UsageError(fmt::format("{} wants a value behind it", line[w]));
    (output ? request.output : request.to) = line[w + 1];
    ++w;
  }
}

// The published file of K2000 has a blank at the end of its first line; byte for byte means with it.
std::string text_of(const Problem& problem, ProblemFormat format) {
  const bool published = format == ProblemFormat::rudy && problem.name == "K2000";
  return published ? rudy_text(problem, " \n") : problem_text(problem, format);
}

ExitCode generate(const GenerateRequest& request) {
  if (request.name.empty()) {
    throw UsageError("generate needs a name, or the word rudy with an argument line",
                     "for example: isinglass generate G22 -o G22.rud");
  }
  const ProblemFormat format = output_format(request.to, request.output, ProblemFormat::rudy);
  std::optional<Problem> problem;
  if (request.name == "rudy") {
    problem = rudy_problem("rudy", request.words);
  } else {
    problem = load_named_problem(request.name);
  }
  write_problem_text(*problem, text_of(*problem, format), format, request.output);
  return ExitCode::done;
}

}  // namespace

void add_generate(CLI::App& app, Action& action) {
  auto request = std::make_shared<GenerateRequest>();
  auto* command = app.add_subcommand("generate", "Write a problem that has a name, or one in rudy's own language");
  command->add_option("NAME", request->name, "Name of the problem, or the word rudy")->type_name("");
  command->add_option("-o,--output", request->output, "File to write (default: standard output)")->type_name("FILE");
  command->add_option("--to", request->to, "Format to write: rudy, biqmac, coo or qubo (default: by the file's name)")
      ->type_name("FORMAT");
  command->footer(help_footer());
  command->prefix_command();
  command->callback([&action, request, command] {
    const auto rest = command->remaining();
    if (request->name != "rudy" && !rest.empty()) {
      throw UsageError(fmt::format("'{}' is not understood behind 'generate {}'", rest.front(), request->name));
    }
    split_rudy_line(rest, *request);
    action.run = [request] { return generate(*request); };
  });
}

}  // namespace isinglass::cli
