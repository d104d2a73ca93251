// The parts of a machine's run that do not depend on the machine.
#include "sim/sampler/machine_run.hpp"

#include <fmt/format.h>

namespace isinglass {
namespace {

void append_columns(const std::vector<double>& by_instant, std::size_t used, std::size_t instants,
                    std::vector<double>& by_read) {
  for (std::size_t read = 0; read < used; ++read) {
    for (std::size_t t = 0; t < instants; ++t) by_read.push_back(by_instant[t * kBlockWidth + read]);
  }
}

void append(const std::vector<double>& from, std::size_t used, std::vector<double>& to) {
  to.insert(to.end(), from.begin(), from.begin() + static_cast<std::ptrdiff_t>(used));
}

StateTrace state_trace(const std::vector<double>& by_instant, const std::vector<double>& time_s) {
  StateTrace trace;
  trace.time_s = time_s;
  const std::size_t variables = by_instant.size() / time_s.size();
  for (std::size_t v = 0; v < variables; ++v) {
    for (std::size_t t = 0; t < time_s.size(); ++t) trace.values.push_back(by_instant[t * variables + v]);
  }
  return trace;
}

}  // namespace

MachinePlan plan_steps(double duration_s, double step_s, Stepper stepper, KernelKind kernel) {
  const std::int64_t steps = whole_steps(duration_s, step_s);
  return {stepper, steps, duration_s / static_cast<double>(steps), kernel};
}

std::vector<std::int64_t> trace_steps(std::int64_t steps, std::int32_t points) {
  std::vector<std::int64_t> instants;
  for (std::int32_t k = 0; k < points; ++k) {
    const double share = points == 1 ? 1.0 : static_cast<double>(k) / (points - 1);
    const auto step = static_cast<std::int64_t>(std::llround(share * static_cast<double>(steps)));
    if (instants.empty() || instants.back() != step) instants.push_back(step);
  }
  return instants;
}

std::vector<std::int32_t> recorded_variables(std::int64_t size) {
  constexpr std::int64_t kMost = 32;
  const std::int64_t count = std::min(size, kMost);
  std::vector<std::int32_t> variables;
  for (std::int64_t k = 0; k < count; ++k) variables.push_back(static_cast<std::int32_t>(k * size / count));
  return variables;
}

SampleSet gather(const Problem& problem, const FinishedBlocks& blocks, std::int64_t reads, const MachinePlan& plan,
                 const std::vector<std::int64_t>& instants) {
  SampleSet set;
  set.variables = problem.size();
  const auto n = static_cast<std::size_t>(set.variables);
  EnergyTrace energies;
  for (const auto step : instants) energies.time_s.push_back(static_cast<double>(step) * plan.step_s);
  EnergyTrace lyapunov{energies.time_s, {}};
  for (const auto name : {"lyapunov", "undecided", "changed_late"}) set.vectors[name] = {};
  for (const auto& [number, block] : blocks) {
    const auto used = static_cast<std::size_t>(std::min<std::int64_t>(kBlockWidth, reads - number * kBlockWidth));
    set.samples.insert(set.samples.end(), block.samples.begin(),
                       block.samples.begin() + static_cast<std::ptrdiff_t>(used * n));
    append(block.lyapunov, used, set.vectors["lyapunov"]);
    append(block.undecided, used, set.vectors["undecided"]);
    append(block.changed_late, used, set.vectors["changed_late"]);
    append_columns(block.trace_energy, used, instants.size(), energies.energy);
    append_columns(block.trace_lyapunov, used, instants.size(), lyapunov.energy);
  }
  const std::size_t done = n == 0 ? 0 : set.samples.size() / n;
  for (std::size_t r = 0; r < done; ++r) {
    set.energy.push_back(energy(problem, std::span<const Spin>(set.samples).subspan(r * n, n)));
  }
  if (!instants.empty() && done > 0) {
    set.states = state_trace(blocks.begin()->second.states, energies.time_s);
    set.trace = std::move(energies);
    set.lyapunov = std::move(lyapunov);
  }
  return set;
}

}  // namespace isinglass
