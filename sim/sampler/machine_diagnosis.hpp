// What every analog machine's run is described by, and the findings that need no knowledge of the machine.
#pragma once

#include "sim/sampler/machine_run.hpp"

namespace isinglass {

/// Share of the spins that may be unsettled or undecided without a word.
inline constexpr double kFewSpins = 0.01;

/// The rows that every machine's parameter table ends with.
ParameterTable machine_parameters();

/// Kernel, stepper, hardware time per read, and what the recorded states are called; reads that had not settled.
void describe_machine_run(const std::vector<StateGroup>& layout, double duration_s, const MachinePlan& plan,
                          SampleSet& set);

/// Rises of the Lyapunov function beyond rounding, for machines and settings whose theory allows none.
void diagnose_rises(SampleSet& set);

/// UsageError when fixed steps of `step_s` are beyond what the machine's fastest time constant allows.
void refuse_unstable_step(double step_s, double longest_s);

/// How many of `values` lie above `limit`.
std::size_t count_above(const std::vector<double>& values, double limit);

/// A sentence when more than 1 % of the spins of some reads ended too near the comparator's threshold; `where` says
/// what that means for this machine, `advice` what to try.
void diagnose_undecided(SampleSet& set, const std::string& where, const std::string& advice);

/// Compares a run with the same one at half the step: a sentence when the means differ by over three standard errors.
void compare_half_step(const SampleSet& check, SampleSet& set);

}  // namespace isinglass
