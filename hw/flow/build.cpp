// The steps of a build, in the order that all families share.
#include "hw/flow/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "hw/flow/bake/marks.hpp"
#include "hw/flow/board_header.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/families/family.hpp"
#include "hw/flow/process.hpp"
#include "hw/flow/tool_reports.hpp"
#include "models/error.hpp"

namespace isinglass::flow {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// The commands of a build; those that its family does not have are empty.
struct Commands {
  std::string yosys, nextpnr, timing, pack;
};

Commands find_commands(const BuildRequest& request) {
  const Family& family = family_of(request.board);
  std::vector<Tool> tools = {family.yosys};
  const bool open = family.write_scripts == nullptr;
  if (open) {
    tools.push_back(family.nextpnr);
    tools.insert(tools.end(), family.timing.begin(), family.timing.end());
    tools.push_back(family.pack);
  }
  const auto found = find_tools(tools, request.sources);
  if (!open) return {found[0], "", "", ""};
  return {found[0], found[1], family.timing.empty() ? "" : found[2], found.back()};
}

// What a tool says its version is: the last line of it, because some greet before they answer.
std::string version_of(const StepContext& context, const std::string& command, const std::string& flag) {
  const fs::path log = context.directory / (fs::path(command).filename().string() + ".version");
  run_process({command, flag}, context.directory, log, context.interrupted);
  std::istringstream lines(read_text(log));
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) last = line;
  }
  return last;
}

std::string synthesis_script(const BuildRequest& request, const std::vector<fs::path>& sources) {
  std::string files;
  for (const auto& file : sources) files += fmt::format(" \"{}\"", file.string());
  const std::string synthesis =
      fmt::format("{} -top top {}", family_of(request.board).synthesis, fmt::join(request.board.yosys_options, " "));
  const std::string steps = request.marked.empty() ? synthesis
                                                   : fmt::format("{} -run begin:map_ram\n{}{} -run map_ram:", synthesis,
                                                                 mark_commands(request.marked), synthesis);
  // Source line numbers are left out of the netlist, so that it, and all that follows, depends on the logic alone.
  return fmt::format(
      "read_verilog -sv -I.{}\n{}\nsetattr -unset src\nsetattr -mod -unset src\n"
      "write_json netlist.json\nwrite_verilog -noattr netlist.v\ntee -q -o cells.json stat -json\n",
      files, steps);
}

void make_directory(const fs::path& directory) {
  std::error_code failed;
  fs::create_directories(directory, failed);
  if (failed) throw UsageError(fmt::format("cannot make the directory {}: {}", directory.string(), failed.message()));
}

// What the Verilog is given: of the board, and of the graph that a core is made for.
void write_headers(const StepContext& context, const BuildRequest& request) {
  const std::string header = board_header(request.board, request.core, request.configuration);  // refuses bad clocks
  make_directory(context.directory);
  put_text(context.directory / "configuration.vh", header);
  for (const auto& [name, text] : request.generated) put_text(context.directory / name, text);
}

Step synthesis_step(const StepContext& context, const BuildRequest& request, const std::string& yosys) {
  std::vector<fs::path> sources;
  for (const auto& name : source_names(request)) sources.push_back(request.sources / name);
  for (const auto& name : generated_source_names(request)) sources.emplace_back(name);
  put_text(context.directory / "synth.ys", synthesis_script(request, sources));
  Step step;
  step.name = "synth";
  step.tool_version = version_of(context, yosys, "-V");
  step.command = {yosys, "synth.ys"};
  step.inputs = {"synth.ys", "configuration.vh"};
  step.inputs.insert(step.inputs.end(), sources.begin(), sources.end());
  for (const auto& file : request.generated) {
    if (!file.first.ends_with(".v")) step.inputs.emplace_back(file.first);
  }
  step.outputs = {"netlist.json", "netlist.v", "cells.json"};
  step.figures = [&family = family_of(request.board)](const fs::path& directory) {
    return to_json(mapped_resources(read_text(directory / "cells.json"), family));
  };
  return step;
}

// Tools that run in a sandbox want the pins as a path from the root.
Step place_step(const BuildRequest& request, const std::string& nextpnr, const std::string& version, int seed) {
  const Family& family = family_of(request.board);
  const std::string name = fmt::format("place-and-route-{}", seed);
  const fs::path pins = request.sources / request.board.pins;
  const std::string placed = name + std::string(family.placed_suffix);
  Step step;
  step.name = name;
  step.tool_version = version;
  step.command = {nextpnr};
  const auto add = [&](const std::vector<std::string>& words) {
    step.command.insert(step.command.end(), words.begin(), words.end());
  };
  add(request.board.nextpnr_options);
  add(request.configuration.nextpnr_options);
  add({"--json", "netlist.json"});
  add(family.place_options(request.board, pins.string(), placed));
  // A missed clock is judged here, over all seeds; every other failure of nextpnr ends the step.
  add({"--report", name + ".nextpnr.json", "--freq", fmt::format("{}", request.configuration.clock_mhz), "--seed",
       std::to_string(seed), "--timing-allow-fail"});
  step.inputs = {"netlist.json", pins};
  step.outputs = {placed, name + ".nextpnr.json"};
  step.figures = [name, blocks = family.utilization](const fs::path& directory) {
    const PlacedDesign design = placed_design(read_text(directory / (name + ".nextpnr.json")), blocks);
    Json figures = to_json(design.used);
    figures["fmax_mhz"] = design.fmax_mhz;
    return figures;
  };
  return step;
}

Step pack_step(const BuildRequest& request, const std::string& pack, const std::string& placed,
               const std::string& bitstream) {
  Step step;
  step.name = "pack";
  step.command = {pack};
  const auto options = family_of(request.board).pack_options(request.board, placed, bitstream);
  step.command.insert(step.command.end(), options.begin(), options.end());
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

void check_capacity(const BuildRequest& request, const Resources& found) {
  const std::string excess = excess_resources(found, request.board.capacity);
  if (excess.empty()) return;
  throw HardwareError(fmt::format("{} does not fit on {}: {}", request.core.name, request.board.name, excess),
                      "take fewer spins or narrower weights (--spins, --weight-bits), or a larger board");
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

Resources run_synthesis(const StepContext& context, const BuildRequest& request, const std::string& yosys) {
  const StepResult result = run_step(context, synthesis_step(context, request, yosys));
  Resources found = resources_from_json(result.figures);
  check_floors(context, request, "synth", found);
  check_capacity(request, found);
  return found;
}

// Places with all seeds and checks each; the slowest one counts.
std::vector<StepResult> place_all(const StepContext& context, const BuildRequest& request, const std::string& nextpnr,
                                  const std::string& version) {
  const int seeds = request.seeds > 0 ? request.seeds : request.configuration.seeds;
  std::vector<Step> steps;
  for (int seed = 1; seed <= seeds; ++seed) steps.push_back(place_step(request, nextpnr, version, seed));
  auto results = run_steps(context, steps, request.workers);
  std::size_t slowest = 0;
  for (std::size_t k = 0; k < results.size(); ++k) {
    check_floors(context, request, steps[k].name, resources_from_json(results[k].figures));
    if (results[k].figures["fmax_mhz"] < results[slowest].figures["fmax_mhz"]) slowest = k;
  }
  check_clock(context, request, steps[slowest].name, results[slowest].figures["fmax_mhz"].get<double>());
  return results;
}

// What a report says before any tool has run.
BuildReport report_of(const BuildRequest& request) {
  const Configuration& configuration = request.configuration;
  BuildReport report;
  report.board = request.board.name;
  report.core = request.core.name;
  report.device = request.board.device;
  report.package = request.board.package;
  report.spins = configuration.spins;
  report.entries = configuration.entries;
  report.couplings = configuration.couplings();
  report.weight_bits = configuration.weight_bits;
  report.field_bits = configuration.field_bits;
  report.capacity = request.board.capacity;
  report.clock_mhz = configuration.clock_mhz;
  report.baud = configuration.baud;
  report.spins_per_clock = request.core.spins_per_clock;
  report.remark = family_of(request.board).remark;
  return report;
}

// From the netlist to the bitstream with open tools.
void place_and_pack(const StepContext& context, const BuildRequest& request, const Commands& commands,
                    const std::string& bitstream, BuildReport& report) {
  const Family& family = family_of(request.board);
  const std::string version = version_of(context, commands.nextpnr, "--version");
  report.tools.push_back(version);
  const auto placed = place_all(context, request, commands.nextpnr, version);
  for (const auto& result : placed) report.fmax_mhz_seeds.push_back(result.figures["fmax_mhz"].get<double>());
  const auto fastest = std::max_element(report.fmax_mhz_seeds.begin(), report.fmax_mhz_seeds.end());
  report.shipped_seed = 1 + static_cast<int>(fastest - report.fmax_mhz_seeds.begin());
  report.used = resources_from_json(placed[static_cast<std::size_t>(report.shipped_seed - 1)].figures);

  const std::string shipped = fmt::format("place-and-route-{}{}", report.shipped_seed, family.placed_suffix);
  if (family.timing_step != nullptr) {
    const Step timing = family.timing_step(request, commands.timing, shipped);
    report.icetime_mhz = run_timing(context, timing).figures["icetime_mhz"].get<double>();
    check_clock(context, request, "timing", report.icetime_mhz);
  }
  std::string packed = shipped;
  if (family.mend != nullptr) {
    packed = "mended" + std::string(family.placed_suffix);
    put_text(context.directory / packed, family.mend(read_text(context.directory / shipped)));
  }
  run_step(context, pack_step(request, commands.pack, packed, bitstream));
  report.files = {{"bitstream", bitstream}};
}

}  // namespace

std::vector<std::string> source_names(const BuildRequest& request) {
  std::vector<std::string> names;
  for (const auto* list : {&request.core.sources, &request.shell, &request.board.sources}) {
    names.insert(names.end(), list->begin(), list->end());
  }
  return names;
}

std::vector<std::string> generated_source_names(const BuildRequest& request) {
  std::vector<std::string> names;
  for (const auto& file : request.generated) {
    if (file.first.ends_with(".v")) names.push_back(file.first);
  }
  return names;
}

void put_text(const fs::path& file, const std::string& text) {
  if (!fs::exists(file) || read_text(file) != text) write_text(file, text);
}

Resources synthesise(const StepContext& context, const BuildRequest& request) {
  const std::string yosys = find_tools({family_of(request.board).yosys}, request.sources).front();
  write_headers(context, request);
  return run_synthesis(context, request, yosys);
}

BuildReport build(const StepContext& context, const BuildRequest& request) {
  const Family& family = family_of(request.board);
  write_headers(context, request);  // of use without any tool
  const Commands commands = find_commands(request);
  const std::string bitstream = fmt::format("{}-{}{}", request.core.name, request.board.name, family.bitstream_suffix);
  const fs::path& directory = context.directory;
  std::error_code ignored;
  fs::remove(directory / "report.json", ignored);
  BuildReport report = report_of(request);
  try {
    report.used = run_synthesis(context, request, commands.yosys);
    report.tools = {version_of(context, commands.yosys, "-V")};
    if (family.write_scripts != nullptr) {
      for (const auto& name : family.write_scripts(context, request)) {
        report.files.emplace_back(report.files.empty() ? "script" : name, name);
      }
    } else {
      place_and_pack(context, request, commands, bitstream, report);
    }
  } catch (...) {
    remove_answers(directory, bitstream);
    throw;
  }
  report.files.emplace_back("netlist", "netlist.json");
  for (const auto& [what, name] : report.files) report.checksums.emplace_back(what, file_checksum(directory / name));
  write_report(report, directory);
  return report;
}

}  // namespace isinglass::flow
