// What a run directory says about the run besides its results: program, computer, command line, problem, target.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/common_options.hpp"
#include "sim/report/run_record.hpp"
#include "sim/report/sheet.hpp"

namespace isinglass::cli {

/// Instants of the energy curves in a report.
inline constexpr std::int32_t report_trace_points = 200;

/// The problem as the page shows it, with its hash and the best value on record.
ProblemRecord identify(const Problem& problem);

/// A record without results. The target is what --target says, else the best-known value of the problem, else empty.
/// `seed` is what --seed stands for, `arguments` the command line. Looks at the clock for `started`.
RunRecord describe_run(const Problem& problem, const RunFlags& flags, std::uint64_t seed,
                       const std::vector<std::string>& arguments);

/// A sheet without content: program, computer, command line and seed. Looks at the clock.
Sheet describe_origin(const std::vector<std::string>& arguments, std::uint64_t seed);

/// The report of `hw build` (or `hw report --json`). Throws InputError when it cannot be read or is something else.
nlohmann::json read_hardware_report(const std::string& path);

}  // namespace isinglass::cli
