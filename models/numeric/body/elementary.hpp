// Sine, cosine, logarithm and hyperbolic tangent of a vector of floats. The polynomials were fitted here (weighted
// least squares driven to equal ripple, relative error); the errors stated are measured by
// testbench/physics/test_kernels.cpp.
#pragma once

namespace isinglass::ISINGLASS_KERNEL {

inline Float load(const float* from) {
  Float value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}

inline void store(float* to, Float value) { __builtin_memcpy(to, &value, sizeof value); }

/// All lanes the same. (Taking zero away is folded by the compiler, adding zero is not: it would turn -0 into 0.)
inline Float splat(float value) { return value - Float{}; }

struct SinCos {
  Float sine;
  Float cosine;
};

/// Sine and cosine of y + quadrant * pi/2 for |y| <= pi/4.
inline SinCos from_octant(Float y, Int quadrant) {
  const Float z = y * y;
  Float p = splat(-0.0001951528210435505F);
  p = multiply_add(p, z, splat(0.00833216075183683F));
  p = multiply_add(p, z, splat(-0.16666654609333748F));
  const Float sine = multiply_add(p * z, y, y);
  Float q = splat(2.443315512539075e-05F);
  q = multiply_add(q, z, splat(-0.0013887316234887748F));
  q = multiply_add(q, z, splat(0.041666645682501044F));
  q = multiply_add(q, z, splat(-0.5F));
  const Float cosine = multiply_add(q, z, splat(1.0F));
  const Int swapped = (quadrant & 1) != 0;
  const Int sine_sign = (quadrant & 2) << 30;
  const Int cosine_sign = ((quadrant + 1) & 2) << 30;
  const Float s = swapped ? cosine : sine;
  const Float c = swapped ? sine : cosine;
  return {reinterpret_cast<Float>(reinterpret_cast<Int>(s) ^ sine_sign),
          reinterpret_cast<Float>(reinterpret_cast<Int>(c) ^ cosine_sign)};
}

/// Adding and taking away 1.5 * 2^23 rounds to the nearest whole number and leaves it in the low bits.
inline constexpr float kRounder = 12582912.0F;

/// Sine and cosine of angles in radians, |x| <= 8192: absolute error below 1.5e-7 up to 100 rad (pi/2 is taken away in
/// three parts whose first two products are exact; Cody and Waite 1980).
inline SinCos sin_cos(Float x) {
  const Float shifted = multiply_add(x, splat(0.636619772367581343F), splat(kRounder));
  const Float turns = shifted - kRounder;
  Float y = multiply_add(turns, splat(-0x1.92p+0F), x);
  y = multiply_add(turns, splat(-0x1.fb4p-12F), y);
  y = multiply_add(turns, splat(-0x1.4442d2p-24F), y);
  return from_octant(y, reinterpret_cast<Int>(shifted));
}

/// Sine and cosine of x quarter turns, |x| <= 2^21.
inline SinCos sin_cos_quarter_turns(Float x) {
  const Float shifted = x + kRounder;
  const Float y = (x - (shifted - kRounder)) * 1.57079632679489662F;
  return from_octant(y, reinterpret_cast<Int>(shifted));
}

/// Natural logarithm of positive normal floats, relative error below 3e-7.
inline Float logarithm(Float u) {
  const Int bits = reinterpret_cast<Int>(u);
  const Int exponent = (bits - 0x3f3504f3) >> 23;  // so that the mantissa is in [sqrt(1/2), sqrt(2))
  const Float f = reinterpret_cast<Float>(bits - (exponent << 23)) - 1.0F;
  Float p = splat(-0.10082284509423696F);
  p = multiply_add(p, f, splat(0.16180478606246235F));
  p = multiply_add(p, f, splat(-0.17243242712893703F));
  p = multiply_add(p, f, splat(0.19906885750794395F));
  p = multiply_add(p, f, splat(-0.24971227411305233F));
  p = multiply_add(p, f, splat(0.33334714858298486F));
  p = multiply_add(p, f, splat(-0.5000032345336891F));
  const Float log1p = multiply_add(p * f, f, f);
  return multiply_add(__builtin_convertvector(exponent, Float), splat(0.693147180559945309F), log1p);
}

/// e^r - 1 for |r| <= ln(2)/2, by the power series: relative error below 1e-7.
inline Float expm1_reduced(Float r) {
  Float p = splat(1.0F / 5040.0F);
  p = multiply_add(p, r, splat(1.0F / 720.0F));
  p = multiply_add(p, r, splat(1.0F / 120.0F));
  p = multiply_add(p, r, splat(1.0F / 24.0F));
  p = multiply_add(p, r, splat(1.0F / 6.0F));
  p = multiply_add(p, r, splat(0.5F));
  return multiply_add(p * r, r, r);
}

/// tanh x = m / (m + 2) with m = e^(2|x|) - 1, which cancels nowhere: relative error below 4e-7. NaN stays NaN.
inline Float hyperbolic_tangent(Float x) {
  const Int sign = reinterpret_cast<Int>(x) & INT32_MIN;
  Float y = 2.0F * reinterpret_cast<Float>(reinterpret_cast<Int>(x) & INT32_MAX);
  y = y > splat(18.0F) ? splat(18.0F) : y;  // there tanh rounds to 1
  const Float shifted = multiply_add(y, splat(1.44269504088896341F), splat(kRounder));
  const Float whole = shifted - kRounder;
  Float r = multiply_add(whole, splat(-0x1.62ep-1F), y);  // ln 2 in two parts; the first product is exact
  r = multiply_add(whole, splat(-0x1.0bfbe8p-15F), r);
  const Float power = reinterpret_cast<Float>((reinterpret_cast<Word>(shifted) + 127U) << 23U);
  const Float m = multiply_add(power, expm1_reduced(r), power - 1.0F);
  return reinterpret_cast<Float>(reinterpret_cast<Int>(m / (m + 2.0F)) | sign);
}

}  // namespace isinglass::ISINGLASS_KERNEL
