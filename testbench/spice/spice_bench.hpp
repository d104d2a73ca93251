// What the tests of circuits in ngspice share: a folder, a machine beside its circuit, the four LC oscillators.
#pragma once

#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <optional>

#include "hw/flow/ngspice.hpp"
#include "sim/sampler/machines.hpp"
#include "sim/sampler/spice_comparison.hpp"

namespace isinglass::testing {

/// A folder that goes away with the test.
class Workshop {
 public:
  Workshop() : folder_(std::filesystem::temp_directory_path() / ("isinglass-spice-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~Workshop() { std::filesystem::remove_all(folder_); }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  [[nodiscard]] std::string path() const { return folder_.string(); }

 private:
  std::filesystem::path folder_;
};

inline bool without_ngspice() {
  if (flow::has_ngspice()) return false;
  WARN("skipped: ngspice is not installed");
  return true;
}

inline Problem ring(std::int32_t n, double value) {
  Problem problem;
  problem.fields.assign(static_cast<std::size_t>(n), 0.0);
  for (std::int32_t i = 0; i + 1 < n; ++i) problem.couplings.push_back({i, i + 1, value});
  problem.couplings.push_back({0, n - 1, value});
  return problem;
}

/// Something to compare: a machine's own trajectory and its circuit.
struct Bench {
  std::unique_ptr<AnalogRun> run;
  SpiceCircuit circuit;

  [[nodiscard]] SpiceComparison compare() {
    const Workshop workshop;
    const SpiceWaves waves = simulate_netlist(circuit.netlist, workshop.path(), nullptr);
    return compare_with_spice(*run, circuit, waves);
  }
};

inline Bench bench_of(const std::string& name, const Problem& problem, const WrittenSettings& written,
                      const SpiceAccuracy& accuracy, const std::optional<std::vector<double>>& start = {}) {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, name);
  const Settings settings(name, model.info().parameters, written);
  OpenOptions options;
  options.tolerance = {1e-12, 1e-12};
  options.initial = start;
  Bench bench{nullptr, model.circuit(problem, settings, options, accuracy)};
  options.initial = bench.circuit.initial;
  bench.run = model.open(problem, settings, options);
  return bench;
}

/// Four oscillators of 1 MHz, antiferromagnetic, multiplicative SYNC: g1 0.3 mS, g3 0.4 mS, g_c 30 uS, g_s 60 uS. They
/// start at 1 V, with the given phases or with those of the machine.
inline Bench oscillators(const std::string& model, const std::string& periods, const SpiceAccuracy& accuracy,
                         const std::optional<std::array<double, 4>>& phases = {}) {
  std::optional<std::vector<double>> start;
  if (phases) {
    start.emplace(8);
    for (std::size_t i = 0; i < 4; ++i) {
      (*start)[i] = std::cos((*phases)[i]);
      (*start)[4 + i] = std::sin((*phases)[i]);
    }
  }
  return bench_of("lc-oscillator", ring(4, 1.0),
                  {{"model", model},
                   {"gain", "3e-4"},
                   {"amplitude", "1"},
                   {"coupling_conductance", "30e-6"},
                   {"sync_level", "60e-6"},
                   {"reference", "1e6"},
                   {"noise_start", "0"},
                   {"noise_end", "0"},
                   {"periods", periods}},
                  accuracy, start);
}

inline void replace_in(std::string& text, const std::string& from, const std::string& to) {
  const auto place = text.find(from);
  REQUIRE(place != std::string::npos);
  text.replace(place, from.size(), to);
}

}  // namespace isinglass::testing
