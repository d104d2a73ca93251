// Reads of the twin in parallel, each with its own copy of the core, and their energies against hardware time.
#include "sim/sampler/pbit_sparse.hpp"

#include <algorithm>
#include <utility>

#include "sim/sampler/pbit_sparse_plan.hpp"
#include "sim/sampler/read_blocks.hpp"

namespace isinglass {
namespace {

/// What one read brings home.
struct Answer {
  PbitSparseResult result;
  double energy = 0.0;
  std::vector<std::pair<std::uint64_t, std::int32_t>> best;  // clock and best energy, whenever it changed
};

Answer run_read(const Problem& problem, const PbitSparsePlan& plan, const PbitSparseRun& run, bool traced) {
  PbitSparse core(plan.image);
  Answer answer;
  PbitSparseTrace trace;
  if (traced) {
    answer.best.emplace_back(0, plan.image->initial_energy);
    trace = [&](std::uint64_t cycle, std::int32_t, std::int32_t best) {
      if (best != answer.best.back().second) answer.best.emplace_back(cycle, best);
    };
  }
  answer.result = core.run(run, trace);
  if (traced) answer.best.emplace_back(answer.result.cycles, answer.result.best_energy);
  answer.energy = pbit_sparse_energy(problem, plan, answer.result);
  return answer;
}

/// The energy that a read-out would have shown at `points` instants, evenly spread over the longest read.
EnergyTrace join_traces(const Problem& problem, const PbitSparsePlan& plan, const std::vector<Answer>& answers,
                        std::int32_t points) {
  std::uint64_t longest = 0;
  for (const Answer& answer : answers) longest = std::max(longest, answer.result.cycles);
  EnergyTrace trace;
  for (std::int32_t k = 1; k <= points; ++k) {
    trace.time_s.push_back(static_cast<double>(longest) * k / points / plan.clock_hz);
  }
  for (const Answer& answer : answers) {
    std::size_t at = 0;
    for (const double time : trace.time_s) {
      const double cycle = time * plan.clock_hz * (1.0 + 1e-12);
      while (at + 1 < answer.best.size() && static_cast<double>(answer.best[at + 1].first) <= cycle) ++at;
      const bool ended = at + 1 == answer.best.size();
      trace.energy.push_back(ended ? answer.energy
                                   : problem.offset + static_cast<double>(answer.best[at].second) / plan.image->scale);
    }
  }
  return trace;
}

}  // namespace

PbitSparseSampler::PbitSparseSampler() {
  info_.name = "pbit-sparse";
  info_.kind = SamplerKind::digital;
  info_.sentence = "event-driven p-bit annealer for sparse graphs, as the FPGA runs it (integer twin)";
  info_.parameters = pbit_sparse_parameters();
}

SampleSet PbitSparseSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                    RunControl& control) const {
  const double start_s = control.elapsed_s();
  const PbitSparsePlan plan = plan_pbit_sparse(problem, settings);
  const bool traced = options.trace_points > 0;
  SampleSet set;
  set.timing.preprocessing_ns = static_cast<std::int64_t>(1e9 * (control.elapsed_s() - start_s));

  std::vector<Answer> answers(static_cast<std::size_t>(options.reads));
  const std::int64_t begun = for_each_block(options.reads, options.threads, control, [&](std::int64_t read) {
    Answer& answer = answers[static_cast<std::size_t>(read)];
    answer = run_read(problem, plan, pbit_sparse_read(plan, options.seed, read), traced);
    control.reads_finished(1, answer.energy);
  });
  answers.resize(static_cast<std::size_t>(begun));

  set.variables = problem.size();
  for (const Answer& answer : answers) {
    const PbitSparseResult& result = answer.result;
    set.samples.insert(set.samples.end(), result.best_spins.begin(), result.best_spins.end());
    set.energy.push_back(answer.energy);
    set.vectors["hardware_time_s"].push_back(static_cast<double>(result.cycles) / plan.clock_hz);
    set.vectors["cycles"].push_back(static_cast<double>(result.cycles));
    set.vectors["flips"].push_back(static_cast<double>(result.flips));
  }
  describe_pbit_sparse(plan, set);
  if (traced) set.trace = join_traces(problem, plan, answers, options.trace_points);
  return set;
}

}  // namespace isinglass
