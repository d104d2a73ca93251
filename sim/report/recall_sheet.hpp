// What a recall came to, as plain data, and its report: pictures of cue and recalled pattern, success against load and
// against a parameter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/bench/recall.hpp"
#include "sim/bench/sweep.hpp"
#include "sim/io/pattern_file.hpp"
#include "sim/report/sheet.hpp"

namespace isinglass {

/// How a set of cues fared.
struct RecallScore {
  std::int64_t cues = 0;
  std::int64_t successes = 0;
  double success_rate = 0.0;
  Interval interval;
  double mean_overlap = 0.0;
};
RecallScore score_of(const RecallOutcome& outcome);
/// "0.75 [0.6–0.86]".
std::string score_text(const RecallScore& score);

/// One point of the curve of success against load.
struct LoadPoint {
  std::int32_t patterns = 0;
  double load = 0.0;  ///< patterns / spins
  RecallScore score;
};

/// What one machine made of all cues.
struct MachineRecall {
  std::string name;
  Settings settings;
  std::string flaws;  ///< what the flaws of real parts were set to
  RecallOutcome outcome;
  std::vector<LoadPoint> load;
  std::vector<RecallScore> varied;  ///< one for each value of RecallRecord::varied; of a level the same each time
  bool level = false;               ///< a machine without the varied parameter, beside others that have it
};

/// Everything that a recall came to.
struct RecallRecord {
  PatternImages images;
  CueSet cues;
  std::optional<double> flip;  ///< share of the spins turned round in each cue; empty where cues were given
  double threshold = 0.95;
  std::optional<SweepAxis> varied;  ///< one parameter of the machines, and the values it was given
  std::uint64_t seed = 0;
  std::vector<MachineRecall> machines;
  bool interrupted = false;

  [[nodiscard]] double load() const { return static_cast<double>(images.set.count()) / images.set.size; }
};

/// "62 patterns of 64 spins (load 0.969)".
std::string patterns_sentence(const RecallRecord& record);
/// "62 cues, each with 13 spins turned round"; "3 cues from a file".
std::string cues_sentence(const RecallRecord& record);
/// "dense-memory recalls 62 of 62 cues; …".
std::string recall_headline(const RecallRecord& record);

/// Which cues are shown as pictures, at most `most`: the first of each pattern, then the others.
std::vector<std::size_t> shown_cues(const RecallRecord& record, std::size_t most);

/// Findings in sentences: cues not settled, patterns that are equal, cues nearer to another pattern than to their own.
std::vector<Diagnostic> diagnose_recall(const RecallRecord& record);

/// The sections of the report; provenance, command and answer are the caller's.
Sheet recall_sheet(const RecallRecord& record);

}  // namespace isinglass
