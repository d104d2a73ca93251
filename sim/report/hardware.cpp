// The bitstream's part of the table: what `hw build` reports, and the share of the device that it takes.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "sim/report/format.hpp"
#include "sim/report/table.hpp"

namespace isinglass {
namespace {

std::string text_of(const nlohmann::json& hardware, const char* key) {
  const auto found = hardware.find(key);
  return found != hardware.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<double> number_of(const nlohmann::json& hardware, const char* key) {
  const auto found = hardware.find(key);
  return found != hardware.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

/// How many of a resource the device has; 0 when the report does not say.
double capacity_of(const nlohmann::json& hardware, const char* key) {
  const auto capacity = hardware.find("capacity");
  return capacity == hardware.end() || !capacity->is_object() ? 0.0 : number_of(*capacity, key).value_or(0.0);
}

void add_row(std::vector<TableRow>& rows, std::string label, std::string text, std::string detail = {}) {
  rows.push_back({std::move(label), "", {{std::move(text), std::move(detail)}}});
}

void add_resources(const nlohmann::json& hardware, std::vector<TableRow>& rows) {
  static constexpr std::array<std::pair<const char*, const char*>, 4> resources{
      {{"logic_cells", "logic cells"}, {"ram_blocks", "block RAM"}, {"spram_blocks", "SPRAM"}, {"dsp", "multipliers"}}};
  for (const auto& [key, label] : resources) {
    const auto used = number_of(hardware, key);
    const double capacity = capacity_of(hardware, key);
    if (!used || (*used == 0.0 && capacity == 0.0)) continue;
    if (capacity == 0.0) {
      add_row(rows, label, format_objective(*used));
    } else {
      add_row(rows, label, fmt::format("{} of {}", format_objective(*used), format_objective(capacity)),
              fmt::format("{:.0f} %", 100.0 * *used / capacity));
    }
  }
}

void add_clocks(const nlohmann::json& hardware, std::vector<TableRow>& rows) {
  std::vector<std::string> seeds;
  const auto listed = hardware.find("fmax_mhz_seeds");
  if (listed != hardware.end() && listed->is_array()) {
    for (const auto& seed : *listed) {
      if (seed.is_number()) seeds.push_back(fmt::format("{:.1f}", seed.get<double>()));
    }
  }
  if (const auto fmax = number_of(hardware, "fmax_mhz")) {
    add_row(rows, "fmax",
            fmt::format("{:.1f} MHz, slowest of {} seeds ({})", *fmax, seeds.size(), fmt::join(seeds, ", ")));
  }
  if (const auto clock = number_of(hardware, "clock_mhz")) add_row(rows, "clock", fmt::format("{} MHz", *clock));
  if (const auto sweep = number_of(hardware, "quiet_sweep_us")) {
    add_row(rows, "sweep", format_seconds(1e-6 * *sweep) + ", all spins, while none flips");
  }
}

}  // namespace

std::vector<TableRow> hardware_rows(const nlohmann::json& hardware) {
  std::vector<TableRow> rows;
  const std::string board = text_of(hardware, "board");
  const std::string device = text_of(hardware, "device");
  if (!board.empty()) add_row(rows, "board", device.empty() ? board : fmt::format("{} ({})", board, device));
  if (const std::string core = text_of(hardware, "core"); !core.empty()) add_row(rows, "core", core);
  const auto spins = number_of(hardware, "spins");
  const auto entries = number_of(hardware, "entries");
  const auto bits = number_of(hardware, "weight_bits");
  if (spins && entries && bits) {
    const std::string told = text_of(hardware, "couplings");
    const std::string couplings = *entries > 0   ? format_objective(*entries) + " directed entries"
                                  : told.empty() ? std::string("all to all")
                                                 : told;
    add_row(rows, "holds", fmt::format("{} spins, {}, {}-bit weights", format_objective(*spins), couplings, *bits));
  }
  add_resources(hardware, rows);
  add_clocks(hardware, rows);
  return rows;
}

}  // namespace isinglass
