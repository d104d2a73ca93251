// A bitstream turned back into Verilog and simulated, and the means to damage one: iceunpack, icebox_vlog, Icarus.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "testbench/gate/board_build.hpp"

namespace isinglass::testbench {

/// Runs a tool in the build's directory, where all that it says goes into `log`; throws when it fails.
void call(const BoardBuild& build, const std::vector<std::string>& command, const std::string& log);

/// Unpacks DIRECTORY/`bitstream` of the build and simulates what it finds; intermediate files are named after `name`.
/// Answers "" or what differs from the twin.
std::string readback_difference(const BoardBuild& build, const std::string& bitstream, const BoardRead& read,
                                const std::string& name);

/// Place of a logic cell: tile and number within it.
struct CellPlace {
  int x = 0;
  int y = 0;
  int cell = 0;
  friend bool operator==(const CellPlace&, const CellPlace&) = default;
};

/// One truth-table bit of one look-up table in an unpacked bitstream (.asc text): line and column from 0.
struct TableBit {
  CellPlace place;
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t entry = 0;  ///< of the 16: the cell's four inputs, in_0 lowest
};

/// The truth-table bits that can matter: of tables that are not constant, the entries in which every input that the
/// table ignores is low (unused inputs are). Positions: Project IceStorm, "LOGIC Tile Documentation".
std::vector<TableBit> table_bits(const std::string& asc);

/// The 16 entries of a cell's table, entry 0 in the lowest bit.
std::uint16_t table_of(const std::string& asc, CellPlace place);

/// Unpacks DIRECTORY/`bitstream` into NAME.asc and turns that into NAME.v.
void unpack(const BoardBuild& build, const std::string& bitstream, const std::string& name);

/// The cell whose flip-flop drives the pin `name`, read from icebox_vlog's comments; throws when there is none.
CellPlace register_of_pin(const std::string& verilog, const std::string& name);

/// Packs DIRECTORY/`asc` into DIRECTORY/`bitstream`.
void pack(const BoardBuild& build, const std::string& asc, const std::string& bitstream);

/// Packs the build's `asc` text with that bit flipped into DIRECTORY/`bitstream`, CRC and all.
void pack_flipped(const BoardBuild& build, std::string asc, TableBit bit, const std::string& bitstream);

}  // namespace isinglass::testbench
