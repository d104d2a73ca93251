// GB_FLIP, the portable random numbers of Knuth's Stanford GraphBase, on which rudy's graphs stand.
// D. E. Knuth, The Stanford GraphBase (1993), chapter GB_FLIP. Written from the recurrence, not from the source.
#pragma once

#include <array>
#include <cstdint>

namespace isinglass {

/// Lagged subtraction modulo 2^31. The sequence is a pure function of the seed and never changes.
class GbFlip {
 public:
  /// The seed counts modulo 2^31.
  explicit GbFlip(std::int64_t seed);
  /// The next value in [0, 2^31).
  std::int32_t next();
  /// Uniform in [0, bound), without bias; 0 < bound < 2^31.
  std::int32_t below(std::int32_t bound);

 private:
  void refill();
  std::array<std::int32_t, 56> values_{};  ///< places 1..55; place 0 is unused, as in the book
  int position_ = 0;                       ///< place of the next value, counting down to 1
};

}  // namespace isinglass
