// Any core in a size that no board's configuration names, small enough for every part.
#pragma once

#include <string>

#include "hw/flow/build.hpp"

namespace isinglass::testbench {

/// What `hw build --board B --core C` would be asked for: 128 spins (pbit_sparse: 256; 64 where rows of 128 do not
/// fit the part's block RAM), weights of 4 bits (memory_match: its forces' own width), and for pbit_colour the torus of
/// 6 x 6 spins of rtl/graphs.
flow::BuildRequest small_design(const std::string& board, const std::string& core);

}  // namespace isinglass::testbench
