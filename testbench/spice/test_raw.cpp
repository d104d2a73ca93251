// ngspice's result files: what is read, and what is refused.
#include <catch2/catch.hpp>
#include <cstring>

#include "models/error.hpp"
#include "sim/io/spice_raw.hpp"

using namespace isinglass;

namespace {

std::string header(int points, const char* form) {
  return "Title: * t\nDate: today\nPlotname: Transient Analysis\nFlags: real\nNo. Variables: 3\nNo. Points: " +
         std::to_string(points) + "   \nVariables:\n\t0\ttime\ttime\n\t1\tv(N1)\tvoltage\n\t2\ti(l1)\tcurrent\n" +
         form + "\n";
}

std::string binary(const std::vector<double>& values, int points) {
  std::string bytes = header(points, "Binary:");
  const std::size_t begin = bytes.size();
  bytes.resize(begin + values.size() * sizeof(double));
  std::memcpy(bytes.data() + begin, values.data(), values.size() * sizeof(double));
  return bytes;
}

const std::vector<double> table{0.0, 1.0, 2.0, 0.5, 3.0, -4.0};

void check_table(const SpiceWaves& waves) {
  CHECK(waves.time_s == std::vector<double>{0.0, 0.5});
  CHECK(waves.vector("V(n1)") == std::vector<double>{1.0, 3.0});
  CHECK(waves.vector("i(l1)") == std::vector<double>{2.0, -4.0});
}

}  // namespace

TEST_CASE("binary and ASCII results are the same") {
  check_table(parse_spice_raw(binary(table, 2), "t.raw"));
  check_table(parse_spice_raw(header(2, "Values:") + " 0\t0.0\n\t1.0\n\t2.0\n\n 1\t5e-1\n\t3.0\n\t-4.0\n", "t.raw"));
}

TEST_CASE("results that are cut short are refused, not filled up") {
  CHECK_THROWS_WITH(parse_spice_raw(binary(table, 3), "t.raw"), "t.raw: 3 points are announced, but only 2 are there");
  CHECK_THROWS_WITH(parse_spice_raw(header(2, "Values:") + " 0\t0.0\n\t1.0\n", "t.raw"),
                    "t.raw: 2 points are announced, but only 0 are there");
  CHECK_THROWS_AS(parse_spice_raw("", "t.raw"), InputError);
  CHECK_THROWS_AS(parse_spice_raw("Title: x\nVariables:\n", "t.raw"), InputError);
}

TEST_CASE("an aborted run, filled up with zeros, is refused") {
  std::vector<double> zeros = table;
  zeros.insert(zeros.end(), 3, 0.0);
  CHECK_THROWS_WITH(parse_spice_raw(binary(zeros, 3), "t.raw"),
                    "t.raw: time does not rise at point 2: the run was aborted");
}

TEST_CASE("complex results and absent vectors are refused") {
  std::string bytes = binary(table, 2);
  bytes.replace(bytes.find("Flags: real"), 11, "Flags: comp");
  CHECK_THROWS_WITH(parse_spice_raw(bytes, "t.raw"), "t.raw: the values are complex");
  CHECK_THROWS_WITH(parse_spice_raw(binary(table, 2), "t.raw").vector("v(n9)"), "the results have no vector 'v(n9)'");
}

TEST_CASE("counts that do not fit in memory are refused before anything is allocated") {
  std::string bytes = binary(table, 2);
  bytes.replace(bytes.find("No. Points: 2"), 13, "No. Points: 99999999999999999");
  CHECK_THROWS_AS(parse_spice_raw(bytes, "t.raw"), InputError);
}
