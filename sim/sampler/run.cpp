// Runs a sampler, times it and checks what it claims.
#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "models/error.hpp"
#include "sim/sampler/sampler.hpp"

namespace isinglass {
namespace {

bool agree(double claimed, double recomputed, bool exact) {
  if (exact) return claimed == recomputed;
  return std::abs(claimed - recomputed) <= 1e-9 * std::max(1.0, std::abs(recomputed));
}

void check_energies(const Sampler& sampler, const Problem& problem, SampleSet& set) {
  const bool exact = problem.is_integer();
  for (std::size_t read = 0; read < set.reads(); ++read) {
    const double recomputed = energy(problem, set.sample(read));
    if (!agree(set.energy[read], recomputed, exact)) {
      throw HardwareError(fmt::format("{} claims energy {} for read {}, but the problem gives {}", sampler.info().name,
                                      set.energy[read], read, recomputed),
                          "the couplings on the device or its energy counter are wrong: please report this");
    }
    set.energy[read] = recomputed;
  }
}

}  // namespace

std::string to_string(SamplerKind kind) {
  switch (kind) {
    case SamplerKind::analog:
      return "analog";
    case SamplerKind::digital:
      return "digital";
    case SamplerKind::software:
      return "software";
  }
  return "software";
}

SampleSet run_sampler(const Sampler& sampler, const Problem& problem, const Settings& settings,
                      const RunOptions& options, RunControl& control) {
  using Clock = std::chrono::steady_clock;
  control.begin(options.reads);
  const auto start = Clock::now();
  SampleSet set = sampler.sample(problem, settings, options, control);
  const auto sampled = Clock::now();
  check_energies(sampler, problem, set);
  if (set.num_occurrences.empty()) set.num_occurrences.assign(set.reads(), 1);
  set.interrupted = control.was_interrupted();
  const auto elapsed = [](auto from, auto to) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(to - from).count();
  };
  set.timing.sampling_ns = elapsed(start, sampled) - set.timing.preprocessing_ns;
  set.timing.postprocessing_ns += elapsed(sampled, Clock::now());
  return set;
}

}  // namespace isinglass
