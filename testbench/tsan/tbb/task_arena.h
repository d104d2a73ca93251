// The arena of the stand-in for TBB (parallel_for.h says why there is one): it sets no limit.
#pragma once

#include <thread>

namespace tbb {

class task_arena {
 public:
  static constexpr int automatic = -1;
  explicit task_arena(int /*threads*/) {}
  template <class Work>
  void execute(const Work& work) {
    work();
  }
};

namespace this_task_arena {
inline int max_concurrency() { return static_cast<int>(std::thread::hardware_concurrency()); }
}  // namespace this_task_arena

}  // namespace tbb
