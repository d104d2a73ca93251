// Every core at about the smallest size at which all of it exists, for many simulations.
#pragma once

#include "hw/flow/configurations.hpp"
#include "testbench/ladder/core_script.hpp"

namespace isinglass::testbench {

/// A core and what it is asked, with the answers of its twin: identity, memories read back, runs of every kind,
/// refusals, an abort, and fields that leave their range where a core tells.
struct SmallCore {
  flow::Configuration configuration;
  CoreScript examination;
};

/// All cores, in the order of their numbers.
std::vector<SmallCore> small_cores();

}  // namespace isinglass::testbench
