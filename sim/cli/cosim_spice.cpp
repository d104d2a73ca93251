// Runs ngspice in a folder, compares, and says how far apart the two are: table, JSON, CSV and page.
#include "sim/cli/cosim_spice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "hw/flow/ngspice.hpp"
#include "models/error.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/signals.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/report/format.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/sheet.hpp"

namespace isinglass::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// The folder in which ngspice runs: the one asked for, or one that goes away.
class WorkFolder {
 public:
  explicit WorkFolder(const std::string& wanted) : path_(wanted), temporary_(wanted.empty()) {
    if (!temporary_) {
      require_writable(path_);
      fs::create_directories(path_);
      return;
    }
    path_ = (fs::temp_directory_path() / "isinglass-ngspice-XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) {
      throw UsageError(fmt::format("cannot make a folder in {}", fs::temp_directory_path().string()),
                       "name a folder with -o DIR");
    }
  }
  ~WorkFolder() {
    std::error_code ignored;
    if (temporary_ && !kept_) fs::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The log is needed by whoever reads the error.
  void keep() { kept_ = true; }

 private:
  std::string path_;
  bool temporary_;
  bool kept_ = false;
};

void refuse_giants(const SpiceNetlist& netlist) {
  constexpr double kMostValues = 1e8;
  constexpr std::int64_t kMostElements = 200000;
  const auto elements = std::count(netlist.text.begin(), netlist.text.end(), '\n');
  if (elements > kMostElements) {
    throw UsageError(fmt::format("the netlist has {} elements, more than the {} that ngspice is worth waiting for",
                                 elements, kMostElements),
                     "take a smaller or sparser problem, or use 'export spice'");
  }
  const double points = netlist.duration_s / netlist.largest_step_s;
  const double values = points * static_cast<double>(netlist.probes.size() + 1);
  if (values <= kMostValues) return;
  throw UsageError(fmt::format("ngspice would write {:.2g} values: {:.2g} time points of {} vectors", values, points,
                               netlist.probes.size()),
                   "shorten the run (-p periods=200 or -p length=20), take a smaller problem, or use 'export spice'");
}

/// What is compared in row `row`, for people: "phase of oscillator 3".
std::string row_name(const SpiceRule& rule, std::int32_t row) { return fmt::format("{} {}", rule.name, row + 1); }

struct Finished {
  const SpiceRequest& request;
  const SpiceRule& rule;
  const SpiceComparison& result;
  const std::string& folder;  ///< empty: nothing is kept
};

Json answer_json(const Finished& done) {
  const auto& [request, rule, result, folder] = done;
  Json json = {{"schema", "isinglass-spice-1"},
               {"version", build_info.version},
               {"problem",
                {{"name", request.problem.name},
                 {"kind", to_string(request.problem.kind)},
                 {"variables", request.problem.size()},
                 {"couplings", request.problem.couplings.size()}}},
               {"against", "ngspice"},
               {"sampler", request.model->info().name}};
  for (const auto& [name, value] : request.settings->values()) json["parameters"][name] = to_string(value);
  json["seed"] = request.options.seed;
  json["read"] = request.options.read;
  json["reltol"] = request.accuracy.relative;
  json["tmax_s"] = request.circuit.netlist.largest_step_s;
  json["quantity"] = rule.name;
  json["unit"] = rule.unit;
  json["tolerance"] = rule.tolerance;
  json["largest_difference"] = std::isfinite(result.largest) ? Json(result.largest) : Json(nullptr);
  json["largest_at"] = {{"time_s", result.largest_time_s}, {"index", result.largest_row}};
  json["final_difference"] = std::isfinite(result.final) ? Json(result.final) : Json(nullptr);
  json["first_divergence"] =
      result.first_beyond_s ? Json{{"quantity", rule.name}, {"time_s", *result.first_beyond_s}} : Json(nullptr);
  json["time_points"] = result.instants;
  json["time_s"] = request.circuit.netlist.duration_s;
  json["spins"] = {{"machine", result.machine_spins}, {"ngspice", result.spice_spins}};
  json["agrees"] = result.passes(rule);
  json["files"] = folder.empty() ? Json(nullptr)
                                 : Json{{"netlist", folder + "/netlist.cir"},
                                        {"results", folder + "/netlist.raw"},
                                        {"log", folder + "/netlist.log"},
                                        {"comparison", folder + "/comparison.csv"},
                                        {"report", folder + "/report.html"}};
  return json;
}

std::string verdict(const Finished& done) {
  const auto& [request, rule, result, folder] = done;
  if (result.passes(rule)) {
    return fmt::format("The two agree: at most {:.3g} {} apart where {:.3g} {} is allowed, and the same spins.",
                       result.largest, rule.unit, rule.tolerance, rule.unit);
  }
  if (result.first_beyond_s) {
    return fmt::format("The two differ: {:.3g} {} where {:.3g} {} is allowed, first exceeded after {}.", result.largest,
                       rule.unit, rule.tolerance, rule.unit, format_seconds(*result.first_beyond_s));
  }
  return "The two differ: they end in other spins.";
}

std::string table(const Finished& done, const Painter& painter) {
  const auto& [request, rule, result, folder] = done;
  std::string text =
      fmt::format("{}: {} of {} variables against ngspice, seed {}, read {}\n", painter.bold(request.problem.name),
                  request.model->info().name, request.problem.size(), request.options.seed, request.options.read);
  if (request.silenced) text += "  noise               off: no second simulator would repeat it\n";
  text += fmt::format("  compared            {} at {} time points over {}\n", rule.name,
                      format_count(static_cast<std::int64_t>(result.instants)),
                      format_seconds(request.circuit.netlist.duration_s));
  text += fmt::format("  ngspice             reltol {:g}, time steps of at most {}\n", request.accuracy.relative,
                      format_seconds(request.circuit.netlist.largest_step_s));
  text += fmt::format("  largest difference  {:.3g} {} ({}, after {})\n", result.largest, rule.unit,
                      row_name(rule, result.largest_row), format_seconds(result.largest_time_s));
  text += fmt::format("  at the end          {:.3g} {}\n", result.final, rule.unit);
  if (!folder.empty())
    text += fmt::format("  files               {}/netlist.cir, comparison.csv, report.html\n", folder);
  return text + (result.passes(rule) ? painter.green(verdict(done)) : painter.yellow(verdict(done))) + "\n";
}

std::string csv(const SpiceComparison& result) {
  const SpiceCurves& curves = result.curves;
  std::string text = "time_s";
  for (std::size_t i = 0; i < curves.machine.size(); ++i) text += fmt::format(",machine_{0},ngspice_{0}", i + 1);
  text += ",largest_difference\n";
  for (std::size_t k = 0; k < curves.time_s.size(); ++k) {
    text += fmt::format("{:.9g}", curves.time_s[k]);
    for (std::size_t i = 0; i < curves.machine.size(); ++i) {
      text += fmt::format(",{:.9g},{:.9g}", curves.machine[i][k], curves.spice[i][k]);
    }
    text += fmt::format(",{:.6g}\n", curves.difference[k]);
  }
  return text;
}

SheetChart trajectories(const std::vector<StateGroup>& layout, const SpiceCurves& curves) {
  constexpr std::size_t kRows = 4;
  const StateGroup& group = layout.front();
  SheetChart chart;
  chart.title = "Lines: the ODE; dots: ngspice";
  chart.x_label = "time (s)";
  chart.y_label = fmt::format("{} ({})", group.quantity, group.unit);
  for (std::size_t i = 0; i < std::min(kRows, curves.machine.size()); ++i) {
    chart.series.push_back({fmt::format("ODE {}", i + 1), curves.time_s, curves.machine[i], {}, {}, true, false});
    SheetSeries dots{fmt::format("ngspice {}", i + 1), {}, {}, {}, {}, false, true};
    const std::size_t stride = std::max<std::size_t>(1, curves.time_s.size() / 60);
    for (std::size_t k = 0; k < curves.time_s.size(); k += stride) {
      dots.x.push_back(curves.time_s[k]);
      dots.y.push_back(curves.spice[i][k]);
    }
    chart.series.push_back(std::move(dots));
  }
  return chart;
}

Sheet page(const Finished& done, const std::vector<StateGroup>& layout, const std::vector<std::string>& arguments) {
  const auto& [request, rule, result, folder] = done;
  Sheet sheet;
  sheet.kind = "SPICE check";
  sheet.title = fmt::format("{} on {}", request.model->info().name, request.problem.name);
  sheet.task =
      "The same circuit from the same start: an ODE integrated by Dormand-Prince 5(4), and ngspice on the netlist.";
  sheet.headline = verdict(done);
  const SpiceCurves& curves = result.curves;
  SheetChart gap;
  gap.title = "Largest difference of all variables";
  gap.x_label = "time (s)";
  gap.y_label = fmt::format("{} ({})", rule.name, rule.unit);
  gap.series.push_back({"difference", curves.time_s, curves.difference, {}, {}, true, false});
  gap.series.push_back({"allowed",
                        {curves.time_s.front(), curves.time_s.back()},
                        {rule.tolerance, rule.tolerance},
                        {},
                        {},
                        true,
                        false});
  sheet.sections.push_back({"Trajectories", "", {trajectories(layout, curves)}, {}, {}});
  sheet.sections.push_back({"Difference", "", {std::move(gap)}, {}, {}});
  SheetTable settings{"Settings", {"parameter", "value"}, {}};
  for (const auto& [name, value] : request.settings->values()) settings.rows.push_back({name, to_string(value)});
  sheet.sections.push_back(
      {"Settings", request.silenced ? "Noise was turned off for the comparison." : "", {}, {}, {settings}});
  sheet.provenance = {{"version", build_info.version},
                      {"compiler", build_info.compiler},
                      {"seed", fmt::format("{}", request.options.seed)}};
  sheet.command = arguments;
  sheet.answer = answer_json(done);
  return sheet;
}

}  // namespace

ExitCode cosim_spice(const CLI::App& command, const CosimSpiceRun& run) {
  if (!flow::has_ngspice()) throw UsageError("ngspice is not installed", "apt-get install ngspice");
  const SpiceRequest request = make_spice_request(run.problem, command, run.flags.spice, run.parameters, run.seed);
  refuse_giants(request.circuit.netlist);
  SpiceCircuit circuit = request.circuit;
  if (run.flags.tolerance) circuit.rule.tolerance = *run.flags.tolerance;
  WorkFolder folder(run.output);
  const InterruptGuard interrupt;
  SpiceWaves waves;
  try {
    waves = simulate_netlist(circuit.netlist, folder.path(), interrupt.flag());
  } catch (const HardwareError&) {
    folder.keep();
    throw;
  }
  const auto machine = request.model->open(request.problem, *request.settings, request.options);
  const SpiceComparison result = compare_with_spice(*machine, circuit, waves);
  const Finished done{request, circuit.rule, result, run.output};
  if (!run.output.empty()) {
    write_file(fs::path(run.output) / "comparison.csv", csv(result));
    write_sheet_directory(run.output, page(done, machine->layout(), run.arguments),
                          config_text(command, request.options.seed));
  }
  if (run.display.json) {
    write_json(answer_json(done));
  } else {
    write_stdout(table(done, Painter(color_mode(run.display), stdout)));
  }
  return result.passes(circuit.rule) ? ExitCode::done : ExitCode::missed;
}

}  // namespace isinglass::cli
