// What a family of FPGAs adds to the order of steps in hw/flow/build.cpp: its programs, their options, its cells and
// its PLL. One object per family, one file each; nothing else knows a family.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hw/flow/build.hpp"
#include "hw/flow/configurations.hpp"
#include "hw/flow/pll.hpp"
#include "hw/flow/step.hpp"
#include "hw/flow/tools.hpp"

namespace isinglass::flow {

/// Cells of a netlist whose type begins with `prefix` and what each is in blocks of the part.
struct CellRule {
  std::string_view prefix;
  enum class Kind { table, flip_flop, ram, spram, dsp } kind = Kind::table;
  int each = 1;
};

/// Files of one place-and-route run, named after its step.
struct PlacedFiles {
  std::string placed;  ///< what the packer reads
  std::string report;  ///< nextpnr's --report
};

struct Family {
  std::string_view name;
  std::string_view synthesis;   ///< yosys' command, without the top and the board's options
  std::vector<CellRule> cells;  ///< the first rule that fits counts
  int flip_flops_per_cell = 1;  ///< beside a look-up table
  bool table_ram = true;        ///< look-up tables can be small memories
  Tool yosys;
  /// `define lines by which the board's clock.v makes `mhz` of its input.
  std::string (*clock_macros)(const Board& board, double mhz) = nullptr;
  std::string_view remark;  ///< what the reader of a report should know about its figures, or ""

  // Open tools: nextpnr, an optional second opinion on the clock, a packer.
  Tool nextpnr, pack;
  std::vector<Tool> timing;  ///< none or one
  std::string_view placed_suffix, bitstream_suffix;
  std::vector<std::string_view>
      utilization;  ///< nextpnr's names of logic cells, RAM, SPRAM, multipliers: A+B is a sum, "" none
  std::vector<std::string> (*place_options)(const Board& board, const std::string& pins,
                                            const std::string& placed) = nullptr;
  std::vector<std::string> (*pack_options)(const Board& board, const std::string& placed,
                                           const std::string& bitstream) = nullptr;
  /// What is to be packed of a placed design that has a known mistake of place and route; null where none is known.
  std::string (*mend)(std::string placed) = nullptr;
  /// The step `timing` behind a placed design; null where there is none.
  Step (*timing_step)(const BuildRequest& request, const std::string& command, const std::string& placed) = nullptr;

  // Vendor tools: writes the scripts into the build directory and returns what they are called, the first one to be
  // run.
  std::vector<std::string> (*write_scripts)(const StepContext& context, const BuildRequest& request) = nullptr;
};

const Family& ice40_family();
const Family& ecp5_family();
const Family& gowin_family();
const Family& xilinx_family();
const Family& intel_family();

/// The family of that name, or null.
const Family* find_family(std::string_view name);
/// The board's family: parse_catalogue has seen to it that there is one.
const Family& family_of(const Board& board);

}  // namespace isinglass::flow
