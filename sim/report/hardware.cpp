// The bitstream's part of the table: what `hw report --json` says, and the share of the device that it takes.
#include <fmt/format.h>

#include <array>
#include <cctype>
#include <map>

#include "sim/report/format.hpp"
#include "sim/report/table.hpp"

namespace isinglass {
namespace {

struct Resource {
  const char* key;
  const char* label;
  const char* capacity_key;
};

constexpr std::array<Resource, 4> resources{{{"logic_cells", "logic cells", "logic_cells"},
                                             {"ram_blocks", "RAM blocks (4 kbit)", "ram_blocks"},
                                             {"spram_blocks", "SPRAM blocks (256 kbit)", "spram_blocks"},
                                             {"dsp", "DSP blocks", "dsp"}}};

/// What the devices hold (Lattice iCE40 UltraPlus and LP/HX family data sheets).
const std::map<std::string, std::map<std::string, double>> capacities = {
    {"up5k", {{"logic_cells", 5280}, {"ram_blocks", 30}, {"spram_blocks", 4}, {"dsp", 8}}},
    {"hx8k", {{"logic_cells", 7680}, {"ram_blocks", 32}, {"spram_blocks", 0}, {"dsp", 0}}},
    {"hx1k", {{"logic_cells", 1280}, {"ram_blocks", 16}, {"spram_blocks", 0}, {"dsp", 0}}},
};

std::string text_of(const nlohmann::json& hardware, const char* key) {
  const auto found = hardware.find(key);
  return found != hardware.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<double> number_of(const nlohmann::json& hardware, const char* key) {
  const auto found = hardware.find(key);
  return found != hardware.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

double capacity_of(const nlohmann::json& hardware, const char* key) {
  std::string device = text_of(hardware, "device");
  for (auto& c : device) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const auto& [name, row] : capacities) {
    if (device.find(name) != std::string::npos) return row.at(key);
  }
  return 0.0;
}

void add_text(std::vector<TableRow>& rows, std::string label, const std::string& text) {
  if (!text.empty()) rows.push_back({std::move(label), "", {{text, ""}}});
}

}  // namespace

std::vector<TableRow> hardware_rows(const nlohmann::json& hardware) {
  std::vector<TableRow> rows;
  add_text(rows, "board", text_of(hardware, "board"));
  add_text(rows, "core", text_of(hardware, "core"));
  add_text(rows, "device", text_of(hardware, "device"));
  for (const auto& resource : resources) {
    const auto used = number_of(hardware, resource.key);
    const double capacity = capacity_of(hardware, resource.capacity_key);
    if (!used || (*used == 0.0 && capacity == 0.0)) continue;
    TableRow row{resource.label, "", {{format_objective(*used), ""}}};
    if (capacity > 0.0) {
      row.cells.front().text += " of " + format_objective(capacity);
      row.cells.front().detail = fmt::format("{:.0f} %", 100.0 * *used / capacity);
    }
    rows.push_back(row);
  }
  if (const auto fmax = number_of(hardware, "fmax_mhz")) {
    rows.push_back({"fmax", "minimum over the seeds", {{fmt::format("{:.1f} MHz", *fmax), ""}}});
  }
  if (const auto clock = number_of(hardware, "clock_mhz")) {
    rows.push_back({"clock of the bitstream", "", {{fmt::format("{:.2f} MHz", *clock), ""}}});
  }
  const auto spins = number_of(hardware, "spins");
  const auto entries = number_of(hardware, "entries");
  if (spins && entries) {
    rows.push_back(
        {"capacity",
         "",
         {{fmt::format("{} spins, {} directed entries", format_objective(*spins), format_objective(*entries)), ""}}});
  }
  if (const auto bits = number_of(hardware, "weight_bits")) {
    rows.push_back({"weight", "", {{fmt::format("{:.0f} bits", *bits), ""}}});
  }
  return rows;
}

}  // namespace isinglass
