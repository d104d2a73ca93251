// The page's drawings: distributions of the answers, success probability and time to solution with their intervals.
#pragma once

#include <string>

#include "sim/report/run_record.hpp"

namespace isinglass {

/// The style-sheet variable of a sampler's colour, by kind and order: "--analog-0".
std::string colour_of(const RunRecord& record, std::size_t sampler);

/// One histogram of final objectives per sampler on a common axis, the target marked. Empty when no read finished.
std::string distribution_chart(const RunRecord& record);

/// Success probabilities with Wilson intervals. Empty without a target.
std::string success_chart(const RunRecord& record);

/// Time to solution with its intervals: one panel for hardware time, one for wall time, each with its own axis. Empty
/// without a target.
std::string tts_chart(const RunRecord& record);

}  // namespace isinglass
