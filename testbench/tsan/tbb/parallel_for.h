// Stands in for TBB in builds with the thread sanitizer: the same few calls over threads of the standard library, whose
// beginnings and ends the sanitizer sees. Debian's libtbb is not built with it, so that every hand-over of work would
// be reported as a race, and a suppression of those would hide the races of the work itself.
#pragma once

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace tbb {

struct simple_partitioner {};

/// Calls work(first) … work(last − 1) from four threads; the first exception is thrown again here.
template <class Index, class Work>
void parallel_for(Index first, Index last, const Work& work) {
  std::atomic<Index> next = first;
  std::exception_ptr failure;
  std::mutex mutex;
  const auto drain = [&] {
    for (Index index = next++; index < last; index = next++) {
      try {
        work(index);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
      }
    }
  };
  std::vector<std::thread> threads;
  for (int k = 0; k < 4; ++k) threads.emplace_back(drain);
  for (auto& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

template <class Index, class Work>
void parallel_for(Index first, Index last, const Work& work, const simple_partitioner&) {
  parallel_for(first, last, work);
}

}  // namespace tbb
