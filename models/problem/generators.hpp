// Isinglass's own random problems. All are written down in docs/formats.md and never change: a name like sk:100:7 must
// mean the same couplings in ten years.
#pragma once

#include <cstdint>

#include "models/problem/problem.hpp"

namespace isinglass {

/// Sherrington-Kirkpatrick model: every pair coupled by +1 or -1 with probability one half each, not scaled; named
/// "sk:N:SEED". Throws InputError when N is out of range.
Problem sk_problem(std::int64_t spins, std::uint64_t seed);

/// Max-cut of a random graph in which every vertex has `degree` neighbours, all weights 1; named "regular:N:D:SEED".
/// Steger and Wormald 1999, "Generating random regular graphs quickly"; above half of all pairs the complement is
/// drawn. Throws InputError when no such graph exists.
Problem regular_problem(std::int64_t vertices, std::int64_t degree, std::uint64_t seed);

/// Spin glass with couplings of the standard normal law, rounded to six decimals, on every pair ("gaussian:N:SEED") or,
/// with a degree, on the edges of regular_problem(spins, degree, seed) ("gaussian:N:DEGREE:SEED"); no fields. Throws
/// InputError when N or the degree is out of range.
Problem gaussian_problem(std::int64_t spins, std::uint64_t seed);
Problem gaussian_problem(std::int64_t spins, std::int64_t degree, std::uint64_t seed);

}  // namespace isinglass
