// Runs ngspice on a netlist, and does not believe its exit status.
#pragma once

#include <atomic>
#include <filesystem>

namespace isinglass::flow {

/// Whether PATH has ngspice.
bool has_ngspice();

/// Runs `netlist` in batch mode with its results in `raw`; what it says goes to a file beside it, `netlist` with the
/// ending .log. User start-up files are not read. UsageError where ngspice is missing; HardwareError when it fails,
/// when its output speaks of an aborted run or an error (it exits 0 all the same), or when it writes no results.
void run_ngspice(const std::filesystem::path& netlist, const std::filesystem::path& raw,
                 const std::atomic<bool>* interrupted);

}  // namespace isinglass::flow
