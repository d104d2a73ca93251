// The block RAM of a core that the host writes, and which bit of it holds which bit of the host's words: what the ports
// of rtl/core do, said once more for bitstreams. A test reads every word of a baked bitstream back through those ports.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hw/flow/configurations.hpp"

namespace isinglass::flow {

/// A bit of a word of one of the memories that docs/cores numbers.
struct HostBit {
  std::uint32_t memory = 0;
  std::size_t word = 0;
  int bit = 0;
};

/// One memory of the Verilog that is mapped to block RAM.
struct HostRam {
  std::string name;  ///< of the memory in the flattened design, behind that of the core's instance; * for any letters
  int width = 0;
  int depth = 0;
  /// Nothing for bits that the host does not write.
  std::function<std::optional<HostBit>(int address, int bit)> holds;
};

/// Those of the core in that configuration, in which `graph` is that of the core's own graph. Throws UsageError where
/// the host's memories are SPRAM or registers, which have no initial content.
std::vector<HostRam> host_rams(const Core& core, const Configuration& configuration);

}  // namespace isinglass::flow
