// The sentences, findings, charts and tables of a campaign.
#pragma once

#include <string>
#include <vector>

#include "sim/report/bench_record.hpp"
#include "sim/report/sheet.hpp"

namespace isinglass {

/// "anneal reaches the target on 3 of 3 instances, oscillator on 2."
std::string bench_headline(const BenchRecord& record);

/// What failed, which targets are not known, which figures are uncertain, what is missing.
std::vector<Diagnostic> diagnose_bench(const BenchRecord& record);

/// "oscillator: coupling mismatch 0.2 (relative); device seed 0" of every sampler whose parts have flaws.
std::vector<std::string> bench_flaws(const BenchRecord& record);

/// The rows under their heading, a pair of instance and sampler each: for the terminal and for the page.
std::vector<std::vector<std::string>> bench_table(const BenchRecord& record);

/// The sections of the report; provenance, command and answer are the caller's.
Sheet bench_sheet(const BenchRecord& record);

}  // namespace isinglass
