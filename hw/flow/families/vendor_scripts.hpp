// What the scripts for vendor tools share: the folder that they make of a build.
#pragma once

#include <string>
#include <vector>

#include "hw/flow/build.hpp"

namespace isinglass::flow {

/// Copies the Verilog into context.directory/sources, under the catalogue's names, and the board's pins to
/// context.directory/`pins`, so that the folder can be carried to a machine with the vendor's tools. Returns the
/// Verilog as paths from there.
std::vector<std::string> copy_sources(const StepContext& context, const BuildRequest& request, const std::string& pins);

/// The words as a Tcl list over several lines.
std::string tcl_list(const std::vector<std::string>& words);

/// The first lines of a script: what it is for, that it was not run, and how to run it.
std::string script_head(const BuildRequest& request, const std::string& command);

}  // namespace isinglass::flow
