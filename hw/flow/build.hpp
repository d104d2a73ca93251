// From Verilog to a bitstream: synth, place-and-route (one run per seed), timing, pack, report; or, where only a
// vendor's tools make one, synth for the resources and scripts for them. What differs between parts is in
// hw/flow/families.
#pragma once

#include "hw/flow/bake/host_rams.hpp"
#include "hw/flow/build_report.hpp"
#include "hw/flow/configurations.hpp"
#include "hw/flow/step.hpp"

namespace isinglass::flow {

struct BuildRequest {
  std::filesystem::path sources;  ///< root that the catalogue's paths are relative to
  Board board;
  std::vector<std::string> shell;
  Core core;
  Configuration configuration;
  /// Name and text of files made for this build; those that end in .v are sources like the catalogue's.
  std::vector<std::pair<std::string, std::string>> generated = {};
  std::vector<HostRam> marked = {};  ///< memories that are to get marks (hw/flow/bake)
  int seeds = 0;                     ///< 0 = as many as the configuration says
  int workers = 2;                   ///< places and routes at a time
};

/// Builds in context.directory (made if need be), skipping what is up to date. Besides the steps' own failures:
/// UsageError naming what to install when tools are missing; HardwareError when the mapping has fewer blocks than the
/// configuration's floors or more than the part, when the slowest seed misses clock_mhz, or when icetime does. A build
/// that fails leaves no report.json and no bitstream.
BuildReport build(const StepContext& context, const BuildRequest& request);

/// The synthesis alone: netlist.json (yosys) and netlist.v (for gate-level simulation), checked against the floors.
Resources synthesise(const StepContext& context, const BuildRequest& request);

/// The Verilog of core, shell and board, as named in the catalogue.
std::vector<std::string> source_names(const BuildRequest& request);

/// The Verilog among the generated files, as named in the build directory.
std::vector<std::string> generated_source_names(const BuildRequest& request);

/// Rewrites a file only when its text changes.
void put_text(const std::filesystem::path& file, const std::string& text);

}  // namespace isinglass::flow
