// The kernels over one block of replicas (see ensemble_kernels.hpp for what each computes and the shapes).
#pragma once

namespace isinglass::ISINGLASS_KERNEL {

inline constexpr int kVectors = kBlockWidth / kLanes;  ///< vectors per row of a block

inline void trigonometry(const float* phase, std::int64_t rows, float* trig) {
  for (std::int64_t row = 0; row < rows; ++row) {
    for (int v = 0; v < kVectors; ++v) {
      const SinCos value = sin_cos(load(phase + row * kBlockWidth + v * kLanes));
      store(trig + 2 * row * kBlockWidth + v * kLanes, value.cosine);
      store(trig + (2 * row + 1) * kBlockWidth + v * kLanes, value.sine);
    }
  }
}

inline void saturate(float gain, const float* in, std::int64_t rows, float* out) {
  const Float factor = splat(gain);
  for (std::int64_t at = 0; at < rows * kBlockWidth; at += kLanes) {
    store(out + at, hyperbolic_tangent(factor * load(in + at)));
  }
}

/// sum += weight of the entry times the row of `in` that it points to; without the weight when all are equal.
template <int columns, bool equal, int vectors = columns / kLanes>
inline void add_neighbour(const SparseRows& matrix, std::int64_t entry, const float* in, Float (&sum)[vectors]) {
  const float* from = in + std::int64_t{matrix.neighbour[entry]} * columns;
  if constexpr (equal) {
    for (int v = 0; v < vectors; ++v) sum[v] += load(from + v * kLanes);
  } else {
    const Float weight = splat(matrix.weight[entry]);
    for (int v = 0; v < vectors; ++v) sum[v] = multiply_add(weight, load(from + v * kLanes), sum[v]);
  }
}

template <int columns, bool equal>
inline void sparse_rows(const SparseRows& matrix, const float* in, float* out) {
  constexpr int vectors = columns / kLanes;
  constexpr int chains = vectors >= 4 ? 1 : 4;  // independent sums, to hide the latency of the addition
  const Float scale = splat(equal ? matrix.equal_weight : 1.0F);
  for (std::int64_t row = 0; row < matrix.rows; ++row) {
    Float sum[chains][vectors] = {};
    std::int64_t entry = matrix.start[row];
    const std::int64_t end = matrix.start[row + 1];
    for (; entry + chains <= end; entry += chains) {
#pragma GCC unroll 4
      for (int c = 0; c < chains; ++c) add_neighbour<columns, equal>(matrix, entry + c, in, sum[c]);
    }
    for (; entry < end; ++entry) add_neighbour<columns, equal>(matrix, entry, in, sum[0]);
    for (int v = 0; v < vectors; ++v) {
      Float total = sum[0][v];
      for (int c = 1; c < chains; ++c) total += sum[c][v];
      store(out + row * columns + v * kLanes, equal ? total * scale : total);
    }
  }
}

template <int columns>
inline void sparse_columns(const SparseRows& matrix, const float* in, float* out) {
  if (matrix.weight == nullptr) {
    sparse_rows<columns, true>(matrix, in, out);
  } else {
    sparse_rows<columns, false>(matrix, in, out);
  }
}

inline void sparse_product(const SparseRows& matrix, int columns, const float* in, float* out) {
  if (columns == kTrigWidth) {
    sparse_columns<kTrigWidth>(matrix, in, out);
  } else {
    sparse_columns<kBlockWidth>(matrix, in, out);
  }
}

/// Rows of a dense matrix that are multiplied together: as many sums as the registers hold (two vectors each).
inline constexpr int kPanelRows = kLanes == 16 ? 12 : (kLanes == 8 ? 6 : 4);

/// How far ahead of use the matrix is fetched, columns: large matrices come from beyond the second cache.
inline constexpr std::int64_t kPrefetchDepth = 64;

/// One panel of rows times two vectors of columns.
inline void dense_panel(const float* panel, std::int64_t depth, int columns, const float* in, float* out,
                        std::int64_t rows) {
  Float sum[kPanelRows][2] = {};
  for (std::int64_t k = 0; k < depth; ++k) {
    const Float first = load(in + k * columns);
    const Float second = load(in + k * columns + kLanes);
    __builtin_prefetch(panel + (k + kPrefetchDepth) * kPanelRows);
#pragma GCC unroll 12
    for (int r = 0; r < kPanelRows; ++r) {
      const Float factor = splat(panel[k * kPanelRows + r]);
      sum[r][0] = multiply_add(factor, first, sum[r][0]);
      sum[r][1] = multiply_add(factor, second, sum[r][1]);
    }
  }
  for (std::int64_t r = 0; r < rows; ++r) {
    store(out + r * columns, sum[r][0]);
    store(out + r * columns + kLanes, sum[r][1]);
  }
}

/// One panel of rows times one vector of columns, for blocks that are no wider than a vector.
inline void dense_panel_narrow(const float* panel, std::int64_t depth, int columns, const float* in, float* out,
                               std::int64_t rows) {
  Float sum[kPanelRows] = {};
  for (std::int64_t k = 0; k < depth; ++k) {
    const Float first = load(in + k * columns);
    __builtin_prefetch(panel + (k + kPrefetchDepth) * kPanelRows);
#pragma GCC unroll 12
    for (int r = 0; r < kPanelRows; ++r) sum[r] = multiply_add(splat(panel[k * kPanelRows + r]), first, sum[r]);
  }
  for (std::int64_t r = 0; r < rows; ++r) store(out + r * columns, sum[r]);
}

inline void dense_product(const float* panels, std::int64_t rows, int columns, const float* in, float* out) {
  for (std::int64_t row = 0; row < rows; row += kPanelRows) {
    const float* panel = panels + row * rows;
    const std::int64_t used = rows - row < kPanelRows ? rows - row : kPanelRows;
    float* to = out + row * columns;
    if (columns < 2 * kLanes) {
      dense_panel_narrow(panel, rows, columns, in, to, used);
      continue;
    }
    for (int c = 0; c < columns; c += 2 * kLanes) dense_panel(panel, rows, columns, in + c, to + c, used);
  }
}

inline void phase_rates(const PhaseTerms& terms, std::int64_t rows, const float* trig, const float* sums, float* rate) {
  const Float coupling = splat(terms.coupling);
  const Float twice_shil = splat(2.0F * terms.second_harmonic);
  for (std::int64_t row = 0; row < rows; ++row) {
    const Float pull = splat(terms.coupling * terms.field[row]);
    const Float detuning = splat(terms.detuning[row]);
    const float* here = trig + 2 * row * kBlockWidth;
    const float* sum = sums + 2 * row * kBlockWidth;
    for (int v = 0; v < kVectors; ++v) {
      const Float cosine = load(here + v * kLanes);
      const Float sine = load(here + kBlockWidth + v * kLanes);
      const Float torque = sine * load(sum + v * kLanes) - cosine * load(sum + kBlockWidth + v * kLanes);
      const Float field = multiply_add(twice_shil, cosine, pull) * sine;
      store(rate + row * kBlockWidth + v * kLanes, detuning - multiply_add(coupling, torque, field));
    }
  }
}

inline void turn(const float* step, std::int64_t rows, float* power) {
  for (std::int64_t row = 0; row < rows; ++row) {
    const float* by = step + 2 * row * kBlockWidth;
    float* turned = power + 2 * row * kBlockWidth;
    for (int v = 0; v < kVectors; ++v) {
      const Float by_cosine = load(by + v * kLanes);
      const Float by_sine = load(by + kBlockWidth + v * kLanes);
      const Float cosine = load(turned + v * kLanes);
      const Float sine = load(turned + kBlockWidth + v * kLanes);
      store(turned + v * kLanes, cosine * by_cosine - sine * by_sine);
      store(turned + kBlockWidth + v * kLanes, multiply_add(cosine, by_sine, sine * by_cosine));
    }
  }
}

inline void add_harmonic(const HarmonicTerms& terms, std::int64_t rows, const float* trig, const float* sums,
                         float* rate) {
  const Float odd = splat(terms.sine);
  const Float even = splat(terms.cosine);
  for (std::int64_t row = 0; row < rows; ++row) {
    const Float field = splat(terms.field[row]);
    const float* here = trig + 2 * row * kBlockWidth;
    const float* sum = sums + 2 * row * kBlockWidth;
    float* out = rate + row * kBlockWidth;
    for (int v = 0; v < kVectors; ++v) {
      const Float cosine = load(here + v * kLanes);
      const Float sine = load(here + kBlockWidth + v * kLanes);
      const Float sum_cosine = load(sum + v * kLanes) + field;
      const Float sum_sine = load(sum + kBlockWidth + v * kLanes);
      const Float attraction = sine * sum_cosine - cosine * sum_sine;
      const Float push = multiply_add(cosine, sum_cosine, sine * sum_sine);
      store(out + v * kLanes, multiply_add(odd, attraction, multiply_add(even, push, load(out + v * kLanes))));
    }
  }
}

inline void advance(const Increment& increment, std::int64_t rows, const float* from, float* to) {
  const Float first = splat(increment.first_weight);
  const Float second = splat(increment.second_weight);
  for (std::int64_t row = 0; row < rows; ++row) {
    for (int v = 0; v < kVectors; ++v) {
      const std::int64_t at = row * kBlockWidth + v * kLanes;
      Float value = multiply_add(first, load(increment.first_rate + at), load(from + at));
      if (increment.second_rate != nullptr) value = multiply_add(second, load(increment.second_rate + at), value);
      if (increment.noise != nullptr) {
        value = multiply_add(splat(increment.amplitude[row]), load(increment.noise + at), value);
      }
      store(to + at, value);
    }
  }
}

inline void normals(const NoiseCounter& origin, std::int64_t rows, float* out) {
  const auto key0 = static_cast<std::uint32_t>(origin.seed);
  const auto key1 = static_cast<std::uint32_t>(origin.seed >> 32U);
  for (int v = 0; v < kVectors; ++v) {
    Word reads = Word{} + origin.read;
    for (int lane = 0; lane < kLanes; ++lane) reads[lane] += static_cast<std::uint32_t>(v * kLanes + lane);
    for (std::int64_t row = 0; row < rows; row += 4) {
      const Word index = Word{} + (origin.index + static_cast<std::uint32_t>(row / 4));
      const FourWords words = philox({index, Word{} + origin.step, reads, Word{} + origin.stream}, key0, key1);
      const SinCos first = normal_pair(words.w0, words.w1);
      const SinCos second = normal_pair(words.w2, words.w3);
      const Float values[4] = {first.cosine, first.sine, second.cosine, second.sine};
      const std::int64_t used = rows - row < 4 ? rows - row : 4;
      for (std::int64_t r = 0; r < used; ++r) store(out + (row + r) * kBlockWidth + v * kLanes, values[r]);
    }
  }
}

}  // namespace isinglass::ISINGLASS_KERNEL
