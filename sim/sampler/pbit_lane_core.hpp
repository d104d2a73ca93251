// The core pbit_lane as samplers see it.
#pragma once

#include "sim/sampler/anneal_core.hpp"

namespace isinglass {

AnnealCore pbit_lane_core();

}  // namespace isinglass
