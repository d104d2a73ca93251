// Means by group.
#include "sim/bench/rest_estimate.hpp"

namespace isinglass {

void RestEstimate::finished(const std::string& group, double seconds) {
  for (Total* total : {&groups_[group], &all_}) {
    total->seconds += seconds;
    total->jobs += 1.0;
  }
}

std::optional<double> RestEstimate::seconds_for(const std::vector<std::string>& groups) const {
  if (groups.empty()) return 0.0;
  if (all_.jobs == 0.0) return std::nullopt;
  double seconds = 0.0;
  for (const auto& group : groups) {
    const auto known = groups_.find(group);
    const Total& total = known == groups_.end() ? all_ : known->second;
    seconds += total.seconds / total.jobs;
  }
  return seconds;
}

}  // namespace isinglass
