// Reads of the twin in parallel, each with its own copy of the core, and their energies against hardware time.
#include "sim/sampler/pbit_sparse.hpp"

#include "sim/sampler/pbit_sparse_history.hpp"
#include "sim/sampler/read_blocks.hpp"

namespace isinglass {
namespace {

PbitSparseAnswer run_read(const Problem& problem, const PbitSparsePlan& plan, const PbitSparseRun& run, bool traced,
                          bool with_spins) {
  PbitSparse core(plan.image);
  PbitSparseHistory history(plan, with_spins);
  PbitSparseAnswer answer;
  PbitSparseTrace trace;
  if (traced) trace = [&](const PbitSparseFlip& flip) { history.add(flip); };
  answer.result = core.run(run, trace);
  if (traced) history.finish(answer);
  answer.energy = pbit_sparse_energy(problem, plan, answer.result);
  return answer;
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
  const double planned_s = control.elapsed_s() - start_s;
  const bool traced = options.trace_points > 0;
  std::vector<PbitSparseAnswer> answers(static_cast<std::size_t>(options.reads));
  const std::int64_t begun = for_each_block(options.reads, options.threads, control, [&](std::int64_t read) {
    PbitSparseAnswer& answer = answers[static_cast<std::size_t>(read)];
    answer = run_read(problem, plan, pbit_sparse_read(plan, options.seed, read), traced, traced && read == 0);
    control.reads_finished(1, answer.energy);
  });
  answers.resize(static_cast<std::size_t>(begun));
  SampleSet set = gather_pbit_sparse(problem, plan, answers, options.trace_points);
  set.timing.preprocessing_ns = static_cast<std::int64_t>(1e9 * planned_s);
  return set;
}

}  // namespace isinglass
