// A campaign of `isinglass bench`: what is to be run, checked before anything runs, and the runs themselves.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/error.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/signals.hpp"
#include "sim/report/bench_record.hpp"
#include "sim/sampler/registry.hpp"

namespace isinglass::cli {

struct BenchFlags {
  ProblemFlags reading;
  std::vector<std::string> instances;
  std::vector<std::string> samplers{"oscillator", "pbit-sparse", "anneal"};
  std::string seeds = "0..4";
  RunFlags run;
  DisplayFlags display;
  std::string output;
  bool resume = false;
};

/// What is to be run, and what came of it so far.
struct Campaign {
  std::vector<Problem> problems;         ///< in the order of record.instances
  std::vector<const Sampler*> samplers;  ///< in the order of record.samplers
  BenchRecord record;
  std::optional<Error> failure;     ///< the first
  std::optional<ExitCode> serious;  ///< of the first failure that is no matter of the problem
};

/// Reads the instances and checks samplers, parameters, seeds and targets. `list` must outlive the campaign.
Campaign plan_campaign(const BenchFlags& flags, const SamplerList& list);

/// Adds a row in its place.
void add_row(BenchRow row, BenchRecord& record);

/// Makes the runs that have no row yet, until the time is up or Ctrl-C. `keep` is called every ten seconds or so.
void run_campaign(const BenchFlags& flags, const InterruptGuard& guard, const std::function<void()>& keep,
                  Campaign& campaign);

}  // namespace isinglass::cli
