// Campaigns: which seeds, and how long the rest will take.
#include <catch2/catch.hpp>
#include <limits>

#include "models/error.hpp"
#include "sim/bench/rest_estimate.hpp"
#include "sim/bench/seeds.hpp"

using namespace isinglass;

TEST_CASE("seeds are ranges with both ends, lists, or both") {
  CHECK(parse_seeds("0..4") == std::vector<std::uint64_t>{0, 1, 2, 3, 4});
  CHECK(parse_seeds("3,7,11") == std::vector<std::uint64_t>{3, 7, 11});
  CHECK(parse_seeds("9,0..2") == std::vector<std::uint64_t>{9, 0, 1, 2});
  CHECK(parse_seeds("5..5") == std::vector<std::uint64_t>{5});
  CHECK(parse_seeds("18446744073709551615") == std::vector<std::uint64_t>{std::numeric_limits<std::uint64_t>::max()});
  CHECK(parse_seeds("1..10000").size() == 10000);
}

TEST_CASE("what is no list of seeds is refused in a sentence") {
  for (const auto* text : {"", "a", "-1", "1.5", "0..", "..3", "0...3", "1,,2", "4..0", "0..3,2", "1..10001",
                           "0..18446744073709551615", "0..9999,10000", "18446744073709551616"}) {
    INFO(text);
    CHECK_THROWS_AS(parse_seeds(text), UsageError);
  }
  CHECK_THROWS_WITH(parse_seeds("0..3,2"), "--seeds 0..3,2: the seed 2 comes twice");
}

TEST_CASE("a job takes as long as those of its group, or as all where its group is new") {
  RestEstimate rest;
  CHECK_FALSE(rest.seconds_for({"a"}).has_value());
  rest.finished("a", 1.0);
  rest.finished("a", 3.0);
  rest.finished("b", 11.0);
  CHECK(*rest.seconds_for({"a", "a", "b"}) == Approx(2.0 + 2.0 + 11.0));
  CHECK(*rest.seconds_for({"new"}) == Approx(5.0));
  CHECK(*rest.seconds_for({}) == 0.0);
}
