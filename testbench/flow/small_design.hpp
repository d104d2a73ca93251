// Any core in a size that no board's configuration names, small enough for every part.
#pragma once

#include <string>

#include "hw/flow/build.hpp"

namespace isinglass::testbench {

/// What `hw build --board B --core C` would be asked for: 128 spins (pbit_sparse: 256; on the icebreaker 64 where they
/// have rows in block RAM), weights of 4 bits (memory_match: its forces' own width), and for pbit_colour a torus of 16
/// x 16 spins with the Verilog made for it.
flow::BuildRequest small_design(const std::string& board, const std::string& core);

}  // namespace isinglass::testbench
