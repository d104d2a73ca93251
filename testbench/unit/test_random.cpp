// The counter-based noise: published vectors, and the moments of its distributions.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/random.hpp"

using namespace isinglass;

TEST_CASE("Philox4x32-10 gives the published words for the zero counter and key") {
  // Known-answer test of Random123 (kat_vectors): philox4x32 10, all zero.
  const auto words = random_words({});
  CHECK(words[0] == 0x6627e8d5U);
  CHECK(words[1] == 0xe169c58dU);
  CHECK(words[2] == 0xbc57ac4cU);
  CHECK(words[3] == 0x9b00dbd8U);
}

TEST_CASE("normal numbers have mean 0, variance 1 and kurtosis 3 (false alarm below 1e-6)") {
  constexpr int count = 200000;
  double mean = 0.0, square = 0.0, fourth = 0.0;
  for (int i = 0; i < count; ++i) {
    const double x = random_normal({.seed = 1, .index = static_cast<std::uint32_t>(i)});
    mean += x;
    square += x * x;
    fourth += x * x * x * x;
  }
  // Five standard errors each: 1/sqrt(N), sqrt(2/N), sqrt(96/N).
  CHECK(std::abs(mean / count) < 5.0 / std::sqrt(count));
  CHECK(std::abs(square / count - 1.0) < 5.0 * std::sqrt(2.0 / count));
  CHECK(std::abs(fourth / count - 3.0) < 5.0 * std::sqrt(96.0 / count));
}

TEST_CASE("a stream's bounded draws stay below the bound and reach every value") {
  RandomStream stream(7, 0, 0);
  std::array<int, 6> seen{};
  for (int i = 0; i < 600; ++i) ++seen.at(stream.below(6));
  for (const int times : seen) CHECK(times > 50);
}
