// Reads in parallel, and what they bring home.
#include "sim/sampler/anneal_reads.hpp"

#include "sim/sampler/anneal_history.hpp"
#include "sim/sampler/read_blocks.hpp"

namespace isinglass {

SampleSet sample_anneal(const Problem& problem, const AnnealPlan& plan, const AnnealDevice& device,
                        const RunOptions& options, RunControl& control, double planned_s) {
  const bool traced = options.trace_points > 0;
  std::vector<AnnealAnswer> answers(static_cast<std::size_t>(options.reads));
  const std::int64_t begun = for_each_block(options.reads, options.threads, control, [&](std::int64_t read) {
    AnnealAnswer& answer = answers[static_cast<std::size_t>(read)];
    AnnealHistory history(plan, traced && read == 0);
    AnnealTrace trace;
    if (traced) trace = [&](const AnnealFlip& flip) { history.add(flip); };
    answer.result = device(anneal_read(plan, options.seed, read), trace);
    if (traced) history.finish(answer);
    answer.energy = anneal_energy(problem, plan, answer.result);
    control.reads_finished(1, answer.energy);
  });
  answers.resize(static_cast<std::size_t>(begun));
  SampleSet set = gather_anneal(problem, plan, answers, options.trace_points);
  set.timing.preprocessing_ns = static_cast<std::int64_t>(1e9 * planned_s);
  return set;
}

}  // namespace isinglass
