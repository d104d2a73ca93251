// What `isinglass bench` prints and keeps, and how a campaign that was kept is taken up again.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "sim/cli/output.hpp"
#include "sim/report/bench_record.hpp"

namespace isinglass::cli {

/// One object with a summary for each pair of instance and sampler, and a row for each run with the objectives of its
/// reads.
nlohmann::ordered_json bench_json(const BenchRecord& record, const std::string& version);

/// The summaries as a table under the headline.
std::string bench_text(const BenchRecord& record, const Painter& painter);

/// The schema of bench_json.
inline constexpr const char* bench_schema = "isinglass-bench-2";

/// The rows of an earlier campaign (`answer` is its bench_json) that `record` asks for too: the same instance, sampler
/// with the same settings, seed, number of reads, kernel and version, and neither failed nor stopped early. InputError
/// when it is no such document.
std::vector<BenchRow> finished_rows(const nlohmann::json& answer, const BenchRecord& record, const std::string& version,
                                    const std::string& kernel);

}  // namespace isinglass::cli
