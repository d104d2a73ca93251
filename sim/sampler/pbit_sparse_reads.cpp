// Plan, reads in parallel, and what they bring home.
#include "sim/sampler/pbit_sparse_reads.hpp"

#include "sim/sampler/pbit_sparse_history.hpp"
#include "sim/sampler/read_blocks.hpp"

namespace isinglass {

SampleSet sample_pbit_sparse(const Problem& problem, const Settings& settings, const RunOptions& options,
                             RunControl& control,
                             const std::function<PbitSparseCore(const PbitSparsePlan&)>& make_core) {
  const double start_s = control.elapsed_s();
  const PbitSparsePlan plan = plan_pbit_sparse(problem, settings);
  const PbitSparseCore core = make_core(plan);
  const double planned_s = control.elapsed_s() - start_s;
  const bool traced = options.trace_points > 0;
  std::vector<PbitSparseAnswer> answers(static_cast<std::size_t>(options.reads));
  const std::int64_t begun = for_each_block(options.reads, options.threads, control, [&](std::int64_t read) {
    PbitSparseAnswer& answer = answers[static_cast<std::size_t>(read)];
    PbitSparseHistory history(plan, traced && read == 0);
    PbitSparseTrace trace;
    if (traced) trace = [&](const PbitSparseFlip& flip) { history.add(flip); };
    answer.result = core(pbit_sparse_read(plan, options.seed, read), trace);
    if (traced) history.finish(answer);
    answer.energy = pbit_sparse_energy(problem, plan, answer.result);
    control.reads_finished(1, answer.energy);
  });
  answers.resize(static_cast<std::size_t>(begun));
  SampleSet set = gather_pbit_sparse(problem, plan, answers, options.trace_points);
  set.timing.preprocessing_ns = static_cast<std::int64_t>(1e9 * planned_s);
  return set;
}

}  // namespace isinglass
