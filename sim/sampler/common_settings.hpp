// Parameters that several analog samplers have in common, and what they stand for.
#pragma once

#include <string>
#include <vector>

#include "models/analog/coupling_matrix.hpp"
#include "models/analog/ramp.hpp"
#include "sim/sampler/parameter.hpp"

namespace isinglass {

/// The words that `NAME_shape` takes.
const std::vector<std::string>& schedule_shapes();
/// NAME_shape, NAME_start, NAME_end, and `cycles` of the whole machine.
Ramp ramp_of(const Settings& settings, const std::string& name);

/// `storage`: how couplings are kept.
Parameter storage_parameter();
CouplingStorage storage_of(const Settings& settings);

}  // namespace isinglass
