// Vector lanes for AVX-512: sixteen floats. Included by kernels_avx512.cpp only.
// The masked spellings with a full mask compile to the plain instructions and avoid a false warning of GCC 12
// (its header initialises an undefined vector with itself).
#pragma once

namespace isinglass::ISINGLASS_KERNEL {

inline constexpr int kLanes = 16;
using Float __attribute__((vector_size(64))) = float;
using Int __attribute__((vector_size(64))) = std::int32_t;
using Word __attribute__((vector_size(64))) = std::uint32_t;
using Wide __attribute__((vector_size(64))) = std::uint64_t;

/// a * b + c, rounded once.
inline Float multiply_add(Float a, Float b, Float c) { return _mm512_fmadd_ps(a, b, c); }

inline Float square_root(Float a) { return _mm512_maskz_sqrt_ps(0xffff, a); }

/// 64-bit products of the even 32-bit lanes.
inline Wide multiply_even(Word a, Word b) {
  return reinterpret_cast<Wide>(
      _mm512_maskz_mul_epu32(0xff, reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
}

}  // namespace isinglass::ISINGLASS_KERNEL
