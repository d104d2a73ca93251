// A problem on the core pbit_sparse: its image and the plan of its runs.
#pragma once

#include <memory>

#include "models/digital/pbit_sparse.hpp"
#include "sim/sampler/anneal_plan.hpp"

namespace isinglass {

/// pbit_sparse as samplers see it.
const AnnealCore& pbit_sparse_core();

struct PbitSparsePlan {
  AnnealPlan anneal;
  std::shared_ptr<const PbitSparseImage> image;
};

/// Throws InputError when the problem does not fit the board's core, UsageError for settings that contradict.
PbitSparsePlan plan_pbit_sparse(const Problem& problem, const Settings& settings);

}  // namespace isinglass
