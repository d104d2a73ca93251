// The flags of `isinglass recall`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/common_options.hpp"

namespace isinglass::cli {

struct RecallFlags {
  std::vector<std::string> patterns;
  std::string cue;
  std::optional<double> flip;
  std::vector<std::string> samplers{"dense-memory"};
  std::vector<std::string> ports;  ///< of boards that play memory-match
  bool baked = false;              ///< they hold the patterns
  std::int64_t reads = 1;
  double threshold = 0.95;
  std::vector<std::int32_t> load;
  std::string vary;
  std::int64_t pictures = 6;
  std::string seed = "0";
  int threads = 0;
  std::string kernel = "auto";
  std::optional<double> time_limit_s;
  std::vector<std::string> parameters;
  std::string output;
  DisplayFlags display;
};

void add_recall_flags(CLI::App& command, RecallFlags& flags);
/// UsageError where patterns are missing, or flags contradict each other.
void check_flags(const RecallFlags& flags);

}  // namespace isinglass::cli
