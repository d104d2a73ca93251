// What `isinglass sweep` prints.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "sim/cli/output.hpp"
#include "sim/report/sweep_means.hpp"

namespace isinglass::cli {

/// One object with a row for each point on each problem and, with several problems, for each point over all of them.
nlohmann::ordered_json sweep_json(const std::vector<SweepRecord>& records, const std::string& version);

/// The table, one line for each point, under the headline. With several problems points are means over them.
std::string sweep_table(const std::vector<SweepRecord>& records, const Painter& painter);

}  // namespace isinglass::cli
