// Properties of writing, reading and converting, over random problems and random samples. A whole-number problem must
// keep every objective exactly, any other to rounding.
#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <sstream>

#include "models/error.hpp"
#include "models/problem/ancilla.hpp"
#include "models/problem/qubo.hpp"
#include "sim/io/problem_hash.hpp"
#include "sim/io/problem_reader.hpp"
#include "sim/io/problem_writer.hpp"

using namespace isinglass;

namespace {

constexpr std::array<ProblemFormat, 4> all_formats{ProblemFormat::rudy, ProblemFormat::biqmac, ProblemFormat::coo,
                                                   ProblemFormat::qbsolv};

double any_number(bool whole) {
  const double thousand = *rc::gen::inRange(-1000, 1001);
  return whole ? thousand : thousand * 0.1 + *rc::gen::inRange(-9, 10) * 1e-9;
}

std::vector<Coupling> any_pairs(int n, bool whole) {
  std::vector<Coupling> pairs;
  for (std::int32_t i = 0; i < n; ++i) {
    for (std::int32_t j = i + 1; j < n; ++j) {
      if (*rc::gen::inRange(0, 2) == 1) pairs.push_back({i, j, any_number(whole)});
    }
  }
  return pairs;
}

Problem any_problem(Kind kind, bool whole) {
  const int n = *rc::gen::inRange(1, 9);
  if (kind == Kind::qubo) {
    Qubo qubo;
    for (int i = 0; i < n; ++i) qubo.linear.push_back(any_number(whole));
    qubo.quadratic = any_pairs(n, whole);
    qubo.constant = any_number(whole);
    return problem_from_qubo("random", qubo);
  }
  Problem problem = maxcut_problem("random", n, any_pairs(n, whole));
  problem.kind = kind;
  if (kind == Kind::maxcut) return problem;
  if (*rc::gen::inRange(0, 2) == 1) {
    for (auto& field : problem.fields) field = any_number(whole);
  }
  problem.offset = any_number(whole);
  return problem;
}

Kind any_kind() { return *rc::gen::element(Kind::maxcut, Kind::ising, Kind::qubo); }

std::vector<Spin> any_sample(std::int32_t n) {
  std::vector<Spin> spins;
  for (std::int32_t i = 0; i < n; ++i) spins.push_back(*rc::gen::element(Spin{-1}, Spin{1}));
  return spins;
}

bool agree(double a, double b, bool whole) {
  return whole ? a == b : std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)});
}

Problem through(const Problem& problem, ProblemFormat format) {
  return read_problem(problem_text(problem, format), "random", format, std::nullopt);
}

bool fits(const Problem& problem, ProblemFormat format) {
  return format != ProblemFormat::rudy || !problem.has_fields();
}

// The numbers of a file without comments and without the first `header` words.
std::vector<double> numbers(const std::string& text, std::size_t header) {
  std::vector<double> values;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line[0] == '#' || line[0] == 'c') continue;
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      if (header > 0) {
        --header;
      } else {
        values.push_back(std::stod(word));
      }
    }
  }
  return values;
}

}  // namespace

TEST_CASE("a problem written and read again is the same problem in every format that holds it") {
  CHECK(rc::check([] {
    const bool whole = *rc::gen::inRange(0, 2) == 1;
    const Problem problem = any_problem(any_kind(), whole);
    const auto spins = any_sample(problem.size());
    for (const auto format : all_formats) {
      if (!fits(problem, format)) {
        RC_ASSERT_THROWS_AS(problem_text(problem, format), InputError);
        continue;
      }
      const Problem again = through(problem, format);
      // A fieldless QUBO in a rudy file is a matter of energies.
      const bool keeps_kind = format != ProblemFormat::rudy || problem.kind != Kind::qubo;
      RC_ASSERT(again.kind == (keeps_kind ? problem.kind : Kind::ising));
      RC_ASSERT(again.size() == problem.size());
      RC_ASSERT(agree(objective(again, spins), objective(problem, spins), whole));
    }
  }));
}

TEST_CASE("a chain of conversions through any formats keeps every objective") {
  CHECK(rc::check([] {
    const bool whole = *rc::gen::inRange(0, 2) == 1;
    const Problem problem = any_problem(any_kind(), whole);
    Problem walking = problem;
    for (int step = 0; step < 6; ++step) {
      const auto format = *rc::gen::elementOf(all_formats);
      if (fits(walking, format)) walking = through(walking, format);
    }
    for (int sample = 0; sample < 8; ++sample) {
      const auto spins = any_sample(problem.size());
      RC_ASSERT(agree(objective(walking, spins), objective(problem, spins), whole));
    }
    if (whole) RC_ASSERT(problem_sha256(walking) == problem_sha256(problem));
  }));
}

TEST_CASE("with an ancilla spin, rudy holds any problem: its energy for spin +1 and, for -1, that of the flip") {
  CHECK(rc::check([] {
    const Problem problem = any_problem(any_kind(), true);
    const Problem wider = through(with_ancilla(problem), ProblemFormat::rudy);
    auto spins = any_sample(problem.size());
    const double expected = energy(problem, spins);
    spins.push_back(1);
    RC_ASSERT(energy(wider, spins) == expected);
    for (auto& spin : spins) spin = static_cast<Spin>(-spin);
    RC_ASSERT(energy(wider, spins) == expected);
  }));
}

TEST_CASE("the numbers of a Biq Mac file give x^T Q x, those of qbsolv and of a binary COO the plain sum") {
  CHECK(rc::check([] {
    Problem problem = any_problem(Kind::qubo, true);
    const Qubo qubo = qubo_from_problem(problem);
    problem.offset -= qubo.constant;  // a constant lives in a comment, which this test does not read
    const auto spins = any_sample(problem.size());
    const auto bit = [&](double index) { return spins[static_cast<std::size_t>(index)] == 1 ? 1.0 : 0.0; };
    const std::map<ProblemFormat, std::array<std::size_t, 2>> shape{
        {ProblemFormat::biqmac, {2, 1}}, {ProblemFormat::qbsolv, {6, 0}}, {ProblemFormat::coo, {0, 0}}};
    for (const auto& [format, header_and_first] : shape) {
      const auto values = numbers(problem_text(problem, format), header_and_first[0]);
      const auto first = static_cast<double>(header_and_first[1]);
      double sum = 0.0;
      for (std::size_t k = 0; k + 2 < values.size(); k += 3) {
        const bool twice = format == ProblemFormat::biqmac && values[k] != values[k + 1];
        sum += (twice ? 2.0 : 1.0) * values[k + 2] * bit(values[k] - first) * bit(values[k + 1] - first);
      }
      RC_ASSERT(sum == objective(problem, spins));
    }
  }));
}

TEST_CASE("a max-cut written as a QUBO has the value of the cut, negative, and no constant") {
  const Problem triangle = maxcut_problem("triangle", 3, {{0, 1, 1.0}, {0, 2, 2.0}, {1, 2, 4.0}});
  CHECK(problem_text(triangle, ProblemFormat::qbsolv) ==
        "c isinglass: kind=maxcut\np qubo 0 3 3 3\n0 0 -3\n1 1 -5\n2 2 -6\n0 1 2\n0 2 4\n1 2 8\n");
  CHECK(problem_text(triangle, ProblemFormat::biqmac) ==
        "# isinglass: kind=maxcut\n3 6\n1 1 -3\n2 2 -5\n3 3 -6\n1 2 1\n1 3 2\n2 3 4\n");
  CHECK(problem_text(triangle, ProblemFormat::coo) ==
        "# vartype=SPIN\n# isinglass: kind=maxcut variables=3\n0 1 1\n0 2 2\n1 2 4\n");
  CHECK(problem_text(triangle, ProblemFormat::rudy) == "3 3\n1 2 1\n1 3 2\n2 3 4\n");
}

TEST_CASE("files of other programs mean what those programs say") {
  // dimod: E = h s + J s s, here 1*s0 - 2*s0*s1.
  const Problem spin = read_problem("# vartype=SPIN\n0 0 1.000000\n0 1 -2.000000\n", "x.coo", ProblemFormat::coo);
  CHECK(spin.kind == Kind::ising);
  CHECK(energy(spin, std::array<Spin, 2>{-1, -1}) == -3.0);
  // dimod, bits: x0 - 2 x0 x1.
  const Problem binary = read_problem("# vartype=BINARY\n0 0 1\n0 1 -2\n", "x.coo", ProblemFormat::coo);
  CHECK(binary.kind == Kind::qubo);
  CHECK(objective(binary, std::array<Spin, 2>{1, 1}) == -1.0);
  CHECK(objective(binary, std::array<Spin, 2>{1, -1}) == 1.0);
  // qbsolv: 3 x0 - x1 - 4 x0 x1.
  const Problem qbsolv =
      read_problem("c by qbsolv\np qubo 0 2 2 1\n0 0 3\n1 1 -1\n0 1 -4\n", "x.qubo", ProblemFormat::qbsolv);
  CHECK(objective(qbsolv, std::array<Spin, 2>{1, 1}) == -2.0);
  // Biq Mac: x^T Q x with Q = [[3, -4], [-4, -1]].
  const Problem biqmac = read_problem("2 3\n1 1 3\n2 2 -1\n1 2 -4\n", "x.sparse", ProblemFormat::biqmac);
  CHECK(objective(biqmac, std::array<Spin, 2>{1, 1}) == -6.0);
  CHECK(objective(biqmac, std::array<Spin, 2>{-1, -1}) == 0.0);
  // The same numbers in a file called .rud, read as a QUBO.
  const Problem rudy = read_problem("2 3\n1 1 3\n2 2 -1\n1 2 -4\n", "x.rud", ProblemFormat::rudy, Kind::qubo);
  CHECK(objective(rudy, std::array<Spin, 2>{1, 1}) == -6.0);
}

TEST_CASE("a kind that contradicts the format is a wrong command line") {
  CHECK_THROWS_AS(read_problem("1 0\n", "x.sparse", ProblemFormat::biqmac, Kind::ising), UsageError);
  CHECK_THROWS_AS(read_problem("# vartype=BINARY\n0 1 1\n", "x.coo", ProblemFormat::coo, Kind::maxcut), UsageError);
}
