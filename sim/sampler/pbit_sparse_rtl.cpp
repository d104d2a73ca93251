// Reads of the Verilated core in parallel: a pool of loaded cores, one per thread that asks.
#include "sim/sampler/pbit_sparse_rtl.hpp"

#include <algorithm>
#include <mutex>

#include "hw/host/pbit_sparse_driver.hpp"
#include "models/error.hpp"
#include "sim/cosim/rtl_core.hpp"
#include "sim/sampler/pbit_sparse_plan.hpp"
#include "sim/sampler/read_blocks.hpp"

namespace isinglass {
namespace {

/// One Verilated core with the problem in its memories.
struct LoadedCore {
  explicit LoadedCore(const PbitSparsePlan& plan) : driver(transport) {
    const PbitSparseSize core = driver.size();
    if (plan.image->size.field_bits != core.field_bits || plan.image->size.weight_bits != core.weight_bits) {
      throw InputError("the Verilated core has other widths than that of the board " + plan.board,
                       "leave the parameter board at icebreaker");
    }
    driver.load(*plan.image, Verify::read_back);
  }
  RtlPbitSparse transport;
  PbitSparseDriver<RtlPbitSparse> driver;
};

/// Cores that no thread is using. A run begins with the image's state, so it does not matter which core does it.
class CorePool {
 public:
  explicit CorePool(const PbitSparsePlan& plan) : plan_(&plan) {}
  PbitSparseResult run(const PbitSparseRun& settings) {
    std::unique_ptr<LoadedCore> core = take();
    PbitSparseResult result = core->driver.run(settings);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(core));
    return result;
  }

 private:
  std::unique_ptr<LoadedCore> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<LoadedCore> core = std::move(idle_.back());
        idle_.pop_back();
        return core;
      }
    }
    return std::make_unique<LoadedCore>(*plan_);
  }

  const PbitSparsePlan* plan_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<LoadedCore>> idle_;
};

}  // namespace

PbitSparseRtlSampler::PbitSparseRtlSampler() {
  info_.name = "pbit-sparse:rtl";
  info_.kind = SamplerKind::digital;
  info_.sentence = "the Verilog of pbit-sparse under Verilator: the same answers, bit for bit, and much slower";
  info_.parameters = pbit_sparse_parameters();
}

SampleSet PbitSparseRtlSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                       RunControl& control) const {
  const double start_s = control.elapsed_s();
  const PbitSparsePlan plan = plan_pbit_sparse(problem, settings);
  CorePool pool(plan);
  SampleSet set;
  set.timing.preprocessing_ns = static_cast<std::int64_t>(1e9 * (control.elapsed_s() - start_s));

  std::vector<PbitSparseResult> results(static_cast<std::size_t>(options.reads));
  std::vector<double> energies(results.size());
  const std::int64_t begun = for_each_block(options.reads, options.threads, control, [&](std::int64_t read) {
    const auto at = static_cast<std::size_t>(read);
    results[at] = pool.run(pbit_sparse_read(plan, options.seed, read));
    energies[at] = pbit_sparse_energy(problem, plan, results[at]);
    control.reads_finished(1, energies[at]);
  });
  results.resize(static_cast<std::size_t>(begun));

  set.variables = problem.size();
  for (std::size_t read = 0; read < results.size(); ++read) {
    const PbitSparseResult& result = results[read];
    set.samples.insert(set.samples.end(), result.best_spins.begin(), result.best_spins.end());
    set.energy.push_back(energies[read]);
    set.vectors["hardware_time_s"].push_back(static_cast<double>(result.cycles) / plan.clock_hz);
    set.vectors["cycles"].push_back(static_cast<double>(result.cycles));
    set.vectors["flips"].push_back(static_cast<double>(result.flips));
  }
  describe_pbit_sparse(plan, set);
  return set;
}

}  // namespace isinglass
