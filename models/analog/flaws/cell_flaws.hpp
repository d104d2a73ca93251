// Steps of coupling_flaws.hpp that problems and crossbars of cells share.
#pragma once

#include <cstdint>

#include "models/analog/flaws/coupling_flaws.hpp"

namespace isinglass {

/// All stages that act on one coupling, field or cell that exists; `largest` is J_max.
double flawed_coupling(double value, const CouplingFlaws& flaws, double largest, std::uint32_t row,
                       std::uint32_t column);

/// UsageError for a range that is not positive.
void check_coupling_range(const CouplingFlaws& flaws);

}  // namespace isinglass
