// Readers of patterns: PBM images, arrays, glyphs, random ones; how several become one set.
#include <catch2/catch.hpp>
#include <filesystem>

#include "models/error.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/npy.hpp"
#include "sim/io/pattern_file.hpp"
#include "sim/io/pbm.hpp"

using namespace isinglass;

namespace {

/// A file of the build folder that holds `bytes`.
std::string file_with(const std::string& name, const std::string& bytes) {
  const auto folder = std::filesystem::path(ISINGLASS_BINARY_DIR) / "testbench" / "scratch" / "patterns";
  std::filesystem::create_directories(folder);
  write_file(folder / name, bytes);
  return (folder / name).string();
}

std::string array_file(const std::string& name, const std::vector<double>& values, std::vector<std::size_t> shape) {
  return file_with(name, write_npy(make_npy(std::span<const double>(values), std::move(shape))));
}

std::string drawn(const PatternImages& images, std::int32_t m) {
  std::string text;
  for (const Spin spin : images.set.pattern(m)) text += spin > 0 ? '#' : '.';
  return text;
}

}  // namespace

TEST_CASE("text images may have comments, and pixels with or without blanks between them") {
  const auto images = read_pbm("P1\n# a comment\n3 # width\n2\n1 0\n1 010 # end\n", "a.pbm");
  REQUIRE(images.size() == 1);
  CHECK(images[0].rows == 2);
  CHECK(images[0].columns == 3);
  CHECK(images[0].pixels == std::vector<std::uint8_t>{1, 0, 1, 0, 1, 0});
}

TEST_CASE("packed images begin every row at a byte, the leftmost pixel in the highest bit") {
  const std::string bytes = std::string("P4\n9 2\n") + '\x80' + '\x80' + '\x01' + '\x00';
  const auto images = read_pbm(bytes, "a.pbm");
  REQUIRE(images.size() == 1);
  CHECK(images[0].pixels == std::vector<std::uint8_t>{1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0});
  CHECK(read_pbm(bytes + bytes, "a.pbm").size() == 2);
}

TEST_CASE("an image that is written as text is read back") {
  const Bitmap bitmap{2, 4, {1, 0, 0, 1, 0, 1, 1, 0}};
  const auto again = read_pbm(write_pbm(bitmap), "a.pbm");
  REQUIRE(again.size() == 1);
  CHECK(again[0].rows == 2);
  CHECK(again[0].pixels == bitmap.pixels);
}

TEST_CASE("images that are not whole are refused") {
  for (const auto* text : {"P1", "P1\n", "P1\n3", "P1\n3 2\n10", "P1\n0 2\n", "P1\n3 x\n", "P4\n8 2\n", "P4\n8 1\n",
                           "P5\n1 1\n", "P1\n3 2\n1 0 1 0 1 2", "P1\n99999999999 1\n", "P1\n1 1\n1 1"}) {
    INFO(text);
    CHECK_THROWS_AS(read_pbm(text, "a.pbm"), InputError);
  }
}

TEST_CASE("all 62 glyphs are there, each its own pattern, and a choice keeps its order") {
  const auto all = load_patterns("glyphs");
  CHECK(all.set.count() == 62);
  CHECK(all.set.size == 64);
  CHECK(all.rows == 8);
  check_patterns(all.set);
  for (std::int32_t a = 0; a < 62; ++a) {
    for (std::int32_t b = a + 1; b < 62; ++b) CHECK(overlap(all.set.pattern(a), all.set.pattern(b)) < 1.0);
  }
  const auto some = load_patterns("glyphs:TA");
  CHECK(some.labels == std::vector<std::string>{"T", "A"});
  CHECK(drawn(some, 0).substr(0, 16) == "######..#.##.#..");
  CHECK_THROWS_AS(load_patterns("glyphs:A#"), InputError);
  CHECK_THROWS_AS(load_patterns("glyphs:\n"), InputError);
}

TEST_CASE("arrays of one, two and three dimensions are one pattern, many, and pictures") {
  const auto one = load_patterns(array_file("one.npy", {1, -1, -1}, {3}));
  CHECK(one.set.count() == 1);
  CHECK(drawn(one, 0) == "#..");
  CHECK_FALSE(one.zero_one);
  const auto two = load_patterns(array_file("two.npy", {1, 0, 0, 1, 1, 0}, {2, 3}));
  CHECK(two.zero_one);
  CHECK(drawn(two, 1) == "##.");
  CHECK(two.rows == 0);
  const auto three = load_patterns(array_file("three.npy", {1, -1, -1, 1, 1, 1, -1, -1}, {2, 2, 2}));
  CHECK(three.rows == 2);
  CHECK(three.set.size == 4);
  CHECK_THROWS_AS(load_patterns(array_file("empty.npy", {}, {0, 3})), InputError);
  CHECK_THROWS_AS(load_patterns(array_file("nan.npy", {1, -1, std::nan("")}, {1, 3})), InputError);
  CHECK_THROWS_AS(load_patterns(array_file("half.npy", {1, -1, 0.5}, {1, 3})), InputError);
}

TEST_CASE("random patterns are named, reproducible, and a larger set begins with the smaller one") {
  const auto few = load_patterns("random:20:3:9"), many = load_patterns("random:20:5:9");
  CHECK(few.set.values == first_patterns(many, 3).set.values);
  CHECK(load_patterns("random:20:3").set.values == load_patterns("random:20:3:0").set.values);
  for (const auto* name : {"random:", "random:20", "random:20:", "random:0:3", "random:20:3:", "random:20:3:1:1",
                           "random:a:3", "random:20:3x", "random:100000:100000"}) {
    INFO(name);
    CHECK_THROWS_AS(load_patterns(std::string(name)), InputError);
  }
}

TEST_CASE("several files are one set, with the pictures' shape where they share it") {
  const std::string a = file_with("a.pbm", "P1\n2 2\n1000\n"), b = file_with("b.pbm", "P1\n2 2\n0001\n");
  const std::string flat = file_with("flat.pbm", "P1\n4 1\n0001\n"), other = file_with("c.pbm", "P1\n3 1\n000\n");
  const auto both = load_patterns(std::vector<std::string>{a, b});
  CHECK(both.set.count() == 2);
  CHECK(both.rows == 2);
  CHECK(both.labels == std::vector<std::string>{"0", "1"});
  CHECK(load_patterns(std::vector<std::string>{a, flat}).rows == 0);
  CHECK_THROWS_AS(load_patterns(std::vector<std::string>{a, other}), InputError);
}
