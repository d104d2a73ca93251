// Array files and archives: round trips, what numpy reads, and damage.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/io/npz.hpp"
#include "sim/io/zip.hpp"

using namespace isinglass;

namespace {

SampleSet small_set() {
  SampleSet set;
  set.variables = 3;
  set.samples = {1, -1, 1, -1, -1, 1};
  set.energy = {-2.5, 0.1};
  set.num_occurrences = {1, 4};
  set.vectors["hardware_time_s"] = {1e-6, 2e-6};
  set.trace = EnergyTrace{{0.0, 1e-7, 2e-7}, {0, -1, -2.5, 0.5, 0.25, 0.1}};
  return set;
}

std::filesystem::path scratch(const std::string& name) {
  const auto folder = std::filesystem::path(ISINGLASS_BINARY_DIR) / "testbench" / "scratch";
  std::filesystem::create_directories(folder);
  return folder / name;
}

void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string read_bytes(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// True when `read` throws InputError or answers true; anything else thrown fails the test.
template <class Read>
bool refused_or(Read read) {
  try {
    return read();
  } catch (const InputError&) {
    return true;
  }
}

/// Debian's Python, where its numpy package lives.
bool run_python(const std::string& code) { return std::system(("/usr/bin/python3 -c \"" + code + "\"").c_str()) == 0; }
bool numpy_is_installed() { return std::system("/usr/bin/python3 -c 'import numpy' >/dev/null 2>&1") == 0; }

}  // namespace

TEST_CASE("arrays of every type and shape survive the round trip through npy") {
  const std::vector<double> reals{1.5, -0.0, 1e308, 3, 4, 5};
  const NpyArray array = make_npy(std::span<const double>(reals), {2, 3});
  const NpyArray back = read_npy(write_npy(array), "a.npy");
  CHECK(back.shape == std::vector<std::size_t>{2, 3});
  CHECK(npy_values<double>(back) == reals);
  const std::vector<std::int8_t> bytes{-128, 0, 127};
  CHECK(npy_values<std::int8_t>(read_npy(write_npy(make_npy(bytes)), "b.npy")) == bytes);
  CHECK(npy_as_doubles(make_npy(bytes)) == std::vector<double>{-128, 0, 127});
  const NpyArray empty = read_npy(write_npy(make_npy(std::vector<float>{})), "c.npy");
  CHECK(empty.shape == std::vector<std::size_t>{0});
}

TEST_CASE("the data of an npy file begins on a multiple of 64 bytes") {
  for (std::size_t rows = 1; rows < 100000; rows *= 7) {
    const std::vector<std::int8_t> values(rows, 1);
    CHECK((write_npy(make_npy(values)).size() - rows) % 64 == 0);
  }
}

TEST_CASE("an array in Fortran order is read as the same matrix") {
  const std::vector<std::int32_t> columns{1, 4, 2, 5, 3, 6};  // [[1,2,3],[4,5,6]] column by column
  std::string file = write_npy(make_npy(std::span<const std::int32_t>(columns), {2, 3}));
  const std::string key = "'fortran_order': False";
  file.replace(file.find(key), key.size(), "'fortran_order': True ");
  CHECK(npy_values<std::int32_t>(read_npy(file, "f.npy")) == std::vector<std::int32_t>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("a damaged array file is refused, wherever it is cut and whatever byte of its header changes") {
  const std::string file = write_npy(make_npy(std::vector<double>{1, 2, 3}));
  for (std::size_t length = 0; length < file.size(); ++length) {
    CHECK_THROWS_AS(read_npy(file.substr(0, length), "cut.npy"), InputError);
  }
  CHECK_THROWS_AS(read_npy(file + "x", "long.npy"), InputError);
  for (std::size_t at = 0; at < 128; ++at) {
    for (const char byte : {'\0', '9', ')', '\xFF'}) {
      std::string changed = file;
      changed[at] = byte;
      CHECK(refused_or([&] { return read_npy(changed, "changed.npy").bytes.size() == 24; }));
    }
  }
}

TEST_CASE("a sample set survives the round trip through npz, alone and beside another") {
  NpzArrays arrays;
  const SampleSet set = small_set();
  add_columns(set, "", arrays);
  add_columns(set, "pbit-sparse:rtl/", arrays);
  const NpzArrays back = read_npz(write_npz(arrays), "samples.npz");
  for (const std::string prefix : {"", "pbit-sparse:rtl/"}) {
    const SampleSet read = read_columns(back, prefix);
    CHECK(read.variables == 3);
    CHECK(read.samples == set.samples);
    CHECK(read.energy == set.energy);
    CHECK(read.num_occurrences == set.num_occurrences);
    CHECK(read.vectors == set.vectors);
    REQUIRE(read.trace.has_value());
    CHECK(read.trace->time_s == set.trace->time_s);
    CHECK(read.trace->energy == set.trace->energy);
  }
}

TEST_CASE("the same arrays give the same archive, byte for byte") {
  NpzArrays arrays;
  add_columns(small_set(), "", arrays);
  CHECK(write_npz(arrays) == write_npz(arrays));
}

TEST_CASE("a damaged archive is refused, wherever it is cut and whatever byte changes") {
  NpzArrays arrays;
  add_columns(small_set(), "", arrays);
  const std::string file = write_npz(arrays);
  for (std::size_t length = 0; length < file.size(); ++length) {
    CHECK_THROWS_AS(read_npz(file.substr(0, length), "cut.npz"), InputError);
  }
  for (std::size_t at = 0; at < file.size(); ++at) {
    std::string changed = file;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    CHECK(refused_or([&] { return read_zip(changed, "changed.npz").size() <= arrays.size(); }));
  }
}

TEST_CASE("numpy reads our archives and we read numpy's") {
  if (!numpy_is_installed()) {
    WARN("skipped: python3-numpy is not installed");
    return;
  }
  NpzArrays arrays;
  add_columns(small_set(), "", arrays);
  const std::string ours = scratch("ours.npz").string();
  const std::string theirs = scratch("theirs.npz").string();
  write_bytes(ours, write_npz(arrays));
  CHECK(run_python("import numpy as np; z = np.load('" + ours +
                   "'); assert z['samples'].dtype == np.int8 and z['samples'].tolist() == [[1,-1,1],[-1,-1,1]]; "
                   "assert z['energy'].tolist() == [-2.5, 0.1]; assert z['trace_energy'].shape == (2, 3); "
                   "assert z['num_occurrences'].dtype == np.int32"));
  for (const std::string writer : {"savez", "savez_compressed"}) {
    REQUIRE(run_python("import numpy as np; np." + writer + "('" + theirs +
                       "', a=np.arange(6).reshape(2,3).T, b=np.array([True, False]), c=np.float64(2.5))"));
    const NpzArrays back = read_npz(read_bytes(theirs), "theirs.npz");
    CHECK(back.at("a").shape == std::vector<std::size_t>{3, 2});
    CHECK(npy_as_doubles(back.at("a")) == std::vector<double>{0, 3, 1, 4, 2, 5});
    CHECK(npy_as_doubles(back.at("b")) == std::vector<double>{1, 0});
    CHECK(npy_as_doubles(back.at("c")) == std::vector<double>{2.5});
  }
}
