// A run on disk: run.json (the record), samples.npz (the samples of all samplers), config.toml (feeds back with
// --config), trace.fst (the inner state of a read of each machine) and report.html (a function of run.json alone).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/report/run_record.hpp"

namespace isinglass {

/// Writes the files into `directory`, which is made if need be; each appears whole or not at all, and report.html
/// last. trace.fst is left out where no machine took part, or this build cannot write it. `sets` are the answers of
/// record.samplers, in that order. One sampler's arrays carry their plain names
/// ("samples", "energy" …), several samplers' are preceded by "NAME/". Throws UsageError when it cannot write.
void write_run_directory(const std::filesystem::path& directory, const RunRecord& record,
                         const std::vector<SampleSet>& sets, const std::string& config_toml);

/// Throws UsageError now rather than after an hour's work when nothing could be written to `directory`.
void require_writable(const std::filesystem::path& directory);

/// run.json of a run directory, of a comparison or of a sheet. Throws InputError.
nlohmann::json read_run_json(const std::filesystem::path& directory);
/// Whether that document is a sheet (sim/report/sheet.hpp) and no RunRecord.
bool is_sheet(const nlohmann::json& document);

/// Reads run.json of a run directory. Throws InputError.
RunRecord read_run_record(const std::filesystem::path& directory);

/// Reads samples.npz of a run directory: one set per sampler, in the order of `record.samplers`. Throws InputError.
std::vector<SampleSet> read_run_samples(const std::filesystem::path& directory, const RunRecord& record);

/// Writes report.html again, from run.json alone. Returns its path.
std::filesystem::path rewrite_report(const std::filesystem::path& directory);

/// "isinglass-run-N" in `parent`, with the first N from 1 that is free.
std::filesystem::path next_run_directory(const std::filesystem::path& parent);

}  // namespace isinglass
