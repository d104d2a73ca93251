// Reads of Verilated cores in parallel.
#include "sim/sampler/rtl_device.hpp"

#include <mutex>

#include "hw/host/anneal_driver.hpp"
#include "models/error.hpp"
#include "sim/cosim/rtl_core.hpp"
#include "sim/sampler/core_check.hpp"

namespace isinglass {
namespace {

/// One Verilated core with the problem in its memories.
struct LoadedCore {
  LoadedCore(const AnnealPlan& plan, const AnnealLoad& load)
      : transport(load.core, plan.widths.weight_bits), driver(transport, load.core) {
    if (!is_configured(driver.identity(), plan.configuration, true)) {
      throw UsageError(other_core_sentence("the simulated Verilog", driver.identity(), plan.configuration),
                       "leave board at its default, or leave out ':rtl': the twin answers for every board");
    }
    driver.load(load, Verify::read_back);
  }
  RtlCore transport;
  AnnealDriver<RtlCore> driver;
};

/// Cores that no thread is using. A run begins with the image's state, so it does not matter which core does it.
class CorePool {
 public:
  CorePool(const AnnealPlan& plan, const AnnealLoad& load) : plan_(&plan), load_(load) {}
  /// `watcher`, which may be empty, is called at every flip.
  AnnealResult run(const AnnealRun& settings, const AnnealTrace& watcher) {
    std::unique_ptr<LoadedCore> core = take();
    core->transport.watch(watcher);
    AnnealResult result = core->driver.run(settings);
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
    return std::make_unique<LoadedCore>(*plan_, load_);
  }

  const AnnealPlan* plan_;
  AnnealLoad load_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<LoadedCore>> idle_;
};

}  // namespace

AnnealDevice rtl_device(const AnnealPlan& plan, const AnnealLoad& load) {
  return [pool = std::make_shared<CorePool>(plan, load)](const AnnealRun& run, const AnnealTrace& trace) {
    return pool->run(run, trace);
  };
}

}  // namespace isinglass
