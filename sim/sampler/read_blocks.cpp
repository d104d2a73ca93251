// One shared counter hands out the blocks; TBB's arena holds the threads.
#include "sim/sampler/read_blocks.hpp"

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>

namespace isinglass {

int thread_count(int threads) { return threads > 0 ? threads : tbb::this_task_arena::max_concurrency(); }

std::int64_t for_each_block(std::int64_t blocks, int threads, RunControl& control,
                            const std::function<void(std::int64_t)>& work) {
  std::atomic<std::int64_t> next = 0;
  std::atomic<bool> failed = false;
  const auto drain = [&] {
    while (!failed) {
      // A number that was taken is always worked on, so that the finished blocks have no gap.
      const bool stop = control.should_stop() && (next > 0 || control.was_interrupted());
      if (stop) return;
      const std::int64_t block = next++;
      if (block >= blocks) return;
      try {
        work(block);
      } catch (...) {
        failed = true;
        throw;
      }
    }
  };
  const int workers =
      static_cast<int>(std::min<std::int64_t>(thread_count(threads), std::max<std::int64_t>(blocks, 1)));
  // Without this TBB warns on stderr when more threads are asked for than there are cores.
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(workers));
  tbb::task_arena arena(workers);
  arena.execute([&] { tbb::parallel_for(0, workers, [&](int) { drain(); }); });
  return std::min(next.load(), blocks);
}

}  // namespace isinglass
