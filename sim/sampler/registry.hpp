// The one list of samplers.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "sim/sampler/sampler.hpp"

namespace isinglass {

using SamplerList = std::vector<std::unique_ptr<Sampler>>;

/// All samplers of this build, in the order in which `info` shows them.
SamplerList make_samplers();

/// The sampler called `name`; UsageError with the nearest name when there is none.
const Sampler& find_sampler(const SamplerList& samplers, std::string_view name);

}  // namespace isinglass
