// The steps of an iCE40 build.
#include "hw/flow/ice40_build.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hw/flow/board_header.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"
#include "hw/flow/tool_reports.hpp"
#include "models/error.hpp"

namespace isinglass::flow {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

void require_tools(const std::vector<std::pair<std::string, std::string>>& tool_packages) {
  std::vector<std::string> missing, packages;
  for (const auto& [tool, package] : tool_packages) {
    if (find_program(tool)) continue;
    missing.push_back(tool);
    if (std::find(packages.begin(), packages.end(), package) == packages.end()) packages.push_back(package);
  }
  if (missing.empty()) return;
  const std::string last = missing.size() > 1 ? " and " + missing.back() : "";
  const std::size_t first = missing.size() > 1 ? missing.size() - 1 : 1;
  throw UsageError(fmt::format("hw build needs {}{}, which {} not installed",
                               fmt::join(missing.begin(), missing.begin() + static_cast<std::ptrdiff_t>(first), ", "),
                               last, missing.size() == 1 ? "is" : "are"),
                   fmt::format("apt-get install {}", fmt::join(packages, " ")));
}

// What a tool says its version is, the first line of it.
std::string version_of(const StepContext& context, const std::vector<std::string>& command) {
  const fs::path log = context.directory / (command.front() + ".version");
  run_process(command, context.directory, log, context.interrupted);
  const std::string text = read_text(log);
  return text.substr(0, text.find('\n'));
}

std::string synthesis_script(const BuildRequest& request, const std::vector<fs::path>& sources) {
  std::string files;
  for (const auto& file : sources) files += fmt::format(" \"{}\"", file.string());
  // Source line numbers are left out of the netlist, so that it, and all that follows, depends on the logic alone.
  return fmt::format(
      "read_verilog -sv -I.{}\nsynth_ice40 -top top {}\nsetattr -unset src\nsetattr -mod -unset src\n"
      "write_json netlist.json\nwrite_verilog -noattr netlist.v\ntee -q -o cells.json stat -json\n",
      files, fmt::join(request.board.yosys_options, " "));
}

std::vector<fs::path> source_files(const BuildRequest& request) {
  std::vector<fs::path> files;
  for (const auto* list : {&request.core.sources, &request.shell, &request.board.sources}) {
    for (const auto& name : *list) files.push_back(request.sources / name);
  }
  return files;
}

// Rewrites a file only when its text changes.
void put_text(const fs::path& file, const std::string& text) {
  if (!fs::exists(file) || read_text(file) != text) write_text(file, text);
}

Step synthesis_step(const StepContext& context, const BuildRequest& request) {
  const auto sources = source_files(request);
  put_text(context.directory / "configuration.vh", board_header(request.board, request.core, request.configuration));
  put_text(context.directory / "synth.ys", synthesis_script(request, sources));
  Step step;
  step.name = "synth";
  step.tool_version = version_of(context, {"yosys", "-V"});
  step.command = {"yosys", "synth.ys"};
  step.inputs = {"synth.ys", "configuration.vh"};
  step.inputs.insert(step.inputs.end(), sources.begin(), sources.end());
  step.outputs = {"netlist.json", "netlist.v", "cells.json"};
  step.figures = [](const fs::path& directory) {
    return to_json(mapped_resources(read_text(directory / "cells.json")));
  };
  return step;
}

Step place_step(const BuildRequest& request, const std::string& version, int seed) {
  const std::string name = fmt::format("place-and-route-{}", seed);
  const fs::path pins = request.sources / request.board.pins;
  Step step;
  step.name = name;
  step.tool_version = version;
  // A missed clock is judged here, over all seeds; every other failure of nextpnr ends the step.
  step.command = {"nextpnr-ice40",
                  "--" + request.board.nextpnr_device,
                  "--package",
                  request.board.package,
                  "--json",
                  "netlist.json",
                  "--pcf",
                  pins.string(),
                  "--asc",
                  name + ".asc",
                  "--report",
                  name + ".nextpnr.json",
                  "--freq",
                  fmt::format("{}", request.configuration.clock_mhz),
                  "--seed",
                  std::to_string(seed),
                  "--timing-allow-fail"};
  step.inputs = {"netlist.json", pins};
  step.outputs = {name + ".asc", name + ".nextpnr.json"};
  step.figures = [name](const fs::path& directory) {
    const PlacedDesign design = placed_design(read_text(directory / (name + ".nextpnr.json")));
    Json figures = to_json(design.used);
    figures["fmax_mhz"] = design.fmax_mhz;
    return figures;
  };
  return step;
}

Step timing_step(const BuildRequest& request, const std::string& placed) {
  const fs::path pins = request.sources / request.board.pins;
  Step step;
  step.name = "timing";
  step.command = {"icetime", "-d",  request.board.icetime_device, "-P", request.board.package, "-p", pins.string(),
                  "-t",      placed};
  step.inputs = {placed, pins};
  step.outputs = {"timing.log"};
  step.figures = [](const fs::path& directory) {
    return Json{{"icetime_mhz", icetime_mhz(read_text(directory / "timing.log"))}};
  };
  return step;
}

Step pack_step(const std::string& placed, const std::string& bitstream) {
  Step step;
  step.name = "pack";
  step.command = {"icepack", placed, bitstream};
  step.inputs = {placed};
  step.outputs = {bitstream};
  step.figures = [bitstream](const fs::path& directory) {
    return Json{{"bytes", fs::file_size(directory / bitstream)}};
  };
  return step;
}

void check_floors(const StepContext& context, const BuildRequest& request, const std::string& step,
                  const Resources& found) {
  const std::string missing = missing_resources(found, request.configuration.floors);
  if (missing.empty()) return;
  throw HardwareError(fmt::format("step {} lost logic on the way: {}", step, missing),
                      fmt::format("look for warnings in {}; the floors stand in hw/boards/configurations.json",
                                  (context.directory / (step + ".log")).string()));
}

void check_clock(const StepContext& context, const BuildRequest& request, const std::string& step, double found_mhz) {
  if (found_mhz >= request.configuration.clock_mhz) return;
  throw HardwareError(fmt::format("step {} missed timing: {:.2f} MHz reached, {} MHz asked for", step, found_mhz,
                                  request.configuration.clock_mhz),
                      fmt::format("the critical path is in {}", (context.directory / (step + ".log")).string()));
}

// icetime reads device data that Debian ships apart from the program.
StepResult run_timing(const StepContext& context, const Step& step) try {
  return run_step(context, step);
} catch (const HardwareError& error) {
  if (std::string_view(error.what()).find("chipdb") == std::string_view::npos) throw;
  throw UsageError("hw build needs the device data of icetime, which are not installed",
                   "apt-get install fpga-icestorm-chipdb");
}

void remove_answers(const fs::path& directory, const std::string& bitstream) {
  std::error_code ignored;
  fs::remove(directory / "report.json", ignored);
  fs::remove(directory / bitstream, ignored);
}

// Places with all seeds and checks each; the slowest one counts.
std::vector<StepResult> place_all(const StepContext& context, const BuildRequest& request, const std::string& version,
                                  int seeds) {
  std::vector<Step> steps;
  for (int seed = 1; seed <= seeds; ++seed) steps.push_back(place_step(request, version, seed));
  auto results = run_steps(context, steps, request.workers);
  std::size_t slowest = 0;
  for (std::size_t k = 0; k < results.size(); ++k) {
    check_floors(context, request, steps[k].name, resources_from_json(results[k].figures));
    if (results[k].figures["fmax_mhz"] < results[slowest].figures["fmax_mhz"]) slowest = k;
  }
  check_clock(context, request, steps[slowest].name, results[slowest].figures["fmax_mhz"].get<double>());
  return results;
}

}  // namespace

Resources synthesise_ice40(const StepContext& context, const BuildRequest& request) {
  require_tools({{"yosys", "yosys"}});
  std::error_code failed;
  fs::create_directories(context.directory, failed);
  if (failed) {
    throw UsageError(fmt::format("cannot make the directory {}: {}", context.directory.string(), failed.message()));
  }
  const StepResult result = run_step(context, synthesis_step(context, request));
  Resources found = resources_from_json(result.figures);
  check_floors(context, request, "synth", found);
  return found;
}

BuildReport build_ice40(const StepContext& context, const BuildRequest& request) {
  require_tools({{"yosys", "yosys"},
                 {"nextpnr-ice40", "nextpnr-ice40"},
                 {"icetime", "fpga-icestorm"},
                 {"icepack", "fpga-icestorm"}});
  const int seeds = request.seeds > 0 ? request.seeds : request.configuration.seeds;
  const std::string bitstream = fmt::format("{}-{}.bin", request.core.name, request.board.name);
  const fs::path& directory = context.directory;

  std::error_code ignored;
  fs::remove(directory / "report.json", ignored);
  BuildReport report;
  try {
    synthesise_ice40(context, request);
    const std::string nextpnr = version_of(context, {"nextpnr-ice40", "--version"});
    const auto placed = place_all(context, request, nextpnr, seeds);
    for (const auto& result : placed) report.fmax_mhz_seeds.push_back(result.figures["fmax_mhz"].get<double>());
    const auto fastest = std::max_element(report.fmax_mhz_seeds.begin(), report.fmax_mhz_seeds.end());
    report.shipped_seed = 1 + static_cast<int>(fastest - report.fmax_mhz_seeds.begin());
    report.used = resources_from_json(placed[static_cast<std::size_t>(report.shipped_seed - 1)].figures);
    report.tools = {version_of(context, {"yosys", "-V"}), nextpnr};

    const std::string asc = fmt::format("place-and-route-{}.asc", report.shipped_seed);
    report.icetime_mhz = run_timing(context, timing_step(request, asc)).figures["icetime_mhz"].get<double>();
    check_clock(context, request, "timing", report.icetime_mhz);
    run_step(context, pack_step(asc, bitstream));
  } catch (...) {
    remove_answers(directory, bitstream);
    throw;
  }

  const Configuration& configuration = request.configuration;
  report.board = request.board.name;
  report.core = request.core.name;
  report.device = request.board.device;
  report.package = request.board.package;
  report.spins = configuration.spins;
  report.entries = configuration.entries;
  report.weight_bits = configuration.weight_bits;
  report.field_bits = configuration.field_bits;
  report.capacity = request.board.capacity;
  report.clock_mhz = configuration.clock_mhz;
  report.baud = configuration.baud;
  report.files = {{"bitstream", bitstream}, {"netlist", "netlist.json"}};
  report.checksums = {{"bitstream", file_checksum(directory / bitstream)},
                      {"netlist", file_checksum(directory / "netlist.json")}};
  write_report(report, directory);
  return report;
}

}  // namespace isinglass::flow
