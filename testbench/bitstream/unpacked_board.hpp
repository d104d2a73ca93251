// A bitstream turned back into Verilog and simulated, and the means to damage one: iceunpack, icebox_vlog, Icarus.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "testbench/gate/board_build.hpp"

namespace isinglass::testbench {

/// Unpacks DIRECTORY/`bitstream` of the build and simulates what it finds; intermediate files are named after `name`.
/// Answers "" or what differs from the twin.
std::string readback_difference(const BoardBuild& build, const std::string& bitstream, const BoardRead& read,
                                const std::string& name);

/// One truth-table bit of one look-up table, in an unpacked bitstream (.asc text): line and column from 0.
struct TableBit {
  std::size_t line = 0;
  std::size_t column = 0;
};

/// The truth-table bits of all look-up tables that are more than a wire: at least four ones and four zeros.
/// Bit positions: Project IceStorm, "LOGIC Tile Documentation" (LC_i: columns 36 to 43 of rows 2i and 2i+1).
std::vector<TableBit> table_bits(const std::string& asc);

/// Packs the build's `asc` text with that bit flipped into DIRECTORY/`bitstream`, CRC and all.
void pack_flipped(const BoardBuild& build, std::string asc, TableBit bit, const std::string& bitstream);

}  // namespace isinglass::testbench
