// An annealing core as samplers see it: one description from which its twin, its Verilog and a board answer alike.
#pragma once

#include <memory>
#include <vector>

#include "hw/host/anneal_load.hpp"
#include "sim/sampler/anneal_plan.hpp"
#include "sim/sampler/anneal_reads.hpp"

namespace isinglass {

/// A problem made ready for a core: what its reads share, what a host loads, and the twin that does the same.
struct AnnealTask {
  AnnealPlan plan;
  AnnealLoad load;  ///< owns its image
  AnnealDevice twin;
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

/// A task whose load keeps the image alive (hw/host/NAME_load.hpp makes the load of each image).
template <class Image>
AnnealTask make_task(AnnealPlan plan, const std::shared_ptr<const Image>& image, AnnealDevice twin) {
  AnnealLoad load = load_of(*image);
  load.energy = [image, energy = std::move(load.energy)](std::span<const Spin> spins) { return energy(spins); };
  plan.load_words = load.words();
  return {std::move(plan), std::move(load), std::move(twin)};
}

}  // namespace isinglass
