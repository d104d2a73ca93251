// Findings about the run of an analog machine, in sentences with what to try.
#include "sim/sampler/machine_diagnosis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/error.hpp"

namespace isinglass {
namespace {

double mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double squared_deviations(const std::vector<double>& values, double centre) {
  double sum = 0.0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return sum;
}

void diagnose_unsettled(SampleSet& set) {
  const auto unsettled = count_above(set.vectors["changed_late"], kFewSpins * set.variables);
  if (unsettled == 0) return;
  set.diagnostics.push_back(
      {fmt::format("{} of {} reads are not settled: more than 1 % of their spins changed in the last 5 % of the run.",
                   unsettled, set.reads()),
       "Lower the noise at the end, or let the machine run longer."});
}

}  // namespace

ParameterTable machine_parameters() {
  return {{"check_step", "", "run again with half the step and report whether the answer changes", false, {}, {}, {}}};
}

void refuse_unstable_step(double step_s, double longest_s) {
  if (!(step_s > longest_s * (1.0 + 1e-12))) return;
  throw UsageError(fmt::format("a step of {:.4g} s is beyond the stability limit of {:.4g} s", step_s, longest_s),
                   "fixed steps must follow the machine's fastest time constant: take a smaller step");
}

std::size_t count_above(const std::vector<double>& values, double limit) {
  return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [&](double v) { return v > limit; }));
}

void describe_machine_run(const std::vector<StateGroup>& layout, double duration_s, const MachinePlan& plan,
                          SampleSet& set) {
  set.info["kernel"] = to_string(plan.kernel);
  set.info["stepper"] = fmt::format("{}, {} steps of {:.4g} s", to_string(plan.stepper), plan.steps, plan.step_s);
  set.figures["steps"] = static_cast<double>(plan.steps);
  set.vectors["hardware_time_s"].assign(set.reads(), duration_s);
  if (set.states) {
    set.states->quantity = layout.front().quantity;
    set.states->unit = layout.front().unit;
  }
  diagnose_unsettled(set);
}

void diagnose_undecided(SampleSet& set, const std::string& where, const std::string& advice) {
  const auto vague = count_above(set.vectors["undecided"], kFewSpins * set.variables);
  if (vague == 0) return;
  set.diagnostics.push_back(
      {fmt::format("{} of {} reads are not binarised: more than 1 % of {}.", vague, set.reads(), where), advice});
}

void diagnose_rises(SampleSet& set) {
  if (!set.lyapunov) return;
  const EnergyTrace& trace = *set.lyapunov;
  const std::size_t instants = trace.time_s.size();
  std::size_t rises = 0;
  for (std::size_t k = 1; k < trace.energy.size(); ++k) {
    const double allowed = 1e-5 * std::abs(trace.energy[k - 1]);
    if (k % instants != 0 && trace.energy[k] > trace.energy[k - 1] + allowed) ++rises;
  }
  if (rises == 0) return;
  set.diagnostics.push_back(
      {fmt::format("The Lyapunov function rose {} times although there is no noise and no ramp.", rises),
       "Take a smaller step: the integration is not accurate."});
}

void compare_half_step(const SampleSet& check, SampleSet& set) {
  if (set.reads() < 2 || check.reads() != set.reads()) return;
  const double before = mean(set.energy);
  const double after = mean(check.energy);
  const double error = std::sqrt(squared_deviations(set.energy, before) + squared_deviations(check.energy, after)) /
                       static_cast<double>(set.reads());
  set.figures["halved_step_mean_energy"] = after;
  if (std::abs(after - before) <= 3.0 * error + 1e-9 * std::abs(before)) return;
  set.diagnostics.push_back(
      {fmt::format("Half the step changes the mean energy from {:.6g} to {:.6g}, which is {:.1f} standard errors.",
                   before, after, std::abs(after - before) / error),
       "Take a smaller step."});
}

}  // namespace isinglass
