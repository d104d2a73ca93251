// Build reports as JSON and as a table.
#include "hw/flow/build_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hw/flow/checksum.hpp"
#include "hw/flow/json_fields.hpp"
#include "hw/flow/tool_reports.hpp"
#include "models/error.hpp"

namespace isinglass::flow {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

double share(std::int64_t used, std::int64_t available) {
  return available == 0 ? 0.0 : static_cast<double>(used) / static_cast<double>(available);
}

template <class Pairs>
Json object_of(const Pairs& pairs) {
  Json object = Json::object();
  for (const auto& [key, value] : pairs) object[key] = value;
  return object;
}

std::vector<std::pair<std::string, std::string>> pairs_of(const Json& object) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [key, value] : object.items()) pairs.emplace_back(key, value.get<std::string>());
  return pairs;
}

// What was not measured is null.
Json or_null(double value) { return value == 0.0 ? Json(nullptr) : Json(value); }

// The row on the clock that place and route reaches.
std::string fmax_row(const BuildReport& report) {
  if (report.fmax_mhz_seeds.empty()) return fmt::format("  {:<16} not known\n", "fmax");
  std::string seeds;
  for (const double fmax : report.fmax_mhz_seeds) seeds += fmt::format("{}{:.1f}", seeds.empty() ? "" : ", ", fmax);
  const auto count = report.fmax_mhz_seeds.size();
  return fmt::format("  {:<16} {:.1f} MHz, the slowest of {} seed{} ({}){}\n", "fmax", report.fmax_mhz(), count,
                     count == 1 ? "" : "s", seeds,
                     report.icetime_mhz == 0.0 ? "" : fmt::format("; icetime {:.1f} MHz", report.icetime_mhz));
}

std::string resource_row(const char* name, std::int64_t used, std::int64_t available) {
  if (available == 0) return "";
  return fmt::format("  {:<16} {:>6} of {:<6} {:>3.0f} %\n", name, used, available, 100.0 * share(used, available));
}

}  // namespace

double BuildReport::fmax_mhz() const {
  return fmax_mhz_seeds.empty() ? 0.0 : *std::min_element(fmax_mhz_seeds.begin(), fmax_mhz_seeds.end());
}

double BuildReport::quiet_sweep_us() const {
  if (spins_per_clock == 0) return 0.0;
  return static_cast<double>(spins) / static_cast<double>(spins_per_clock) / clock_mhz;
}

Json to_json(const BuildReport& report, const fs::path& directory) {
  Json files = Json::object();
  for (const auto& [what, name] : report.files) files[what] = (directory / name).lexically_normal().string();
  return {{"board", report.board},
          {"core", report.core},
          {"device", report.device},
          {"package", report.package},
          {"spins", report.spins},
          {"entries", report.entries},
          {"couplings", report.couplings},
          {"weight_bits", report.weight_bits},
          {"field_bits", report.field_bits},
          {"logic_cells", report.used.logic_cells},
          {"ram_blocks", report.used.ram_blocks},
          {"spram_blocks", report.used.spram_blocks},
          {"dsp", report.used.dsp},
          {"capacity", to_json(report.capacity)},
          {"share",
           {{"logic_cells", share(report.used.logic_cells, report.capacity.logic_cells)},
            {"ram_blocks", share(report.used.ram_blocks, report.capacity.ram_blocks)},
            {"spram_blocks", share(report.used.spram_blocks, report.capacity.spram_blocks)},
            {"dsp", share(report.used.dsp, report.capacity.dsp)}}},
          {"fmax_mhz", or_null(report.fmax_mhz())},
          {"fmax_mhz_seeds", report.fmax_mhz_seeds},
          {"shipped_seed", report.shipped_seed},
          {"icetime_mhz", or_null(report.icetime_mhz)},
          {"clock_mhz", report.clock_mhz},
          {"quiet_sweep_us", or_null(report.quiet_sweep_us())},
          {"spins_per_clock", report.spins_per_clock},
          {"baud", report.baud},
          {"files", files},
          {"checksums", object_of(report.checksums)},
          {"tools", report.tools},
          {"remark", report.remark}};
}

std::string to_table(const BuildReport& report, const fs::path& directory) {
  std::string text = fmt::format("{} on {} ({}-{})\n", report.core, report.board, report.device, report.package);
  text += fmt::format("  {:<16} {} spins, {}, {}-bit weights, {}-bit fields\n", "holds", report.spins, report.couplings,
                      report.weight_bits, report.field_bits);
  text += resource_row("logic cells", report.used.logic_cells, report.capacity.logic_cells);
  text += resource_row("block RAM", report.used.ram_blocks, report.capacity.ram_blocks);
  text += resource_row("SPRAM", report.used.spram_blocks, report.capacity.spram_blocks);
  text += resource_row("multipliers", report.used.dsp, report.capacity.dsp);
  text += fmax_row(report);
  text += fmt::format("  {:<16} {} MHz, serial line {} baud{}\n", "clock", report.clock_mhz, report.baud,
                      report.shipped_seed == 0 ? "" : fmt::format(", seed {} shipped", report.shipped_seed));
  if (report.spins_per_clock > 0) {
    text += fmt::format("  {:<16} {:.1f} us over {} spins while none flips\n", "sweep", report.quiet_sweep_us(),
                        report.spins);
  }
  for (const auto& [what, name] : report.files) {
    const auto sum = std::find_if(report.checksums.begin(), report.checksums.end(),
                                  [&what = what](const auto& row) { return row.first == what; });
    text += fmt::format("  {:<16} {}{}\n", what, (directory / name).lexically_normal().string(),
                        sum == report.checksums.end() ? "" : fmt::format("  checksum {}", sum->second));
  }
  if (!report.remark.empty()) text += fmt::format("  {:<16} {}\n", "remark", report.remark);
  return text;
}

void write_report(const BuildReport& report, const fs::path& directory) {
  write_text(directory / "report.json", to_json(report, "").dump(2) + "\n");
}

BuildReport read_report(const fs::path& directory) try {
  const fs::path file = directory / "report.json";
  if (!fs::exists(file)) {
    throw UsageError(fmt::format("{} holds no finished build", directory.string()),
                     "make one with `isinglass hw build --board NAME -o DIR`");
  }
  const Json json = Json::parse(read_text(file));
  BuildReport report;
  report.spins_per_clock = json.value("spins_per_clock", std::int64_t{1});
  read_fields(json, "board", report.board, "core", report.core, "device", report.device, "package", report.package,
              "spins", report.spins, "entries", report.entries, "couplings", report.couplings, "weight_bits",
              report.weight_bits, "field_bits", report.field_bits, "clock_mhz", report.clock_mhz, "fmax_mhz_seeds",
              report.fmax_mhz_seeds, "shipped_seed", report.shipped_seed, "baud", report.baud, "tools", report.tools,
              "remark", report.remark);
  if (const auto& icetime = json.at("icetime_mhz"); !icetime.is_null()) icetime.get_to(report.icetime_mhz);
  report.used = resources_from_json(json);
  report.capacity = resources_from_json(json.at("capacity"));
  report.files = pairs_of(json.at("files"));
  report.checksums = pairs_of(json.at("checksums"));
  return report;
} catch (const Json::exception& error) {
  throw InputError(fmt::format("{}/report.json is not a build report: {}", directory.string(), error.what()));
}

}  // namespace isinglass::flow
