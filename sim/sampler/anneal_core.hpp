// An annealing core as samplers see it: one description from which its twin, its Verilog and a board answer alike.
#pragma once

#include <memory>
#include <vector>

#include "hw/host/load_line.hpp"
#include "sim/sampler/anneal_plan.hpp"
#include "sim/sampler/anneal_reads.hpp"

namespace isinglass {

/// A problem made ready for a core: what its reads share, what a host loads, and the twin that does the same.
struct AnnealTask {
  AnnealPlan plan;
  AnnealLoad load;                     ///< owns its image
  std::function<AnnealDevice()> twin;  ///< a core of its own, which keeps its state between runs
};

/// What the core of a sampler is called and how it differs from the others.
struct AnnealCore {
  AnnealCoreName names;
  std::string sentence;  ///< of the sampler `names.sampler`
  ParameterTable (*parameters)() = nullptr;
  /// Throws InputError when the problem does not fit the board's core, UsageError for settings that contradict.
  AnnealTask (*plan)(const Problem& problem, const Settings& settings) = nullptr;
};

/// Every core that answers Ising problems, in the order of their numbers.
const std::vector<AnnealCore>& anneal_cores();

/// The core of that name ("pbit_ring"), or null.
const AnnealCore* find_anneal_core(std::string_view name);

/// Plans as the core does; an InputError also says which configurations of which boards hold the problem.
AnnealTask plan_or_advise(const AnnealCore& core, const Problem& problem, const Settings& settings);

/// The task of a twin class on its image; its load keeps the image alive (hw/host/NAME_load.hpp makes the load).
template <class Twin, class Image>
AnnealTask make_task(AnnealPlan plan, const std::shared_ptr<const Image>& image) {
  AnnealLoad load = load_of(*image);
  load.energy = [image, energy = std::move(load.energy)](std::span<const Spin> spins) { return energy(spins); };
  plan.loading = load_on_line(load, plan.configuration.write_words());
  const auto twin = [image]() -> AnnealDevice {
    return [core = std::make_shared<Twin>(image)](const AnnealRun& run, const AnnealTrace& trace) {
      return core->run(run, trace);
    };
  };
  return {std::move(plan), std::move(load), twin};
}

}  // namespace isinglass
