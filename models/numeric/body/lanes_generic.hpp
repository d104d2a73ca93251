// Vector lanes for any processor: GCC's portable vectors of four floats, and SSE2 (always there on x86-64) for the two
// operations that have no portable spelling. Included by kernels_generic.cpp only.
#pragma once

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace isinglass::ISINGLASS_KERNEL {

inline constexpr int kLanes = 4;
using Float __attribute__((vector_size(16))) = float;
using Int __attribute__((vector_size(16))) = std::int32_t;
using Word __attribute__((vector_size(16))) = std::uint32_t;
using Wide __attribute__((vector_size(16))) = std::uint64_t;

/// a * b + c, rounded twice here.
inline Float multiply_add(Float a, Float b, Float c) { return a * b + c; }

inline Float square_root(Float a) {
#if defined(__SSE2__)
  return _mm_sqrt_ps(a);
#else
  for (int lane = 0; lane < kLanes; ++lane) a[lane] = __builtin_sqrtf(a[lane]);
  return a;
#endif
}

/// 64-bit products of the even 32-bit lanes.
inline Wide multiply_even(Word a, Word b) {
#if defined(__SSE2__)
  return reinterpret_cast<Wide>(_mm_mul_epu32(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#else
  const Wide low_half = Wide{} + 0xffffffffU;
  return (reinterpret_cast<Wide>(a) & low_half) * (reinterpret_cast<Wide>(b) & low_half);
#endif
}

}  // namespace isinglass::ISINGLASS_KERNEL
