// The sparse p-bit core in Icarus Verilog, a second simulator with X values, against scripts written by the twin.
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

constexpr PbitSparseSize size{256, 2048, 4, 9};  // as in pbit_sparse_script.v

/// Lines of a script for pbit_sparse_script.v.
class Script {
 public:
  void write(std::uint32_t address, std::uint32_t data) { add(0, address, data); }
  void expect(std::uint32_t address, std::uint32_t data) { add(1, address, data); }
  void wait() { add(2, 0, 0); }
  void memory(std::uint32_t number, const std::vector<std::uint32_t>& words, bool expected) {
    write(0x30, number << 28U);
    for (const std::uint32_t word : words) add(expected ? 1 : 0, 0x31, word);
  }
  [[nodiscard]] std::string text() const { return text_ + "030000000000\n"; }

 private:
  void add(int op, std::uint32_t address, std::uint32_t data) {
    std::array<char, 16> line{};
    std::snprintf(line.data(), line.size(), "%02x%02x%08x\n", static_cast<unsigned>(op), address, data);
    text_ += line.data();
  }
  std::string text_;
};

std::vector<std::uint32_t> pairs(const std::vector<std::uint16_t>& halves) {
  std::vector<std::uint32_t> words((halves.size() + 1) / 2);
  for (std::size_t k = 0; k < halves.size(); ++k)
    words[k / 2] |= static_cast<std::uint32_t>(halves[k]) << (k % 2 == 0 ? 0U : 16U);
  return words;
}

std::vector<std::uint32_t> packed(const std::vector<Spin>& spins) {
  std::vector<std::uint32_t> words((spins.size() + 31) / 32);
  for (std::size_t k = 0; k < spins.size(); ++k)
    if (spins[k] > 0) words[k / 32] |= 1U << (k % 32);
  return words;
}

void load(Script& script, const PbitSparseImage& image) {
  std::vector<std::uint32_t> pointers;
  for (std::size_t i = 0; i < image.first.size(); ++i)
    pointers.push_back(image.first[i] | static_cast<std::uint32_t>(image.length[i]) << 16U);
  script.write(0x10, static_cast<std::uint32_t>(image.spins));
  script.write(0x16, static_cast<std::uint32_t>(image.initial_energy));
  script.memory(2, pairs(image.initial), false);
  script.memory(3, pointers, false);
  script.memory(4, pairs(image.list), false);
}

void run_and_expect(Script& script, PbitSparse& twin, const AnnealRun& run) {
  script.write(0x11, run.sweeps);
  script.write(0x12, static_cast<std::uint32_t>(run.seed));
  script.write(0x13, static_cast<std::uint32_t>(run.seed >> 32U));
  script.write(0x14, run.temperature);
  script.write(0x15, run.temperature_step);
  script.write(0x17, (run.reload ? 1U : 0U) | (run.randomise ? 2U : 0U));
  script.write(0x08, 1);
  script.wait();
  const AnnealResult result = twin.run(run);
  script.expect(0x09, result.overflow ? 6U : 2U);
  script.expect(0x20, static_cast<std::uint32_t>(result.energy));
  script.expect(0x21, static_cast<std::uint32_t>(result.best_energy));
  script.expect(0x22, static_cast<std::uint32_t>(result.cycles));
  script.expect(0x23, static_cast<std::uint32_t>(result.cycles >> 32U));
  script.expect(0x24, result.flips);
  script.expect(0x25, result.sweeps);
  script.memory(0, packed(result.spins), true);
  script.memory(1, packed(result.best_spins), true);
}

/// Random graphs, one after another, and runs on each.
Script sample(std::uint32_t seed, int graphs) {
  Script script;
  RandomStream random(seed, 0, 0);
  for (int k = 0; k < graphs; ++k) {
    const auto n = static_cast<std::int32_t>(1 + random.below(60));
    const Problem problem = random_problem(random, n, std::min(1.0, 6.0 / n), 7, k % 2 == 0);
    const auto image = std::make_shared<const PbitSparseImage>(pbit_sparse_image(problem, size));
    PbitSparse twin(image);
    load(script, *image);
    for (int r = 0; r < 2; ++r) {
      AnnealRun run = random_run(random);
      run.sweeps /= 2;
      run_and_expect(script, twin, run);
    }
  }
  return script;
}

std::string shell(const std::string& command) {
  std::string output;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 512> buffer{};
  while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) output += buffer.data();
  pclose(pipe);
  return output;
}

std::string play(const Script& script, const std::string& parameters) {
  const auto folder = std::filesystem::temp_directory_path() / ("isinglass-icarus-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string file = (folder / "script.hex").string();
  FILE* out = std::fopen(file.c_str(), "w");
  REQUIRE(out != nullptr);
  std::fputs(script.text().c_str(), out);
  std::fclose(out);
  const std::string program = (folder / "bench.vvp").string();
  const std::string compiled = shell(std::string(ISINGLASS_IVERILOG) + " -g2012 " + parameters +
                                     " -s pbit_sparse_script -o " + program + " " + ISINGLASS_PBIT_SPARSE_RTL);
  CHECK(compiled.empty());
  std::string output = shell(std::string(ISINGLASS_VVP) + " " + program + " +script=" + file);
  std::filesystem::remove_all(folder);
  return output;
}

}  // namespace

TEST_CASE("Icarus gives the twin's answers on a sample, multiplier in logic") {
  const std::string output = play(sample(40, 4), "");
  CAPTURE(output);
  CHECK(output.find("PASS after") != std::string::npos);
}

TEST_CASE("Icarus gives the twin's answers on a sample, multiplier in a DSP block") {
  const std::string output = play(sample(41, 2), "-Ppbit_sparse_script.DSP=1");
  CAPTURE(output);
  CHECK(output.find("PASS after") != std::string::npos);
}

TEST_CASE("the script bench notices a wrong expectation") {
  Script script = sample(42, 1);
  script.expect(0x02, 2);
  const std::string output = play(script, "");
  CHECK(output.find("register 02 is 00000001, expected 00000002") != std::string::npos);
  CHECK(output.find("FAIL: 1 differences") != std::string::npos);
}
