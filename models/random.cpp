// Philox through Random123; the distributions are written out because the standard library's are not specified.
#include "models/random.hpp"

#include <Random123/philox.h>

#include <cmath>
#include <numbers>

namespace isinglass {

std::array<std::uint32_t, 4> random_words(const NoiseCounter& counter) {
  const r123::Philox4x32 philox;
  const r123::Philox4x32::ctr_type position{{counter.index, counter.step, counter.read, counter.stream}};
  const r123::Philox4x32::key_type key{
      {static_cast<std::uint32_t>(counter.seed), static_cast<std::uint32_t>(counter.seed >> 32U)}};
  const auto words = philox(position, key);
  return {words[0], words[1], words[2], words[3]};
}

namespace {

double uniform_from(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = (std::uint64_t{high} << 21U) ^ (low >> 11U);  // 53 bits
  return static_cast<double>(bits) * 0x1.0p-53;
}

double normal_from(const std::array<std::uint32_t, 4>& words) {
  const double radius = std::sqrt(-2.0 * std::log1p(-uniform_from(words[0], words[1])));
  return radius * std::cos(2.0 * std::numbers::pi * uniform_from(words[2], words[3]));
}

}  // namespace

double random_uniform(const NoiseCounter& counter) {
  const auto words = random_words(counter);
  return uniform_from(words[0], words[1]);
}

double random_normal(const NoiseCounter& counter) { return normal_from(random_words(counter)); }

std::uint32_t RandomStream::word() {
  if (left_ == 0) {
    words_ = random_words(counter_);
    if (++counter_.index == 0) ++counter_.step;
    left_ = 4;
  }
  return words_[static_cast<std::size_t>(4 - left_--)];
}

double RandomStream::uniform() {
  const std::uint32_t high = word();
  return uniform_from(high, word());
}

double RandomStream::normal() {
  std::array<std::uint32_t, 4> words{};
  for (auto& value : words) value = word();
  return normal_from(words);
}

std::uint32_t RandomStream::below(std::uint32_t bound) {
  // Rejection of the incomplete last interval (Lemire 2019 without the multiplication trick: clarity before speed
  // here).
  const std::uint32_t limit = static_cast<std::uint32_t>((std::uint64_t{1} << 32U) / bound * bound - 1);
  std::uint32_t value = word();
  while (value > limit) value = word();
  return value % bound;
}

}  // namespace isinglass
