// The core pbit_ring as samplers see it.
#pragma once

#include "sim/sampler/anneal_core.hpp"

namespace isinglass {

AnnealCore pbit_ring_core();

}  // namespace isinglass
