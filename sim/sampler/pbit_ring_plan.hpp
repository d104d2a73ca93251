// A problem on the core pbit_ring: its image and the plan of its runs.
#pragma once

#include <memory>

#include "models/digital/pbit_ring.hpp"
#include "sim/sampler/anneal_plan.hpp"

namespace isinglass {

/// pbit_ring as samplers see it.
const AnnealCore& pbit_ring_core();

/// Those of every annealing core, and the rule.
ParameterTable pbit_ring_parameters();

struct PbitRingPlan {
  AnnealPlan anneal;
  std::shared_ptr<const PbitRingImage> image;
};

/// Throws InputError when the problem does not fit the board's core, UsageError for settings that contradict.
PbitRingPlan plan_pbit_ring(const Problem& problem, const Settings& settings);

}  // namespace isinglass
