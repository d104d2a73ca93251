// Seeding and recurrence of GB_FLIP.
#include "models/problem/gb_flip.hpp"

namespace isinglass {
namespace {

constexpr std::uint32_t low_31_bits = 0x7fffffffU;

std::int32_t subtract(std::int32_t a, std::int32_t b) {
  return static_cast<std::int32_t>((static_cast<std::uint32_t>(a) - static_cast<std::uint32_t>(b)) & low_31_bits);
}

std::int32_t rotate_right(std::int32_t seed) {
  const auto bits = static_cast<std::uint32_t>(seed);
  return static_cast<std::int32_t>((bits >> 1U) | ((bits & 1U) << 30U));
}

}  // namespace

GbFlip::GbFlip(std::int64_t seed) {
  auto rotating = static_cast<std::int32_t>(static_cast<std::uint64_t>(seed) & low_31_bits);
  std::int32_t previous = rotating;
  std::int32_t following = 1;
  values_[55] = previous;
  for (int i = 21; i != 0; i = (i + 21) % 55) {
    values_[static_cast<std::size_t>(i)] = following;
    following = subtract(previous, following);
    rotating = rotate_right(rotating);
    following = subtract(following, rotating);
    previous = values_[static_cast<std::size_t>(i)];
  }
  for (int round = 0; round < 5; ++round) refill();
  position_ = 54;  // the book's five warm-up calls each consume place 55
}

void GbFlip::refill() {
  for (std::size_t i = 1; i <= 24; ++i) values_[i] = subtract(values_[i], values_[i + 31]);
  for (std::size_t i = 25; i <= 55; ++i) values_[i] = subtract(values_[i], values_[i - 24]);
  position_ = 55;
}

std::int32_t GbFlip::next() {
  if (position_ == 0) refill();
  return values_[static_cast<std::size_t>(position_--)];
}

std::int32_t GbFlip::below(std::int32_t bound) {
  constexpr std::uint32_t range = 0x80000000U;
  const std::uint32_t limit = range - range % static_cast<std::uint32_t>(bound);
  std::uint32_t value = 0;
  do {
    value = static_cast<std::uint32_t>(next());
  } while (value >= limit);
  return static_cast<std::int32_t>(value % static_cast<std::uint32_t>(bound));
}

}  // namespace isinglass
