// Counter-based random numbers: every value is a pure function of (seed, read, step, index), so that no result depends
// on threads or order. Philox4x32-10: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
#pragma once

#include <array>
#include <cstdint>

namespace isinglass {

/// Where in the noise of a run a value is taken from.
struct NoiseCounter {
  std::uint64_t seed = 0;   ///< the run's seed
  std::uint32_t read = 0;   ///< read (replica) number
  std::uint32_t step = 0;   ///< time step or sweep
  std::uint32_t index = 0;  ///< oscillator, spin, or block of four values
  std::uint32_t stream =
      0;  ///< which stage asks: initial state, dynamics, mismatch … (so that stages never share numbers)
};

/// Four independent 32-bit words for one counter.
std::array<std::uint32_t, 4> random_words(const NoiseCounter& counter);

/// Uniform in [0, 1), 53 bits, from the first two words.
double random_uniform(const NoiseCounter& counter);

/// Standard normal by Box–Muller (Box and Muller 1958), from the four words.
double random_normal(const NoiseCounter& counter);

/// A sequential generator on top of the counter, for set-up code that draws an unknown number of values.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint32_t read, std::uint32_t stream) : counter_{seed, read, 0, 0, stream} {}
  std::uint32_t word();
  double uniform();
  double normal();
  /// Uniform integer in [0, bound), without bias.
  std::uint32_t below(std::uint32_t bound);

 private:
  NoiseCounter counter_;
  std::array<std::uint32_t, 4> words_{};
  int left_ = 0;
};

}  // namespace isinglass
