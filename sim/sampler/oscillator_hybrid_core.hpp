// The core oscillator_hybrid as samplers see it.
#pragma once

#include "sim/sampler/anneal_core.hpp"

namespace isinglass {

AnnealCore oscillator_hybrid_core();

}  // namespace isinglass
