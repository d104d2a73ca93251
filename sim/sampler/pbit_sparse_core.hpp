// The core pbit_sparse as samplers see it.
#pragma once

#include "models/digital/pbit_sparse.hpp"
#include "sim/sampler/anneal_core.hpp"

namespace isinglass {

AnnealCore pbit_sparse_core();

struct PbitSparsePlan {
  AnnealPlan anneal;
  std::shared_ptr<const PbitSparseImage> image;
};

/// The plan with its image, for the co-simulation. Throws what AnnealCore::plan throws.
PbitSparsePlan plan_pbit_sparse(const Problem& problem, const Settings& settings);

}  // namespace isinglass
