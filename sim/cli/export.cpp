// `isinglass export`: a machine in the language of another tool. So far: netlists for ngspice.
#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/spice_request.hpp"
#include "sim/io/atomic_file.hpp"

namespace isinglass::cli {
namespace {

struct ExportFlags {
  ProblemFlags problem;
  SpiceFlags spice;
  std::vector<std::string> parameters;
  std::string seed = "0";
  std::string output;
};

ExitCode export_spice(const CLI::App& command, const ExportFlags& flags) {
  const SpiceRequest request = make_spice_request(flags.problem, command, flags.spice, flags.parameters, flags.seed);
  if (request.silenced) write_stderr("isinglass: the netlist has no noise, which no second simulator would repeat\n");
  if (flags.output.empty()) {
    write_stdout(request.circuit.netlist.text);
  } else {
    write_file(flags.output, request.circuit.netlist.text);
  }
  return ExitCode::done;
}

}  // namespace

void add_export(CLI::App& app, Action& action) {
  const auto flags = std::make_shared<ExportFlags>();
  CLI::App* command = app.add_subcommand("export", "A machine in the language of another tool");
  command->require_subcommand(1);
  CLI::App* spice = command->add_subcommand("spice", "The netlist of a circuit for ngspice, with its values and start");
  add_problem_flags(*spice, flags->problem);
  add_spice_flags(*spice, flags->spice);
  spice->add_option("--seed", flags->seed, "Seed of the start: a whole number, or random")
      ->type_name("N|random")
      ->capture_default_str();
  spice->add_option("-p,--param", flags->parameters, "Parameter of the circuit; see 'isinglass info'")
      ->type_name("KEY=VALUE");
  spice->add_option("-o,--output", flags->output, "File to write (default: standard output)")->type_name("FILE");
  spice->footer(
      "Examples:\n"
      "  isinglass export spice sk:4:1 --sampler hopfield -o hopfield.cir\n"
      "  isinglass export spice ring.rud -p periods=200 -o ring.cir && ngspice -b -r ring.raw ring.cir\n"
      "  isinglass cosim ring.rud --against ngspice -p periods=200     runs it and compares");
  spice->callback([spice, flags, &action] { action.run = [spice, flags] { return export_spice(*spice, *flags); }; });
}

}  // namespace isinglass::cli
