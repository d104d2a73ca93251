// Everything that a run directory says about a run, as plain data: run.json holds exactly this, and the terminal table
// and the HTML page are functions of it alone.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/sample_set.hpp"

namespace isinglass {

/// Ends of a 95 % confidence interval; an end that is infinite or unknown is empty (null in JSON).
struct IntervalRecord {
  std::optional<double> low;
  std::optional<double> high;
};

/// One parameter of a sampler as it was set in this run.
struct ParameterRecord {
  std::string name;
  std::string value;
  std::string unit;
  std::string sentence;
  bool is_default = true;
};

/// Quantiles over the reads of the objective of the current state against time.
struct CurveRecord {
  std::vector<double> time_s;  ///< hardware time for machines, wall time for software: see SamplerRecord::clock
  std::map<std::string, std::vector<double>> objective;  ///< "q05", "q25", "q50", "q75", "q95", one value per instant
};

/// Inner state of one read (StateTrace), and the side that each recorded variable ended on.
struct StatesRecord {
  std::string quantity;
  std::string unit;
  std::int64_t read = 0;
  std::vector<double> time_s;
  std::vector<std::int32_t> variables;
  std::vector<int> spins;                   ///< of that read, of the recorded variables, -1 or +1
  std::vector<std::vector<double>> values;  ///< one row per recorded variable
};

/// One sampler's answer. Objectives are in the problem's own terms; times are seconds.
struct SamplerRecord {
  std::string name;
  std::string kind;  ///< "analog", "digital" or "software"
  std::string sentence;
  bool baseline = false;
  std::string kernel;      ///< which vector instructions ran, where that matters
  std::string stopped_by;  ///< "interrupted" or "time limit" where reads are missing for that reason; else empty
  bool exact = false;      ///< all states were looked at: the best is proved, and p is no estimate

  std::int64_t reads = 0;
  std::optional<std::int64_t> successes;  ///< reads that reached the target; empty without a target
  std::optional<double> p;                ///< success probability, successes / reads
  std::optional<IntervalRecord> p_interval;
  std::string clock;          ///< "hardware" or "wall": which time t_s and TTS are measured in
  std::optional<double> t_s;  ///< time of one read on that clock, mean over the reads
  std::optional<double> tts99_s;
  std::optional<IntervalRecord> tts99_interval;
  std::optional<double> best;
  std::optional<double> mean;
  std::optional<double> worst;
  std::optional<double> standard_deviation;
  double wall_s = 0;                           ///< wall time of the whole batch on this computer
  std::optional<double> hardware_time_s;       ///< per read, without programming and read-out; empty for software
  std::optional<double> programming_s;         ///< once per problem
  std::optional<double> readout_s;             ///< per read
  std::vector<double> objectives;              ///< one per read, in the order of the reads
  std::map<std::string, std::int64_t> timing;  ///< preprocessing_ns, sampling_ns, postprocessing_ns
  std::vector<ParameterRecord> parameters;
  std::map<std::string, double> figures;
  std::map<std::string, std::string> info;
  std::optional<CurveRecord> curve;
  std::optional<StatesRecord> states;
  std::vector<Diagnostic> diagnostics;
};

struct ProblemRecord {
  std::string name;
  std::string kind;
  std::int64_t variables = 0;
  std::int64_t couplings = 0;
  std::string objective_name;   ///< "cut", "energy", "QUBO value"
  std::string objective_sense;  ///< "maximise" or "minimise"
  std::string sha256;           ///< of the problem's canonical text; empty when unknown
  std::optional<double> best_known;
  [[nodiscard]] bool maximise() const { return objective_sense == "maximise"; }
};

struct RunRecord {
  std::string schema = "isinglass-run-2";  ///< its number rises when a key is added, lost or changes its meaning
  std::string version;
  std::string compiler;
  std::string build_type;
  std::string isa;      ///< the processor's vector instructions
  std::string started;  ///< UTC, ISO 8601
  std::vector<std::string> command;
  std::uint64_t seed = 0;
  std::int64_t reads = 0;
  int threads = 0;
  bool interrupted = false;
  ProblemRecord problem;
  std::optional<double> target;
  std::string target_origin;  ///< "given", "best-known" or "best of this run"
  std::vector<SamplerRecord> samplers;
  std::optional<nlohmann::json> hardware;  ///< report of the shipped bitstream (`hw report --json`), where given
  std::string headline;
  std::vector<std::string> findings;  ///< the sentences below the headline
  std::vector<Diagnostic> diagnostics;
};

/// run.json, and back. from_json throws InputError naming the key that is missing or of the wrong type.
nlohmann::ordered_json to_json(const RunRecord& record);
RunRecord run_record_from_json(const nlohmann::json& document);

/// The rows of `compare --json` and `bench --json`, with the keys of the command line's documentation.
nlohmann::ordered_json row_json(const RunRecord& record, const SamplerRecord& sampler);

}  // namespace isinglass
