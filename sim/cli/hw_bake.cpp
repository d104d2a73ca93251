// `isinglass hw bake`: writes a problem into a finished bitstream, without synthesis, place and route.
#include <fmt/format.h>

#include <memory>
#include <regex>

#include "hw/flow/bake/bake.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/source_root.hpp"
#include "hw/host/memory_match_load.hpp"
#include "hw/host/registers.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/hw_parts.hpp"
#include "sim/cli/signals.hpp"
#include "sim/io/pattern_file.hpp"
#include "sim/sampler/anneal_core.hpp"
#include "sim/sampler/memory_match.hpp"

namespace isinglass::cli {
namespace {

namespace fs = std::filesystem;

struct HwBakeFlags {
  ProblemFlags problem;
  std::vector<std::string> patterns;
  std::string board;
  std::string core = "pbit_sparse";
  std::int64_t spins = 0;
  std::int64_t weight_bits = 0;
  std::string build;
  std::string output;
  std::vector<std::string> parameters;
  DisplayFlags display;
};

/// What a host would load, and what it is of.
struct BakeLoad {
  std::string name;
  std::vector<MemoryWords> memories;
  std::uint32_t graph = 0;
};

BakeLoad load_patterns_for(const HwBakeFlags& flags) {
  if (flags.patterns.empty()) {
    throw UsageError("memory_match recalls patterns, and none are given", "--patterns glyphs, for example");
  }
  WrittenSettings written = split_parameters(flags.parameters);
  written.emplace_back("board", flags.board);
  if (flags.spins != 0) written.emplace_back("spins", fmt::format("{}", flags.spins));
  const PatternImages images = load_patterns(flags.patterns);
  const MemoryMatchTask task = plan_recall(images.set, Settings("memory-match", memory_match_parameters(), written));
  return {images.set.name, load_of(*task.image).memories, 0};
}

BakeLoad load_problem_for(const HwBakeFlags& flags, const AnnealCore& core, const flow::Configuration& configuration,
                          const CLI::App& command) {
  WrittenSettings written = split_parameters(flags.parameters);
  written.emplace_back("board", flags.board);
  written.emplace_back("spins", fmt::format("{}", configuration.spins));
  written.emplace_back("weight_bits", fmt::format("{}", configuration.weight_bits));
  const Problem problem = load(flags.problem, command);
  const AnnealTask task = plan_or_advise(core, problem, Settings(core.names.sampler, core.parameters(), written));
  return {problem.name, task.load.memories, task.load.graph};
}

/// The configuration with the graph that the build in `directory` was made for.
void read_graph(const fs::path& directory, std::uint32_t wanted, flow::Configuration& configuration) {
  const std::string header = flow::read_text(directory / "graph.vh");
  const auto value = [&](const std::string& name) -> std::string {
    std::smatch found;
    if (std::regex_search(header, found, std::regex("COLOUR_GRAPH_" + name + " (?:32'h)?([0-9A-F]+)"))) return found[1];
    throw InputError(fmt::format("{} has no {}", (directory / "graph.vh").string(), name));
  };
  compare_graph(static_cast<std::uint32_t>(std::stoul(value("FINGERPRINT"), nullptr, 16)), wanted,
                "the build in " + directory.string());
  configuration.graph = {{"slots", std::stol(value("SLOTS"))},
                         {"colours", std::stol(value("COLOURS"))},
                         {"degree", std::stol(value("DEGREE"))}};
}

void print_result(const HwBakeFlags& flags, const BakeLoad& load, const fs::path& bitstream,
                  const flow::BakeResult& result) {
  if (flags.display.json) {
    write_json({{"board", flags.board},
                {"core", flags.core},
                {"problem", load.name},
                {"bitstream", bitstream.string()},
                {"checksum", result.checksum},
                {"ram_blocks", result.blocks},
                {"ram_bits", result.bits},
                {"seconds", result.seconds},
                {"place_and_route_s", result.place_and_route_s}});
    return;
  }
  write_stdout(
      fmt::format("{} baked into {}\n  block RAM    {} blocks exchanged, {} bits, unpacked again and compared\n"
                  "  time         {:.2f} s; place and route of the build took {:.1f} s\n  checksum     {}\n",
                  load.name, bitstream.string(), result.blocks, result.bits, result.seconds, result.place_and_route_s,
                  result.checksum));
}

ExitCode bake(const CLI::App& command, HwBakeFlags flags) {
  const flow::Catalogue catalogue = flow::built_in_catalogue();
  const flow::Board& board = choose_board(catalogue, flags.board);
  const flow::Core& core = choose_core(catalogue, flags.core);
  flow::Configuration configuration = flow::configuration_for(catalogue, board, core, flags.spins, flags.weight_bits);
  require_bakeable(board);
  // What cannot be baked is refused before the problem is looked at.
  if (configuration.graph.empty()) static_cast<void>(flow::host_rams(core, configuration));
  const AnnealCore* annealer = find_anneal_core(core.name);
  const BakeLoad load =
      annealer == nullptr ? load_patterns_for(flags) : load_problem_for(flags, *annealer, configuration, command);
  const bool sized = flags.spins != 0 || flags.weight_bits != 0;
  const fs::path directory = flags.build.empty() ? build_directory(configuration, sized) : fs::path(flags.build);
  if (!fs::exists(directory / "report.json")) {
    throw UsageError(
        fmt::format("there is no finished build of {} for {} in {}", core.name, board.name, directory.string()),
        fmt::format(
            "make it with `isinglass hw build --board {} --core {}{} --bakeable`", board.name, core.name,
            sized ? fmt::format(" --spins {} --weight-bits {}", configuration.spins, configuration.weight_bits) : ""));
  }
  if (!configuration.graph.empty()) read_graph(directory, load.graph, configuration);
  const fs::path bitstream = flags.output.empty() ? directory / "baked.bin" : fs::path(flags.output);
  const InterruptGuard interrupt;
  flow::BakeRequest request;
  request.directory = fs::absolute(directory).lexically_normal();
  request.sources = flow::source_root(build_info.source_dir);
  request.bitstream = fs::absolute(bitstream).lexically_normal();
  request.rams = flow::host_rams(core, configuration);
  request.memories = load.memories;
  request.interrupted = interrupt.flag();
  print_result(flags, load, bitstream, flow::bake(request));
  return ExitCode::done;
}

}  // namespace

void add_hw_bake(CLI::App& hw, Action& action) {
  const auto flags = std::make_shared<HwBakeFlags>();
  CLI::App* command =
      hw.add_subcommand("bake", "Write a problem into a finished bitstream, without place and route (iCE40)");
  add_problem_flags(*command, flags->problem);
  command->add_option("--patterns", flags->patterns, "With memory_match: what is stored, as for recall")
      ->type_name("PATTERNS");
  command->add_option("--board", flags->board, "Board of the build ('isinglass info' lists them)")
      ->type_name("NAME")
      ->required();
  command->add_option("--core", flags->core, "Core of the build")->type_name("NAME")->capture_default_str();
  add_size_flags(*command, flags->spins, flags->weight_bits);
  command->add_option("--build", flags->build, "Build directory, made with --bakeable (default: as hw build's)")
      ->type_name("DIR");
  command->add_option("-o,--output", flags->output, "Bitstream to write (default: baked.bin in the build directory)")
      ->type_name("FILE");
  command
      ->add_option("-p,--param", flags->parameters,
                   "Set a parameter of the core's sampler, such as scale=true: KEY=VALUE")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  add_display_flags(*command, flags->display);
  command->footer(
      "The core's couplings, fields and initial words (patterns and table of memory_match) are in the bitstream then:\n"
      "the board holds the problem from power-up, and `hw run --baked` has only to check it. What lies in SPRAM "
      "cannot\n"
      "be baked: it has no initial content.\n"
      "Exit codes: 0 done, 2 usage or no build, 3 problem or build without marks, 5 a tool failed.\n"
      "Example:\n"
      "  isinglass hw build --board hx8k-evn --core pbit_ring --bakeable\n"
      "  isinglass hw bake sk:60:1 --board hx8k-evn --core pbit_ring -o sk60.bin\n"
      "  isinglass hw program sk60.bin --board hx8k-evn\n"
      "  isinglass hw run sk:60:1 --port /dev/ttyUSB1 --board hx8k-evn --core pbit_ring --baked");
  command->callback([command, flags, &action] { action.run = [command, flags] { return bake(*command, *flags); }; });
}

}  // namespace isinglass::cli
