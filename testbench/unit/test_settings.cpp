// The parameter table: defaults, ranges, and the sentence for a misspelt key.
#include <catch2/catch.hpp>

#include "models/error.hpp"
#include "sim/sampler/parameter.hpp"

using namespace isinglass;

namespace {
ParameterTable table() {
  return {{"sweeps", "", "number of sweeps", std::int64_t{1000}, 1, 1e9, {}},
          {"coupling", "1/s", "coupling rate", Automatic{}, 0, 1e12, {}},
          {"shape", "", "shape of the ramp", std::string("linear"), 0, 0, {"linear", "cosine"}}};
}
}  // namespace

TEST_CASE("settings begin with the defaults and take what is written") {
  const Settings settings("demo", table(), {{"sweeps", "20"}});
  CHECK(settings.integer("sweeps") == 20);
  CHECK(settings.number_or("coupling", 2.5) == 2.5);
  CHECK(settings.word("shape") == "linear");
}

TEST_CASE("a misspelt key is answered with the nearest name and its range") {
  try {
    const Settings settings("demo", table(), {{"sweps", "20"}});
    FAIL("accepted");
  } catch (const UsageError& error) {
    CHECK(std::string(error.what()) == "demo has no parameter 'sweps'");
    CHECK(error.hint() == "did you mean 'sweeps' (1..1000000000)?");
  }
}

TEST_CASE("values out of range, not numbers, or not a choice are refused") {
  CHECK_THROWS_AS(Settings("demo", table(), {{"sweeps", "0"}}), UsageError);
  CHECK_THROWS_AS(Settings("demo", table(), {{"sweeps", "1.5"}}), UsageError);
  CHECK_THROWS_AS(Settings("demo", table(), {{"coupling", "nan"}}), UsageError);
  CHECK_THROWS_AS(Settings("demo", table(), {{"shape", "square"}}), UsageError);
}
