// Reads of the Verilated core in parallel: a pool of loaded cores, one per thread that asks.
#include "sim/sampler/pbit_sparse_rtl.hpp"

#include <mutex>

#include "hw/host/pbit_sparse_driver.hpp"
#include "models/error.hpp"
#include "sim/cosim/rtl_core.hpp"
#include "sim/sampler/pbit_sparse_reads.hpp"

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
  /// `watcher`, which may be empty, is called at every flip.
  PbitSparseResult run(const PbitSparseRun& settings, const PbitSparseTrace& watcher) {
    std::unique_ptr<LoadedCore> core = take();
    core->transport.watch(watcher);
    PbitSparseResult result = core->driver.run(settings);
    core->transport.watch({});
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
  return sample_pbit_sparse(problem, settings, options, control, [](const PbitSparsePlan& plan) -> PbitSparseCore {
    return [pool = std::make_shared<CorePool>(plan)](const PbitSparseRun& run, const PbitSparseTrace& trace) {
      return pool->run(run, trace);
    };
  });
}

}  // namespace isinglass
