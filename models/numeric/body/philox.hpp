// Philox4x32-10 (Salmon et al., SC 2011) for a vector of reads, and normal numbers from it by Box and Muller (1958).
// The words are those of random_words() in models/random.hpp, lane by lane.
#pragma once

namespace isinglass::ISINGLASS_KERNEL {

struct FourWords {
  Word w0, w1, w2, w3;
};

struct Product {
  Word high;
  Word low;
};

inline Product multiply_high_low(Word a, std::uint32_t factor) {
  const Word b = Word{} + factor;
  const Wide even = multiply_even(a, b);
  const Wide odd = multiply_even(reinterpret_cast<Word>(reinterpret_cast<Wide>(a) >> 32), b);
  const Wide low_half = Wide{} + 0xffffffffU;
  return {reinterpret_cast<Word>((even >> 32) | (odd & ~low_half)),
          reinterpret_cast<Word>((even & low_half) | (odd << 32))};
}

inline FourWords philox(FourWords counter, std::uint32_t key0, std::uint32_t key1) {
  for (int round = 0; round < 10; ++round) {
    const Product first = multiply_high_low(counter.w0, 0xD2511F53U);
    const Product second = multiply_high_low(counter.w2, 0xCD9E8D57U);
    counter = {second.high ^ counter.w1 ^ key0, second.low, first.high ^ counter.w3 ^ key1, first.low};
    key0 += 0x9E3779B9U;
    key1 += 0xBB67AE85U;
  }
  return counter;
}

/// Two independent standard normals from two words: |z| <= 6.66, 31 bits of radius, 24 of angle.
inline SinCos normal_pair(Word radius_word, Word angle_word) {
  const Float uniform = multiply_add(__builtin_convertvector(reinterpret_cast<Int>(radius_word >> 1), Float),
                                     splat(0x1p-31F), splat(0x1p-32F));
  const Float radius = square_root(splat(-2.0F) * logarithm(uniform));
  const SinCos direction =
      sin_cos_quarter_turns(__builtin_convertvector(reinterpret_cast<Int>(angle_word), Float) * 0x1p-30F);
  return {radius * direction.sine, radius * direction.cosine};
}

}  // namespace isinglass::ISINGLASS_KERNEL
