// What the neighbours of a node saw some time ago: the states of an ensemble at the ends of past steps, with straight
// lines between them. Before time 0 the state is taken to have been the initial one.
#pragma once

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "models/analog/machine.hpp"
#include "models/error.hpp"

namespace isinglass {

template <typename Scalar>
class DelayLine {
 public:
  [[nodiscard]] bool empty() const { return past_.empty(); }
  void clear() { past_.clear(); }

  /// The state at `time_s`, after all others. What lies before the last instant up to `oldest_s` is forgotten.
  void push(double time_s, const ConstEnsembleView<Scalar>& state, double oldest_s) {
    Instant instant{time_s, {}};
    while (past_.size() > 1 && past_[1].time_s <= oldest_s) {
      instant.values = std::move(past_.front().values);
      past_.pop_front();
    }
    instant.values.assign(state.data(), state.data() + state.size());
    past_.push_back(std::move(instant));
  }

  /// The state at `time_s`. UsageError when that is later than the last instant pushed: the step is longer than the
  /// delay.
  void read(double time_s, EnsembleView<Scalar> state) const {
    const auto later = std::find_if(past_.begin(), past_.end(), [&](const Instant& i) { return i.time_s >= time_s; });
    if (later == past_.begin()) return copy(later->values, state);
    const Instant& before = *std::prev(later);
    if (later == past_.end()) {
      if (time_s <= before.time_s * (1.0 + kRounding)) return copy(before.values, state);
      throw UsageError("the step is longer than the coupling delay", "take a step of at most the delay");
    }
    const auto share = static_cast<Scalar>((time_s - before.time_s) / (later->time_s - before.time_s));
    const ConstEnsembleView<Scalar> a(before.values.data(), state.rows(), state.cols());
    const ConstEnsembleView<Scalar> b(later->values.data(), state.rows(), state.cols());
    state = a + share * (b - a);
  }

 private:
  static constexpr double kRounding = 1e-9;
  struct Instant {
    double time_s;
    std::vector<Scalar> values;
  };

  static void copy(const std::vector<Scalar>& values, EnsembleView<Scalar> state) {
    std::copy(values.begin(), values.end(), state.data());
  }

  std::deque<Instant> past_;
};

}  // namespace isinglass
