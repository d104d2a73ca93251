// The core pbit_colour as samplers see it.
#pragma once

#include "models/digital/pbit_colour_image.hpp"
#include "sim/sampler/anneal_core.hpp"

namespace isinglass {

AnnealCore pbit_colour_core();

/// What graphs the core can be made for in that configuration.
PbitColourSize pbit_colour_size(const flow::Configuration& board);

}  // namespace isinglass
