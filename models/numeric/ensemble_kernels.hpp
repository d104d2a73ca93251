// The vector kernels under the batched engine: plain functions over one block of kBlockWidth replicas, in single
// precision, compiled once for each instruction set.
//
// How the dispatch avoids one-definition traps: the folder body/ holds the code once, in a namespace named by a macro.
// Each kernels_*.cpp includes the standard headers first, then sets its target by pragma, then includes the body, so
// that no inline function of a library is ever compiled for a processor that may be absent.
#pragma once

#include <cstdint>

#include "models/numeric/kernel_choice.hpp"
#include "models/random.hpp"

namespace isinglass {

/// Replicas in a block. Fixed, so that rounding does not depend on how many reads or threads a run has.
inline constexpr int kBlockWidth = 16;

/// Columns of a trigonometric block: cosines of the 16 replicas, then their sines.
inline constexpr int kTrigWidth = 2 * kBlockWidth;

/// Compressed rows of a square sparse matrix.
struct SparseRows {
  std::int64_t rows = 0;
  const std::int64_t* start = nullptr;  ///< rows + 1
  const std::int32_t* neighbour = nullptr;
  const float* weight = nullptr;  ///< null when all weights are equal
  float equal_weight = 1.0F;      ///< then this one
};

/// The scalars and per-oscillator terms of the phase model, rad/s: see models/analog/oscillator.hpp.
struct PhaseTerms {
  float coupling = 0.0F;            ///< K
  float second_harmonic = 0.0F;     ///< K_s
  const float* field = nullptr;     ///< h, one per row
  const float* detuning = nullptr;  ///< mismatch, rad/s, one per row
};

/// One harmonic of a coupling function, rad/s per unit of J: see models/analog/harmonic_network.hpp.
struct HarmonicTerms {
  float sine = 0.0F;             ///< weight of sin k x
  float cosine = 0.0F;           ///< weight of cos k x
  const float* field = nullptr;  ///< h, one per row
};

/// One explicit step: to = from + first_weight*first_rate + second_weight*second_rate + amplitude[row]*noise.
struct Increment {
  const float* first_rate = nullptr;
  float first_weight = 0.0F;
  const float* second_rate = nullptr;  ///< may be null
  float second_weight = 0.0F;
  const float* noise = nullptr;      ///< standard normals, may be null
  const float* amplitude = nullptr;  ///< one per row
};

/// One instruction set's kernels. All arrays are row-major float, kBlockWidth columns unless said otherwise, best
/// aligned to 64 bytes; input and output must not overlap, except that `advance` may work in place.
struct EnsembleKernels {
  /// phase (rad) -> rows x kTrigWidth.
  void (*trigonometry)(const float* phase, std::int64_t rows, float* trig);
  /// out = M in, both rows x columns; columns is kBlockWidth or kTrigWidth.
  void (*sparse_product)(const SparseRows& matrix, int columns, const float* in, float* out);
  /// The same for a dense matrix stored in panels of `panel_rows` rows: panel p holds, for each column k, its rows
  /// p*panel_rows ... one after the other, the last panel filled up with zeros.
  void (*dense_product)(const float* panels, std::int64_t rows, int columns, const float* in, float* out);
  /// rate = detuning - K (sin*C - cos*S) - K h sin - 2 K_s sin cos, with trig = (cos|sin) and sums = M trig = (C|S).
  void (*phase_rates)(const PhaseTerms& terms, std::int64_t rows, const float* trig, const float* sums, float* rate);
  void (*advance)(const Increment& increment, std::int64_t rows, const float* from, float* to);
  /// Standard normals: column c of row i comes from random_words({seed, read + c, step, index + i/4, stream}), words
  /// 0 and 1 for rows 0 and 1 of each four, words 2 and 3 for the others.
  void (*normals)(const NoiseCounter& origin, std::int64_t rows, float* out);
  int panel_rows;
  /// out = tanh(gain in), rows x kBlockWidth; may work in place.
  void (*saturate)(float gain, const float* in, std::int64_t rows, float* out);
  /// power <- power * step as complex numbers (cos | sin), rows x kTrigWidth.
  void (*turn)(const float* step, std::int64_t rows, float* power);
  /// rate += sine (sin*C' - cos*S) + cosine (cos*C' + sin*S), C' = C + h, with trig = (cos|sin) of k times the phases
  /// and sums = M trig = (C|S).
  void (*add_harmonic)(const HarmonicTerms& terms, std::int64_t rows, const float* trig, const float* sums,
                       float* rate);
};

/// The kernels of one kind; it must be available on this processor.
const EnsembleKernels& ensemble_kernels(KernelKind kind);

}  // namespace isinglass
