// Vector lanes for AVX2 and FMA: eight floats. Included by kernels_avx2.cpp only.
#pragma once

namespace isinglass::ISINGLASS_KERNEL {

inline constexpr int kLanes = 8;
using Float __attribute__((vector_size(32))) = float;
using Int __attribute__((vector_size(32))) = std::int32_t;
using Word __attribute__((vector_size(32))) = std::uint32_t;
using Wide __attribute__((vector_size(32))) = std::uint64_t;

/// a * b + c, rounded once.
inline Float multiply_add(Float a, Float b, Float c) { return _mm256_fmadd_ps(a, b, c); }

inline Float square_root(Float a) { return _mm256_sqrt_ps(a); }

/// 64-bit products of the even 32-bit lanes.
inline Wide multiply_even(Word a, Word b) {
  return reinterpret_cast<Wide>(_mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
}

}  // namespace isinglass::ISINGLASS_KERNEL
