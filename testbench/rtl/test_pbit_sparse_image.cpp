// The memory image of the sparse p-bit core: what is refused and in which words, list order, padding, scaling.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <numeric>

#include "models/error.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

constexpr PbitSparseSize small{8, 96, 4, 10};

std::string refusal(const Problem& problem, const PbitSparseSize& size = small, bool scale = false) {
  try {
    pbit_sparse_image(problem, size, scale);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

Problem star(std::int32_t n, double coupling) {
  Problem problem;
  problem.fields.assign(static_cast<std::size_t>(n), 0.0);
  for (std::int32_t i = 1; i < n; ++i) problem.couplings.push_back({0, i, coupling});
  return problem;
}

}  // namespace

TEST_CASE("a problem that does not fit is refused in one sentence that names the limit") {
  CHECK(refusal(star(9, 1)) == "the problem has 9 spins and the core 8");
  CHECK(refusal(star(8, 1), {8, 95, 4, 10}) ==
        "the problem needs 96 neighbour entries, padding included, and the core has 95");
  CHECK(refusal(star(3, 8)) == "coupling 8 of spins 1 and 2 does not fit 4 weight bits: the largest that fits is 7");
  CHECK(refusal(star(3, -8)) == "coupling -8 of spins 1 and 2 does not fit 4 weight bits: the largest that fits is 7");
  CHECK(refusal(star(3, 1.5)) == "coupling 1.5 of spins 1 and 2 is not a whole number");
  Problem field = star(3, 2);
  field.fields[1] = 0.25;
  CHECK(refusal(field) == "field 0.25 of spin 2 is not a whole number");
  field.fields[1] = -510;
  CHECK(refusal(field) == "|h| + sum |J| of spin 2 is 512: the largest that fits 10 field bits is 511");
  field.fields[1] = -509;
  CHECK(refusal(field).empty());
  CHECK(refusal(Problem{}) == "a problem without spins cannot be loaded on pbit_sparse");
}

TEST_CASE("the lists of a pair begin at one boundary and are padded to four rows") {
  Problem problem = star(5, 2);
  problem.couplings.push_back({1, 3, -1});
  const PbitSparseImage image = pbit_sparse_image(problem, small);
  // Rows: 1 backwards, 0; 3 backwards, 2; 4.
  CHECK(image.first == std::vector<std::uint16_t>{4, 3, 12, 11, 16});
  CHECK(image.length == std::vector<std::uint16_t>(5, 0xFFFF));
  const auto row = [&](std::size_t k) {
    return std::array<int, 3>{image.slots[0][k], image.slots[1][k], image.slots[2][k]};
  };
  constexpr int minus_two = 14;
  constexpr int bank_3 = 16;
  CHECK(row(4) == std::array<int, 3>{1 << 5 | minus_two, bank_3 | minus_two, minus_two});  // of 0: 4, 3, 2 in row one
  CHECK(row(5) == std::array<int, 3>{0, minus_two, 0});                                    // ... and 1
  CHECK(row(6) == std::array<int, 3>{});
  CHECK(row(3) == std::array<int, 3>{minus_two, bank_3 | 1, 0});  // of 1: 0 and 3
  CHECK(row(0) == std::array<int, 3>{});
  CHECK(row(8) == std::array<int, 3>{});
  CHECK(row(11) == std::array<int, 3>{minus_two, 1, 0});  // of 3, whose list goes down: 0 and 1
  CHECK(row(12) == std::array<int, 3>{minus_two, 0, 0});  // of 2
  CHECK(row(16) == std::array<int, 3>{minus_two, 0, 0});  // of 4
  CHECK(image.slots[0].size() == 20);
}

namespace {

/// The number of the visit after a flip of i that meets j, by going through the visits.
int visit_meeting(std::int32_t i, std::int32_t j, std::int32_t n) {
  std::int32_t next = i == 0 ? n - 1 : i - 1;
  for (int m = 1;; ++m) {
    const bool with_partner = next % 2 != 0;
    if (next == j || (with_partner && next - 1 == j)) return m;
    next -= with_partner ? 2 : 1;
    if (next < 0) next = n - 1;
  }
}

}  // namespace

TEST_CASE("rows hold each neighbour once, in its bank, early enough for the visit that meets it, and waste little") {
  RandomStream random(32, 0, 0);
  std::size_t rows_used = 0;
  std::size_t rows_at_least = 0;
  for (int k = 0; k < 4000; ++k) {
    const auto n = static_cast<std::int32_t>(1 + random.below(k % 2 == 0 ? 12 : 300));
    const auto i = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(n)));
    const double density = random.uniform();
    std::vector<PbitSparseNeighbour> neighbours;
    for (std::int32_t j = 0; j < n; ++j)
      if (j != i && random.uniform() < density) neighbours.push_back({j, static_cast<std::int32_t>(j + 1)});
    const auto rows = pbit_sparse_rows(i, n, neighbours);
    CAPTURE(n, i, neighbours.size());
    CHECK(rows.size() >= 4);
    std::vector<std::int32_t> seen;
    std::array<std::size_t, 4> in_bank{};
    for (std::size_t r = 0; r < rows.size(); ++r) {
      int of_bank_3 = 0;
      for (std::size_t slot = 0; slot < 3; ++slot) {
        const auto [j, weight] = rows[r][slot];
        if (weight == 0) continue;
        CHECK(weight == j + 1);
        CHECK((j % 4 == 3 || j % 4 == static_cast<int>(slot)));
        of_bank_3 += j % 4 == 3 ? 1 : 0;
        ++in_bank[static_cast<std::size_t>(j) % 4];
        CHECK(static_cast<int>(r) <= static_cast<int>(rows.size()) + visit_meeting(i, j, n) - 5);
        seen.push_back(j);
      }
      CHECK(of_bank_3 <= 1);
    }
    std::sort(seen.begin(), seen.end());
    REQUIRE(seen.size() == neighbours.size());
    for (std::size_t j = 0; j < seen.size(); ++j) CHECK(seen[j] == neighbours[j].index);
    rows_used += rows.size();
    rows_at_least +=
        std::max({std::size_t{4}, (seen.size() + 2) / 3, *std::max_element(in_bank.begin(), in_bank.end())});
  }
  CHECK(static_cast<double>(rows_used) < 1.05 * static_cast<double>(rows_at_least));
}

TEST_CASE("lists in the image are the neighbours of the problem") {
  RandomStream random(33, 0, 0);
  for (int k = 0; k < 50; ++k) {
    const auto n = static_cast<std::int32_t>(1 + random.below(60));
    const Problem problem = random_problem(random, n, 0.3, 7, true);
    const PbitSparseImage image = pbit_sparse_image(problem, {});
    std::vector<std::int32_t> weights(static_cast<std::size_t>(n * n));
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i)
      for (const auto& [j, weight] : listed_neighbours(image, i))
        weights[i * static_cast<std::size_t>(n) + static_cast<std::size_t>(j)] += weight;
    for (const Coupling& c : problem.couplings) {
      weights[static_cast<std::size_t>(c.i * n + c.j)] += static_cast<std::int32_t>(c.value);
      weights[static_cast<std::size_t>(c.j * n + c.i)] += static_cast<std::int32_t>(c.value);
    }
    CHECK(std::all_of(weights.begin(), weights.end(), [](std::int32_t w) { return w == 0; }));
  }
}

TEST_CASE("initial fields and energy are those of the initial state") {
  RandomStream random(30, 0, 0);
  for (int k = 0; k < 50; ++k) {
    const Problem problem = random_problem(random, 30, 0.3, 7, true);
    std::vector<Spin> initial(30);
    for (auto& s : initial) s = random.below(2) == 0 ? Spin{1} : Spin{-1};
    const PbitSparseImage image = pbit_sparse_image(problem, {}, false, initial);
    CHECK(image.initial_energy == energy(problem, initial));
    for (std::size_t i = 0; i < 30; ++i) {
      std::vector<Spin> flipped = initial;
      flipped[i] = static_cast<Spin>(-flipped[i]);
      const int field = static_cast<int>(image.initial[i] & 1023U);
      const int signed_field = field >= 512 ? field - 1024 : field;
      CHECK(energy(problem, flipped) - energy(problem, initial) == 2 * initial[i] * signed_field);
    }
  }
}

TEST_CASE("scaling makes a real-valued problem fit and reports the loss, and leaves one that fits alone") {
  RandomStream random(31, 0, 0);
  Problem problem = random_problem(random, 60, 0.2, 1, true);
  CHECK(pbit_sparse_image(problem, {}, true).scale == 1.0);
  CHECK(pbit_sparse_image(problem, {}, true).rounding_loss == 0.0);
  for (auto& c : problem.couplings) c.value *= 0.001 * (1 + random.uniform());
  for (auto& h : problem.fields) h *= 0.003 * random.uniform();
  const PbitSparseImage image = pbit_sparse_image(problem, {}, true);
  CHECK(image.scale > 3400.0);
  CHECK(image.rounding_loss > 0.01);
  CHECK(image.rounding_loss < 0.1);
  const Problem loaded = loaded_problem(problem, image);
  CHECK(loaded.is_integer());
  for (const auto& c : loaded.couplings) CHECK(std::abs(c.value) <= 7.0);
  // A wide spin limits the scale by its field.
  Problem wide = star(400, 1.5);
  const PbitSparseImage wide_image = pbit_sparse_image(wide, {}, true);
  CHECK(std::round(wide_image.scale * 1.5) * 399 <= 511);
  CHECK(pbit_sparse_image(star(8, 0.0), small, true).scale == 1.0);
}

TEST_CASE("numbers beyond any reason are refused or scaled, never wrapped") {
  CHECK(refusal(star(3, 1e300)) ==
        "coupling 1e+300 of spins 1 and 2 does not fit 4 weight bits: the largest that fits is 7");
  const PbitSparseImage image = pbit_sparse_image(star(3, 1e300), small, true);
  CHECK(std::round(image.scale * 1e300) == 7.0);
  CHECK(refusal(star(3, 1e-300), small, true).empty());
}
