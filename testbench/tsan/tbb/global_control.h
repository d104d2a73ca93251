// The limit of the stand-in for TBB (parallel_for.h says why there is one): it limits nothing.
#pragma once

#include <cstddef>

namespace tbb {

struct global_control {
  static constexpr int max_allowed_parallelism = 0;
  global_control(int /*what*/, std::size_t /*limit*/) {}
};

}  // namespace tbb
