// The core bifurcation_row as samplers see it.
#pragma once

#include "sim/sampler/anneal_core.hpp"

namespace isinglass {

AnnealCore bifurcation_row_core();

}  // namespace isinglass
