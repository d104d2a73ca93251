// `isinglass hw`: from Verilog to a bitstream for a named board (`build`), and what an earlier build came to
// (`report`).
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "hw/flow/build.hpp"
#include "hw/flow/build_report.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/colour_verilog.hpp"
#include "hw/flow/configurations.hpp"
#include "hw/flow/source_root.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/hw_parts.hpp"
#include "sim/cli/signals.hpp"
#include "sim/io/problem_load.hpp"
#include "sim/sampler/pbit_colour_core.hpp"

namespace isinglass::cli {
namespace {

namespace fs = std::filesystem;

struct HwOptions {
  std::string board;
  std::string core = "pbit_sparse";
  std::int64_t spins = 0;
  std::int64_t weight_bits = 0;
  double clock_mhz = 0.0;
  int seeds = 0;
  std::string graph;
  bool bakeable = false;
  std::string directory;
  DisplayFlags display;
};

// The problem on the graph that a core is made for; none for the other cores.
std::optional<Problem> graph_problem(const flow::Core& core, const std::string& file) {
  if (core.graph.empty()) {
    if (file.empty()) return std::nullopt;
    throw UsageError(fmt::format("{} is not made for a graph: it loads any problem", core.name), "leave out --graph");
  }
  if (file.empty()) {
    throw UsageError(fmt::format("{} is made for one graph, and none is given", core.name),
                     "--graph FILE names a problem on that graph; other weights and fields can be loaded later");
  }
  return load_problem(file);
}

// Spins to ask the catalogue for: where it names no size of a core that is made for a graph, the graph's own.
std::int64_t spins_asked(const HwOptions& options, const flow::Catalogue& catalogue,
                         const std::optional<Problem>& problem) {
  if (options.spins != 0 || !problem) return options.spins;
  return flow::find_configuration(catalogue, options.board, options.core) != nullptr ? 0 : problem->size();
}

// The sizes and wires of a core that is made for a graph.
void add_graph(flow::BuildRequest& request, const Problem& problem) {
  flow::Configuration& configuration = request.configuration;
  const ColourGraph graph = pbit_colour_graph(problem, pbit_colour_size(configuration));
  configuration.spins = graph.spins;
  configuration.graph = {{"slots", graph.slots}, {"colours", graph.colours}, {"degree", graph.degree}};
  request.generated = {{"graph.vh", flow::colour_header(graph)}, {"pbit_colour_graph.v", flow::colour_module(graph)}};
}

flow::BuildRequest request_for(const HwOptions& options, const fs::path& root) {
  const auto catalogue = flow::parse_catalogue(flow::read_text(root / "hw/boards/configurations.json"));
  const flow::Board& board = choose_board(catalogue, options.board);
  const flow::Core& core = choose_core(catalogue, options.core);
  flow::BuildRequest request;
  request.sources = root;
  request.board = board;
  request.shell = catalogue.shell;
  request.core = core;
  const auto problem = graph_problem(core, options.graph);
  request.configuration =
      flow::configuration_for(catalogue, board, core, spins_asked(options, catalogue, problem), options.weight_bits);
  if (options.clock_mhz != 0.0) {
    if (!board.pll) throw UsageError(fmt::format("{} has no PLL: its clock is {} MHz", board.name, board.input_mhz));
    request.configuration.clock_mhz = options.clock_mhz;
  }
  request.seeds = options.seeds;
  if (problem) add_graph(request, *problem);
  if (options.bakeable) {
    require_bakeable(board);
    request.marked = flow::host_rams(core, request.configuration);
  }
  return request;
}

// "1210 logic cells, 61.6 MHz": what is worth a word in the log.
std::string figures_text(const nlohmann::ordered_json& figures) {
  std::string text;
  const auto add = [&](const char* key, const char* format) {
    if (!figures.contains(key)) return;
    text += (text.empty() ? "" : ", ") + fmt::format(fmt::runtime(format), figures[key].get<double>());
  };
  add("logic_cells", "{} logic cells");
  add("fmax_mhz", "{:.1f} MHz");
  add("icetime_mhz", "{:.1f} MHz");
  add("bytes", "{} bytes");
  return text;
}

void log_step(const flow::StepEvent& event) {
  switch (event.kind) {
    case flow::StepEvent::Kind::begun:
      write_stderr(fmt::format("{:<18} ...\n", event.step));
      break;
    case flow::StepEvent::Kind::done:
      write_stderr(fmt::format("{:<18} {:>5.1f} s   {}\n", event.step, event.seconds, figures_text(event.figures)));
      break;
    case flow::StepEvent::Kind::up_to_date:
      write_stderr(fmt::format("{:<18} up to date ({})\n", event.step, figures_text(event.figures)));
      break;
  }
}

void print_report(const flow::BuildReport& report, const fs::path& directory, bool json) {
  if (json) {
    write_json(to_json(report, directory));
  } else {
    write_stdout(to_table(report, directory));
  }
}

ExitCode build(const HwOptions& options) {
  const fs::path root = flow::source_root(build_info.source_dir);
  const auto request = request_for(options, root);
  const fs::path directory =
      options.directory.empty() ? build_directory(request.configuration, options.spins != 0 || options.weight_bits != 0)
                                : fs::path(options.directory);
  flow::StepContext context;
  context.directory = fs::absolute(directory).lexically_normal();
  const InterruptGuard interrupt;
  context.interrupted = interrupt.flag();
  if (!options.display.quiet) {
    write_stderr(fmt::format("building in {}\n", directory.string()));
    context.watcher = log_step;
  }
  print_report(flow::build(context, request), directory, options.display.json);
  return ExitCode::done;
}

ExitCode report(const HwOptions& options) {
  print_report(flow::read_report(options.directory), options.directory, options.display.json);
  return ExitCode::done;
}

}  // namespace

void add_hw(CLI::App& app, Action& action) {
  auto* hw = app.add_subcommand("hw", "Boards: build a bitstream, bake a problem into it, program it, run problems");
  hw->require_subcommand(1);
  hw->footer(
      "Examples:\n"
      "  isinglass hw build --board icebreaker\n"
      "  isinglass hw report build/hw/icebreaker-pbit_sparse\n"
      "  isinglass hw program --board icebreaker\n"
      "  isinglass hw bake sk:60:1 --board hx8k-evn --core pbit_ring\n"
      "  isinglass hw run G22 --port /dev/ttyUSB1 --board icebreaker");
  const auto options = std::make_shared<HwOptions>();

  auto* build_command =
      hw->add_subcommand("build", "From Verilog to a bitstream: synth, place-and-route, timing, pack");
  build_command->add_option("--board", options->board, "Board ('isinglass info' lists them)")
      ->type_name("NAME")
      ->required();
  build_command->add_option("--core", options->core, "Core that goes onto it")
      ->type_name("NAME")
      ->capture_default_str();
  build_command
      ->add_option("--spins", options->spins,
                   "Number of spins: the configuration that has it, or one derived for the board (default: the board's "
                   "first)")
      ->type_name("N")
      ->check(whole_number(1, 1 << 24));
  build_command->add_option("--weight-bits", options->weight_bits, "Width of a weight, likewise")
      ->type_name("W")
      ->check(whole_number(1, 32));
  build_command
      ->add_option("--clock-mhz", options->clock_mhz, "Clock to ask the PLL for (default: the configuration's)")
      ->type_name("MHZ")
      ->check(positive_number());
  build_command
      ->add_option("--seeds", options->seeds,
                   "Place and route with the seeds 1..N; fmax is the slowest one's, the fastest is shipped (default: "
                   "as many as the configuration says)")
      ->type_name("N")
      ->check(whole_number(1, 1000));
  build_command
      ->add_option("--graph", options->graph,
                   "Graph that the core is made for, as a problem on it: a file or a name (pbit_colour)")
      ->type_name("FILE");
  build_command->add_flag("--bakeable", options->bakeable,
                          "Mark the memories, so that `hw bake` can write problems into the bitstream (iCE40)");
  build_command->add_option("-o,--output", options->directory, "Build directory (default: build/hw/BOARD-CORE[-NxW])")
      ->type_name("DIR");
  add_display_flags(*build_command, options->display);
  build_command->footer(
      "Steps whose command and inputs have not changed are skipped. Each step leaves STEP.log and STEP.json.\n"
      "Example:\n"
      "  isinglass hw build --board icebreaker --seeds 5 -o bits\n"
      "  isinglass hw build --board ulx3s-85f --core pbit_ring --spins 256 --weight-bits 4");
  build_command->callback([options, &action] { action.run = [options] { return build(*options); }; });

  auto* report_command = hw->add_subcommand("report", "Print the report of a finished build again");
  report_command->add_option("directory", options->directory, "Build directory")->type_name("DIR")->required();
  add_display_flags(*report_command, options->display);
  report_command->callback([options, &action] { action.run = [options] { return report(*options); }; });

  add_hw_bake(*hw, action);
  add_hw_program(*hw, action);
  add_hw_run(*hw, action);
}

}  // namespace isinglass::cli
