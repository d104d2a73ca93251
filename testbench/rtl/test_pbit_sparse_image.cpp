// The memory image of the sparse p-bit core: what is refused and in which words, list order, padding, scaling.
#include <catch2/catch.hpp>
#include <numeric>

#include "models/error.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

constexpr PbitSparseSize small{8, 40, 4, 10};

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
  CHECK(refusal(star(8, 1), {8, 30, 4, 10}) == "the problem needs 35 neighbour entries and the core has 30");
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

TEST_CASE("lists follow the scan and are padded to four entries with the spin itself") {
  Problem problem = star(5, 2);
  problem.couplings.push_back({1, 3, -1});
  const PbitSparseImage image = pbit_sparse_image(problem, small);
  const auto entry = [&](std::size_t k) {
    const int weight = static_cast<int>(image.list[k] & 15U);
    return std::pair<int, int>(image.list[k] >> 4U, weight >= 8 ? weight - 16 : weight);
  };
  CHECK(image.first == std::vector<std::uint16_t>{0, 4, 8, 12, 16});
  CHECK(image.length == std::vector<std::uint16_t>(5, 0xFFFF));
  CHECK(entry(0) == std::pair(4, -2));  // after spin 0 the next sweep begins at spin 4
  CHECK(entry(3) == std::pair(1, -2));
  CHECK(entry(4) == std::pair(0, -2));  // spin 1: then 0, then 3
  CHECK(entry(5) == std::pair(3, 1));
  CHECK(entry(6) == std::pair(1, 0));
  CHECK(entry(7) == std::pair(1, 0));
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
