// How an engine is told from outside to stop between two steps.
#pragma once

#include <functional>

namespace isinglass {

/// Asked every few steps whether to stop; empty means never.
using StopCheck = std::function<bool()>;
inline constexpr int kStepsBetweenStopChecks = 64;

}  // namespace isinglass
