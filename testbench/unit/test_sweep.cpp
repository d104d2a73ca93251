// Sweeps: grids.
#include <catch2/catch.hpp>

#include "models/error.hpp"
#include "sim/bench/sweep.hpp"

using namespace isinglass;

TEST_CASE("a range has both ends, evenly or by a constant ratio") {
  const auto even = parse_sweep_axis("dt=0.25:1.25:5");
  CHECK(even.key == "dt");
  CHECK(even.values == std::vector<std::string>{"0.25", "0.5", "0.75", "1", "1.25"});
  CHECK_FALSE(even.geometric);
  const auto ratio = parse_sweep_axis("steps=100:10000:3:log");
  CHECK(ratio.values == std::vector<std::string>{"100", "1000", "10000"});
  CHECK(ratio.geometric);
  CHECK(parse_sweep_axis("noise=0:0.3:4").values[1] == "0.1");
}

TEST_CASE("a list may hold words, and then it has no numbers") {
  const auto words = parse_sweep_axis("variant=bSB,dSB");
  CHECK(words.values == std::vector<std::string>{"bSB", "dSB"});
  CHECK(words.numbers().empty());
  CHECK(parse_sweep_axis("x=3,-1e2").numbers() == std::vector<double>{3.0, -100.0});
  CHECK(parse_sweep_axis("x=7").values.size() == 1);
}

TEST_CASE("what is no grid is refused in a sentence") {
  for (const auto* text : {"dt", "=1", "dt=", "dt=1:2", "dt=1:2:1", "dt=1:2:2.5", "dt=a:2:3", "dt=1:2:3:lin",
                           "dt=0:2:3:log", "dt=1,,2", "dt=1:2:3:log:4", "dt=1:2:20000"}) {
    INFO(text);
    if (std::string(text) == "dt=1:2") {
      CHECK(parse_sweep_axis(text).values == std::vector<std::string>{"1:2"});  // one word, which the sampler refuses
    } else {
      CHECK_THROWS_AS(parse_sweep_axis(text), UsageError);
    }
  }
  CHECK_THROWS_WITH(sweep_grid({parse_sweep_axis("a=1,2"), parse_sweep_axis("a=3")}), "'a' is varied twice");
}

TEST_CASE("the grid holds every point once, the last axis fastest") {
  const auto grid = sweep_grid({parse_sweep_axis("a=1,2"), parse_sweep_axis("b=x,y,z")});
  REQUIRE(grid.size() == 6);
  CHECK(grid[0] == WrittenSettings{{"a", "1"}, {"b", "x"}});
  CHECK(grid[1] == WrittenSettings{{"a", "1"}, {"b", "y"}});
  CHECK(grid[5] == WrittenSettings{{"a", "2"}, {"b", "z"}});
}

TEST_CASE("values of a range are rounded where the parameter is whole, and only there") {
  const ParameterTable table{{"steps", "", "", std::int64_t{1}, 1, 1e6, {}},
                             {"bits", "", "", Automatic{}, 2, 24, {}, true},
                             {"dt", "", "", 1.0, 0, 1e6, {}}};
  const auto fitted = [&](const std::string& text) {
    auto axis = parse_sweep_axis(text);
    fit_axis(table, axis);
    return axis.values;
  };
  CHECK(fitted("steps=100:10000:5:log") == std::vector<std::string>{"100", "316", "1000", "3162", "10000"});
  CHECK(fitted("bits=2:4:5") == std::vector<std::string>{"2", "3", "4"});  // 2.5 and 3.5 fall on even neighbours
  CHECK(fitted("dt=1:2:3") == std::vector<std::string>{"1", "1.5", "2"});
  CHECK(fitted("steps=1.5,2") == std::vector<std::string>{"1.5", "2"});  // what a person wrote is not touched
}

TEST_CASE("a grid of too many points is refused before it is built") {
  CHECK_THROWS_WITH(sweep_grid({parse_sweep_axis("a=0:1:10000"), parse_sweep_axis("b=0:1:10000")}),
                    "the grid has 100000000 points, more than 10000");
  CHECK(sweep_grid({parse_sweep_axis("a=0:1:100"), parse_sweep_axis("b=0:1:100")}).size() == 10000);
}
