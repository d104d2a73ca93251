// trace.fst of a run directory, read back with GTKWave's own tool: the states and the answers of the reads that it
// shows.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <numbers>

#include "sim/report/run_directory.hpp"
#include "sim/report/trace_file.hpp"
#include "testbench/read_waves.hpp"
#include "testbench/report/example_run.hpp"

using namespace isinglass;
namespace fs = std::filesystem;

namespace {

fs::path scratch(const std::string& name) {
  fs::path folder = fs::path(ISINGLASS_BINARY_DIR) / "testbench" / "scratch" / name;
  fs::remove_all(folder);
  return folder;
}

std::string index_name(const std::string& quantity, std::int32_t variable) {
  return quantity + "_" + std::to_string(variable);
}

int spin_at_end(const Waves& waves, const std::string& scope, std::int32_t variable) {
  return waves.at(scope + "." + index_name("spin", variable)).back().second == "1" ? 1 : -1;
}

/// Distance of two angles on the circle.
double apart(double a, double b) { return std::abs(std::remainder(a - b, 2.0 * std::numbers::pi)); }

}  // namespace

TEST_CASE("every recorded instant of every variable is in the wave file, phases folded, at its picosecond") {
  const auto run = example::comparison(4);
  const fs::path folder = scratch("trace-example");
  write_run_directory(folder, run.record, run.sets, "");
  REQUIRE(fs::exists(folder / "trace.fst"));
  if (!can_read_waves(ISINGLASS_FST2VCD)) return;
  const Waves waves = read_waves(ISINGLASS_FST2VCD, folder / "trace.fst");
  const StateTrace& states = *run.sets[0].states;
  for (std::size_t v = 0; v < states.variables.size(); ++v) {
    const auto& phase = waves.at("oscillator." + index_name("phase", states.variables[v]));
    REQUIRE(phase.size() == states.time_s.size());
    for (std::size_t k = 0; k < phase.size(); ++k) {
      CHECK(static_cast<double>(phase[k].first) == Approx(1e12 * states.time_s[k]).margin(0.6));
      const double angle = std::stod(phase[k].second);
      CHECK(std::abs(angle) <= 3.1415927);
      CHECK(apart(angle, states.values[v * states.time_s.size() + k]) < 1e-9);
    }
  }
  const EnergyTrace& energies = *run.sets[0].trace;
  const auto& energy = waves.at("oscillator.energy");
  CHECK(std::stod(energy.back().second) == energies.energy[energies.time_s.size() - 1]);
  for (const auto& [name, values] : waves)
    CHECK(name.find("anneal.") == std::string::npos);  // software has no such axis
}

TEST_CASE("the waves of a real comparison end at the samples of read 0, on one axis, and the RTL's are its twin's") {
  const fs::path folder = scratch("trace-real");
  const std::string command =
      std::string("'") + ISINGLASS_PROGRAM +
      "' compare regular:60:3:1 --sampler oscillator,pbit-sparse,pbit-sparse:rtl,anneal --reads 3 -q "
      "-p pbit-sparse.sweeps=40 -p pbit-sparse:rtl.sweeps=40 -o '" +
      folder.string() + "' >/dev/null";
  REQUIRE(std::system(command.c_str()) == 0);
  if (!can_read_waves(ISINGLASS_FST2VCD)) return;
  const Waves waves = read_waves(ISINGLASS_FST2VCD, folder / "trace.fst");
  const RunRecord record = read_run_record(folder);
  const auto sets = read_run_samples(folder, record);
  const std::vector<std::string> scopes{"oscillator", "pbit_sparse", "pbit_sparse_rtl"};
  for (std::size_t i = 0; i < scopes.size(); ++i) {
    const StatesRecord& states = *record.samplers[i].states;
    REQUIRE(states.variables.size() == 32);
    for (std::size_t v = 0; v < 32; ++v) {
      const auto variable = states.variables[v];
      CHECK(spin_at_end(waves, scopes[i], variable) == sets[i].sample(0)[static_cast<std::size_t>(variable)]);
      CHECK(states.spins[v] == sets[i].sample(0)[static_cast<std::size_t>(variable)]);
      if (i > 0) CHECK(states.values[v].back() == states.spins[v]);
    }
    CHECK(std::stod(waves.at(scopes[i] + ".energy").back().second) == sets[i].energy[0]);
  }
  for (const auto variable : record.samplers[0].states->variables) {
    const std::string spin = index_name("spin", variable);
    CHECK(waves.at("pbit_sparse." + spin) == waves.at("pbit_sparse_rtl." + spin));
    const auto& phase = waves.at("oscillator." + index_name("phase", variable));
    CHECK(static_cast<double>(phase.back().first) == Approx(1e12 * *record.samplers[0].hardware_time_s));
  }
}

TEST_CASE("a directory without machines holds no waves, and not those of an earlier run") {
  const fs::path folder = scratch("trace-none");
  const auto machines = example::comparison(4);
  write_run_directory(folder, machines.record, machines.sets, "");
  CHECK(fs::exists(folder / "trace.fst"));
  const auto software = example::plain();
  CHECK_FALSE(has_trace(software.sets));
  write_run_directory(folder, software.record, software.sets, "");
  CHECK_FALSE(fs::exists(folder / "trace.fst"));
}
