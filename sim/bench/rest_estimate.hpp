// How long the rest of a list of jobs will take, from those that are done.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace isinglass {

/// Jobs of one group (one sampler on one instance) take about as long as each other.
class RestEstimate {
 public:
  void finished(const std::string& group, double seconds);
  /// Each job costs the mean of the finished ones of its group, or, where there are none, the mean of all that are
  /// finished. Empty before the first; 0 for no jobs.
  [[nodiscard]] std::optional<double> seconds_for(const std::vector<std::string>& groups) const;

 private:
  struct Total {
    double seconds = 0.0;
    double jobs = 0.0;
  };
  std::map<std::string, Total> groups_;
  Total all_;
};

}  // namespace isinglass
