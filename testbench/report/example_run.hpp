// A made-up comparison with everything that a page can show: three samplers of the three kinds, curves, phases, a
// bitstream, findings. For tests of the report only; no figure in it was measured.
#pragma once

#include <vector>

#include "models/sample_set.hpp"
#include "sim/report/run_record.hpp"

namespace isinglass::example {

struct Run {
  RunRecord record;
  std::vector<SampleSet> sets;
};

/// A ring of `spins` vertices as max-cut: its best cut is `spins` when that is even.
Problem ring(std::int32_t spins);

/// The comparison, concluded. With `reads` reads of each sampler.
Run comparison(std::int64_t reads = 64);

/// A run of one software sampler without target, trace or states.
Run plain();

}  // namespace isinglass::example
