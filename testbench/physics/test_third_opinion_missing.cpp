// Stands in for test_third_opinion.cpp where SUNDIALS is not installed, and says so.
#include <catch2/catch.hpp>

TEST_CASE("CVODE and the adaptive engine agree on stiff circuits") {
  WARN("skipped: SUNDIALS is not installed (libsundials-dev)");
}
