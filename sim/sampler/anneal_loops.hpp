// The loops of the annealing kernels, written over plain arrays of fixed width. Every function here is inlined into
// functions that are compiled for one instruction set each (anneal_kernel.cpp), where the compiler turns the loops over
// lanes into vector instructions; nothing here is ever called as it stands.
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

#define ISINGLASS_INLINE [[gnu::always_inline]] inline

namespace isinglass::anneal {

inline constexpr int lanes = 32;                    ///< reads side by side, or spins looked at together
inline constexpr int group = 8;                     ///< spins that one counter's four words serve, 16 bits each
inline constexpr std::uint32_t stream_initial = 1;  ///< noise streams: initial spins,
inline constexpr std::uint32_t stream_accept = 2;   ///< acceptance

/// Philox4x32 with ten rounds (Salmon et al. 2011), the same function as Random123's, which the tests compare it with.
ISINGLASS_INLINE void philox(std::uint32_t& c0, std::uint32_t& c1, std::uint32_t& c2, std::uint32_t& c3,
                             std::uint32_t k0, std::uint32_t k1) {
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{c0} * 0xD2511F53U;
    const std::uint64_t p1 = std::uint64_t{c2} * 0xCD9E8D57U;
    c0 = static_cast<std::uint32_t>(p1 >> 32U) ^ c1 ^ k0;
    c1 = static_cast<std::uint32_t>(p1);
    c2 = static_cast<std::uint32_t>(p0 >> 32U) ^ c3 ^ k1;
    c3 = static_cast<std::uint32_t>(p0);
    k0 += 0x9E3779B9U;
    k1 += 0xBB67AE85U;
  }
}

/// −ln((k + ½)/65536) for a 16-bit k: an exponential variate of mean 1, between 7.6e-6 and 11.78. Absolute error below
/// 3e-6 (Chebyshev series of ln(1 + t) on [0, 1] to the sixth power).
ISINGLASS_INLINE float minus_log_uniform(std::uint32_t k) {
  const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(static_cast<std::int32_t>(k)) + 0.5F);
  const auto exponent = static_cast<float>(static_cast<std::int32_t>(bits >> 23U) - 127 - 16);
  const float t = std::bit_cast<float>((bits & 0x007FFFFFU) | 0x3F800000U) - 1.0F;
  float series = -0.01741407752438335F;
  series = series * t + 0.08269123711181475F;
  series = series * t - 0.190354336733541F;
  series = series * t + 0.31574731675823087F;
  series = series * t - 0.49737321615801383F;
  series = series * t + 0.9998476974962395F;
  series = series * t + 1.4720650114443468e-06F;
  const float minus_log = -(exponent * 0.693147180559945F + series);
  return minus_log > 0.0F ? minus_log : 0.0F;
}

/// The largest rise −s·f of a spin against its local field that is still accepted: ΔE = −2 s f ≤ −T ln u.
/// Whole numbers round down, which decides alike; they are capped above every field that can occur.
template <class Field>
ISINGLASS_INLINE Field threshold(float half_temperature, std::uint32_t k);
template <>
ISINGLASS_INLINE float threshold<float>(float half_temperature, std::uint32_t k) {
  return half_temperature * minus_log_uniform(k);
}
template <>
ISINGLASS_INLINE std::int16_t threshold<std::int16_t>(float half_temperature, std::uint32_t k) {
  const float limit = half_temperature * minus_log_uniform(k);
  return static_cast<std::int16_t>(static_cast<std::int32_t>(limit < 32000.0F ? limit : 32000.0F));
}

struct Noise {
  std::uint32_t key0 = 0;  ///< low word of the seed
  std::uint32_t key1 = 0;  ///< high word
};

/// Thresholds of spins 8·index … 8·index + 7 (rows) for reads first_read … first_read + 31 (columns).
template <class Field>
ISINGLASS_INLINE void thresholds_of_reads(Field (*out)[lanes], float half_temperature, const Noise& noise,
                                          std::uint32_t index, std::uint32_t sweep, std::uint32_t first_read) {
  alignas(64) std::uint32_t words[4][lanes];
  for (int lane = 0; lane < lanes; ++lane) {
    std::uint32_t c0 = index;
    std::uint32_t c1 = sweep;
    std::uint32_t c2 = first_read + static_cast<std::uint32_t>(lane);
    std::uint32_t c3 = stream_accept;
    philox(c0, c1, c2, c3, noise.key0, noise.key1);
    words[0][lane] = c0;
    words[1][lane] = c1;
    words[2][lane] = c2;
    words[3][lane] = c3;
  }
  for (int word = 0; word < 4; ++word) {
    for (int lane = 0; lane < lanes; ++lane) {
      out[2 * word][lane] = threshold<Field>(half_temperature, words[word][lane] & 0xFFFFU);
    }
    for (int lane = 0; lane < lanes; ++lane) {
      out[2 * word + 1][lane] = threshold<Field>(half_temperature, words[word][lane] >> 16U);
    }
  }
}

/// Thresholds of the 128 spins from 128·chunk on, for one read: the same numbers as above.
template <class Field>
ISINGLASS_INLINE void thresholds_of_spins(Field* out, float half_temperature, const Noise& noise, std::uint32_t chunk,
                                          std::uint32_t sweep, std::uint32_t read) {
  constexpr int counters = 16;
  alignas(64) std::uint32_t words[4][counters];
  for (int lane = 0; lane < counters; ++lane) {
    std::uint32_t c0 = chunk * counters + static_cast<std::uint32_t>(lane);
    std::uint32_t c1 = sweep;
    std::uint32_t c2 = read;
    std::uint32_t c3 = stream_accept;
    philox(c0, c1, c2, c3, noise.key0, noise.key1);
    words[0][lane] = c0;
    words[1][lane] = c1;
    words[2][lane] = c2;
    words[3][lane] = c3;
  }
  alignas(64) std::uint32_t in_order[counters * group];
  for (int lane = 0; lane < counters; ++lane) {
    for (int word = 0; word < 4; ++word) {
      in_order[group * lane + 2 * word] = words[word][lane] & 0xFFFFU;
      in_order[group * lane + 2 * word + 1] = words[word][lane] >> 16U;
    }
  }
  for (int spin = 0; spin < counters * group; ++spin) out[spin] = threshold<Field>(half_temperature, in_order[spin]);
}

/// What a sweep works on and when: spins and local fields, temperature in the kernel's unit, and the noise's counter.
template <class Field>
struct SweepPoint {
  Field* spins;
  Field* fields;
  float half_temperature;
  Noise noise;
  std::uint32_t sweep;
  std::uint32_t read;  ///< the first of 32 side by side, or the only one
};

/// Neighbour lists in the kernel's unit; n is the number of spins.
template <class Field>
struct NeighbourRows {
  std::int32_t n = 0;
  const std::int64_t* start = nullptr;
  const std::int32_t* neighbour = nullptr;
  const Field* weight = nullptr;
};

/// One sweep over all spins of 32 reads. `spins` and `fields` are n × 32.
template <class Field>
ISINGLASS_INLINE void sweep_sparse(const NeighbourRows<Field>& rows, const SweepPoint<Field>& at) {
  Field* __restrict spins = at.spins;
  Field* __restrict fields = at.fields;
  using Mask = std::conditional_t<sizeof(Field) == 2, std::int16_t, std::int32_t>;
  alignas(64) Field limit[group][lanes];
  alignas(64) Field change[lanes];
  for (std::int32_t i = 0; i < rows.n; ++i) {
    if (i % group == 0) {
      thresholds_of_reads<Field>(limit, at.half_temperature, at.noise, static_cast<std::uint32_t>(i / group), at.sweep,
                                 at.read);
    }
    Field* spin = spins + std::int64_t{i} * lanes;
    const Field* field = fields + std::int64_t{i} * lanes;
    const Field* accept = limit[i % group];
    Mask any = 0;
    for (int lane = 0; lane < lanes; ++lane) {
      // The change of an accepted spin is −2 s, of a refused one 0.
      const Field s = spin[lane];
      const Field rise = static_cast<Field>(-s * field[lane]);
      const bool flips = rise <= accept[lane];
      change[lane] = flips ? static_cast<Field>(-2 * s) : Field{0};
      any = static_cast<Mask>(any | (flips ? 1 : 0));
      spin[lane] = flips ? static_cast<Field>(-s) : s;
    }
    if (any == 0) continue;
    for (std::int64_t k = rows.start[i]; k < rows.start[i + 1]; ++k) {
      Field* target = fields + std::int64_t{rows.neighbour[k]} * lanes;
      const Field weight = rows.weight[k];
      for (int lane = 0; lane < lanes; ++lane) {
        target[lane] = static_cast<Field>(target[lane] + weight * change[lane]);
      }
    }
  }
}

/// A symmetric matrix with zero diagonal in rows of `stride` weights, a multiple of 128; n is the number of spins.
template <class Weight>
struct DenseRows {
  std::int32_t n = 0;
  std::int32_t stride = 0;
  const Weight* weight = nullptr;
};

/// One sweep over all spins of one read. `spins` and `fields` have `stride` entries; the spins beyond n are 0 there,
/// which refuses them.
template <class Field, class Weight>
ISINGLASS_INLINE void sweep_dense(const DenseRows<Weight>& rows, const SweepPoint<Field>& at) {
  Field* __restrict spins = at.spins;
  Field* __restrict fields = at.fields;
  constexpr int chunk = 128;
  alignas(64) Field limit[chunk];
  for (std::int32_t begin = 0; begin < rows.n; begin += lanes) {
    if (begin % chunk == 0) {
      thresholds_of_spins<Field>(limit, at.half_temperature, at.noise, static_cast<std::uint32_t>(begin / chunk),
                                 at.sweep, at.read);
    }
    const Field* accept = limit + begin % chunk;
    std::int16_t from = 0;
    while (true) {
      // The first spin at or after `from` that flips, given all flips before it.
      std::int16_t first = lanes;
      for (std::int16_t lane = 0; lane < lanes; ++lane) {
        const Field s = spins[begin + lane];
        const Field rise = static_cast<Field>(-s * fields[begin + lane]);
        const bool flips = (rise <= accept[lane]) & (s != Field{0}) & (lane >= from);
        const std::int16_t candidate = flips ? lane : static_cast<std::int16_t>(lanes);
        first = candidate < first ? candidate : first;
      }
      if (first >= lanes) break;
      const std::int32_t i = begin + first;
      const auto change = static_cast<Field>(-2 * spins[i]);
      spins[i] = static_cast<Field>(-spins[i]);
      const Weight* row = rows.weight + std::int64_t{i} * rows.stride;
      for (std::int32_t j = 0; j < rows.stride; ++j) {
        fields[j] = static_cast<Field>(fields[j] + static_cast<Field>(row[j]) * change);
      }
      from = static_cast<std::int16_t>(first + 1);
    }
  }
}

}  // namespace isinglass::anneal
