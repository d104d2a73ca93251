// Flips to traces. The clock tells the random sweep from the anneal.
#include "sim/sampler/anneal_history.hpp"

#include <algorithm>

#include "sim/sampler/machine_run.hpp"

namespace isinglass {
namespace {

std::uint64_t longest_read(const std::vector<AnnealAnswer>& answers) {
  std::uint64_t longest = 0;
  for (const auto& answer : answers) longest = std::max(longest, answer.result.cycles);
  return longest;
}

std::vector<double> instants(const AnnealPlan& plan, std::uint64_t cycles, std::int32_t points) {
  std::vector<double> time_s;
  for (std::int32_t k = 1; k <= points; ++k) {
    time_s.push_back(static_cast<double>(cycles) * k / points / plan.clock_hz);
  }
  return time_s;
}

/// The clock that an instant stands for, so that an instant at the end of a read is not taken for one before.
double clock_of(double time_s, const AnnealPlan& plan) { return time_s * plan.clock_hz * (1.0 + 1e-12); }

/// The energy that a read-out would have shown at each instant.
EnergyTrace join_energies(const Problem& problem, const AnnealPlan& plan, const std::vector<AnnealAnswer>& answers,
                          const std::vector<double>& time_s) {
  EnergyTrace trace{time_s, {}};
  for (const auto& answer : answers) {
    std::size_t at = 0;
    for (const double time : time_s) {
      const double cycle = clock_of(time, plan);
      while (at + 1 < answer.best.size() && static_cast<double>(answer.best[at + 1].first) <= cycle) ++at;
      const bool ended = at + 1 == answer.best.size();
      trace.energy.push_back(ended ? answer.energy
                                   : problem.offset + static_cast<double>(answer.best[at].second) / plan.scale);
    }
  }
  return trace;
}

/// The spins of read 0 at each instant.
StateTrace spin_states(const AnnealPlan& plan, const AnnealAnswer& answer, const std::vector<double>& time_s) {
  StateTrace trace{"spin", "", 0, time_s, recorded_variables(static_cast<std::int32_t>(plan.initial.size())), {}};
  std::vector<Spin> spins = plan.initial;
  trace.values.resize(trace.variables.size() * time_s.size());
  auto next = answer.flips.begin();
  for (std::size_t k = 0; k < time_s.size(); ++k) {
    const double cycle = clock_of(time_s[k], plan);
    for (; next != answer.flips.end() && static_cast<double>(next->cycle) <= cycle; ++next) {
      spins[static_cast<std::size_t>(next->index)] = next->spin;
    }
    if (static_cast<double>(answer.result.cycles) <= cycle) spins = answer.result.best_spins;
    for (std::size_t v = 0; v < trace.variables.size(); ++v) {
      trace.values[v * time_s.size() + k] = spins[static_cast<std::size_t>(trace.variables[v])];
    }
  }
  return trace;
}

}  // namespace

AnnealHistory::AnnealHistory(const AnnealPlan& plan, bool with_spins)
    : plan_(&plan),
      with_spins_(with_spins),
      random_end_(plan.random_end),
      energy_(plan.initial_energy),
      best_energy_(plan.initial_energy),
      best_{{0, plan.initial_energy}} {}

void AnnealHistory::add(const AnnealFlip& flip) {
  const bool random = flip.cycle < random_end_;
  if (random) {
    if (!plan_->flip_cost.empty()) random_end_ += plan_->flip_cost[static_cast<std::size_t>(flip.index)];
  } else {
    if (!annealing_) best_energy_ = energy_;
    annealing_ = true;
    best_energy_ = std::min(best_energy_, flip.energy);
  }
  energy_ = flip.energy;
  if (best_energy_ != best_.back().second) best_.emplace_back(flip.cycle, best_energy_);
  if (with_spins_) flips_.push_back(flip);
}

void AnnealHistory::finish(AnnealAnswer& answer) {
  best_.emplace_back(answer.result.cycles, answer.result.best_energy);
  answer.best = std::move(best_);
  answer.flips = std::move(flips_);
}

SampleSet gather_anneal(const Problem& problem, const AnnealPlan& plan, const std::vector<AnnealAnswer>& answers,
                        std::int32_t points) {
  SampleSet set;
  set.variables = problem.size();
  for (const auto& answer : answers) {
    const AnnealResult& result = answer.result;
    set.samples.insert(set.samples.end(), result.best_spins.begin(), result.best_spins.end());
    set.energy.push_back(answer.energy);
    set.vectors["hardware_time_s"].push_back(static_cast<double>(result.cycles) / plan.clock_hz);
    set.vectors["cycles"].push_back(static_cast<double>(result.cycles));
    set.vectors["flips"].push_back(static_cast<double>(result.flips));
  }
  describe_anneal(plan, set);
  if (points <= 0 || answers.empty()) return set;
  const auto time_s = instants(plan, longest_read(answers), points);
  set.trace = join_energies(problem, plan, answers, time_s);
  set.states = spin_states(plan, answers.front(), time_s);
  return set;
}

}  // namespace isinglass
