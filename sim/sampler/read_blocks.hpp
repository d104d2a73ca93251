// Spreads the reads of a run over threads in blocks of a fixed width, so that no result depends on the number of
// threads or of reads.
#pragma once

#include <cstdint>
#include <functional>

#include "sim/sampler/run_control.hpp"

namespace isinglass {

/// Calls `work(block)` for block = 0 … blocks − 1, each once, from up to `threads` threads at a time (0 = all cores),
/// in ascending order of their beginnings. No further block is begun once `control` says stop, but those under way are
/// finished, and block 0 is always begun unless the run was interrupted. Returns how many leading blocks were worked
/// on. The first exception of `work` ends the run and is thrown again here.
std::int64_t for_each_block(std::int64_t blocks, int threads, RunControl& control,
                            const std::function<void(std::int64_t)>& work);

/// The number of threads that `threads` stands for: itself, or all cores for 0.
int thread_count(int threads);

}  // namespace isinglass
