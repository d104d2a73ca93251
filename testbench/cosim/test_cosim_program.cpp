// `isinglass cosim` as a user runs it: the answer, the waves read back with GTKWave's own tool, an interrupt.
#include <sys/wait.h>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "testbench/read_waves.hpp"

using isinglass::can_read_waves, isinglass::Waves;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

struct Outcome {
  std::string output;
  int code = -1;
};

Outcome shell(const std::string& command) {
  Outcome outcome;
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 65536> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    outcome.output.append(buffer.data(), got);
  }
  const int status = pclose(pipe);
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome;
}

Outcome run_isinglass(const std::string& arguments) {
  return shell(std::string(ISINGLASS_PROGRAM) + " " + arguments + " 2>/dev/null");
}

fs::path fresh_folder(const std::string& name) {
  fs::path folder = fs::temp_directory_path() / ("isinglass-" + name + "-" + std::to_string(getpid()));
  fs::remove_all(folder);
  return folder;
}

Waves read_waves(const fs::path& file) { return isinglass::read_waves(ISINGLASS_FST2VCD, file); }

}  // namespace

TEST_CASE("the annealer in SystemC equals its twin, and the answer and the waves agree") {
  const fs::path folder = fresh_folder("cosim");
  const Outcome run = run_isinglass(
      "cosim regular:60:3:5 -p pbit-sparse.sweeps=100 --points 50 -p oscillator.length=100 --verify --json -o " +
      folder.string());
  REQUIRE(run.code == 0);
  const json answer = json::parse(run.output);
  CHECK(answer.at("first_divergence").is_null());
  CHECK(answer.at("interrupted") == false);
  CHECK(answer.at("link").at("retries") == 0);
  CHECK(answer.at("annealer").at("sample").size() == 60);
  CHECK(answer.at("annealer").at("best_objective").get<double>() >=
        answer.at("annealer").at("objective").get<double>());
  const auto& curves = answer.at("curves");
  REQUIRE(curves.at("time_s").size() == 51);
  CHECK(curves.at("time_s").back().get<double>() == Approx(answer.at("time_s").get<double>()));
  CHECK(curves.at("annealer_energy").back() == answer.at("annealer").at("energy"));
  CHECK(curves.at("oscillator_energy").back() == answer.at("oscillator").at("energy"));

  REQUIRE(fs::exists(folder / "trace.fst"));
  CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}) == 1);
  if (!can_read_waves(ISINGLASS_FST2VCD)) return;
  const auto waves = read_waves(folder / "trace.fst");
  for (int i = 0; i < 60; ++i) {
    const auto& spin = waves.at("annealer.spin_" + std::to_string(i));
    CHECK((spin.back().second == "1" ? 1 : -1) == answer.at("annealer").at("sample").at(static_cast<std::size_t>(i)));
    const auto& phase = waves.at("oscillator.phase_" + std::to_string(i));
    CHECK(phase.size() > 40);
    const double angle = std::stod(phase.back().second);
    CHECK(std::abs(angle) <= 3.1415927);
    CHECK((std::cos(angle) >= 0 ? 1 : -1) == answer.at("oscillator").at("sample").at(static_cast<std::size_t>(i)));
  }
  // Every energy after a flip is there, at its clock, on the common axis.
  const auto& energy = waves.at("annealer.energy");
  CHECK(energy.size() >= 100);
  CHECK(std::stod(energy.back().second) == answer.at("annealer").at("energy").get<double>());
  const auto& busy = waves.at("annealer.busy");
  REQUIRE(busy.size() >= 2);
  CHECK(static_cast<double>(busy.back().first) * 1e-12 ==
        Approx(answer.at("annealer").at("duration_s").get<double>()).epsilon(0.01));
  fs::remove_all(folder);
}

TEST_CASE("the same seed gives the same co-simulation, another seed another") {
  const auto sample = [](int seed) {
    const Outcome run = run_isinglass(
        "cosim regular:40:3:5 -p pbit-sparse.sweeps=50 -p oscillator.length=50 --json --seed " + std::to_string(seed));
    REQUIRE(run.code == 0);
    const json answer = json::parse(run.output);
    return answer.at("annealer").at("sample").dump() + answer.at("oscillator").at("sample").dump() +
           answer.at("annealer").at("flips").dump();
  };
  CHECK(sample(1) == sample(1));
  CHECK(sample(1) != sample(2));
}

TEST_CASE("both machines do what solve does in its first read") {
  const Outcome run = run_isinglass("cosim regular:60:3:5 --seed 3 --json");
  REQUIRE(run.code == 0);
  const json answer = json::parse(run.output);
  const auto solved = [](const std::string& sampler) {
    const Outcome solve = run_isinglass("solve regular:60:3:5 --seed 3 --reads 1 --json --sampler " + sampler);
    REQUIRE(solve.code == 0);
    return json::parse(solve.output).at("best");
  };
  CHECK(answer.at("annealer").at("best_sample") == solved("pbit-sparse").at("sample"));
  CHECK(answer.at("oscillator").at("sample") == solved("oscillator").at("sample"));
}

TEST_CASE("an interrupt ends the co-simulation with exit code 130 and leaves a wave file that can be read") {
  const fs::path folder = fresh_folder("cosim-interrupt");
  // Long enough that the interrupt comes while both machines run: loading a small graph takes milliseconds.
  const Outcome run = shell(std::string("timeout --foreground -s INT 2 ") + ISINGLASS_PROGRAM +
                            " cosim regular:40:3:5 -p pbit-sparse.sweeps=400000 --json -o " + folder.string() +
                            " 2>/dev/null; echo $?");
  const auto end = run.output.rfind('}');
  REQUIRE(end != std::string::npos);
  CHECK(json::parse(run.output.substr(0, end + 1)).at("interrupted") == true);
  REQUIRE(fs::exists(folder / "trace.fst"));
  if (std::string(ISINGLASS_FST2VCD).find('/') != std::string::npos) {
    CHECK(read_waves(folder / "trace.fst").at("annealer.busy").front().second == "1");
  }
  fs::remove_all(folder);
}

TEST_CASE("a problem that does not fit and a folder that cannot be made end with their exit codes") {
  CHECK(run_isinglass("cosim G55").code == 3);  // 5,000 spins
  CHECK(run_isinglass("cosim regular:40:3:5 -o /proc/no/such").code == 2);
  CHECK(run_isinglass("cosim no-such-graph").code == 3);
  CHECK(run_isinglass("cosim regular:40:3:5 -p length=5").code == 2);
}
