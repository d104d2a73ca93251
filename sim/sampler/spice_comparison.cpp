// ngspice and an ODE, time point by time point.
#include "sim/sampler/spice_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <filesystem>

#include "hw/flow/ngspice.hpp"
#include "models/error.hpp"
#include "sim/io/atomic_file.hpp"

namespace isinglass {
namespace {

/// The largest difference of two states under a rule, and the row where it is.
std::pair<double, std::int32_t> difference(const SpiceRule& rule, std::span<const double> a,
                                           std::span<const double> b) {
  double largest = 0.0;
  std::int32_t row = 0;
  const bool phases = rule.quantity == SpiceRule::Quantity::phase;
  const std::size_t n = phases ? a.size() / 2 : a.size();
  for (std::size_t i = 0; i < n; ++i) {
    const double gap =
        phases ? std::abs(std::arg(std::complex<double>(b[i], b[n + i]) * std::complex<double>(a[i], -a[n + i])))
               : std::abs(b[i] - a[i]);
    if (gap >= largest || !std::isfinite(gap)) {
      largest = gap;
      row = static_cast<std::int32_t>(i);
    }
    if (!std::isfinite(gap)) break;
  }
  return {largest, row};
}

std::vector<Spin> signs(std::span<const double> state, std::size_t spins) {
  std::vector<Spin> result(spins);
  for (std::size_t i = 0; i < spins; ++i) result[i] = state[i] >= 0.0 ? Spin{1} : Spin{-1};
  return result;
}

}  // namespace

void copy_probes(double /*time_s*/, std::span<const double> probes, std::span<double> state) {
  std::copy(probes.begin(), probes.end(), state.begin());
}

SpiceWaves simulate_netlist(const SpiceNetlist& netlist, const std::string& directory,
                            const std::atomic<bool>* interrupted) {
  const std::filesystem::path folder(directory);
  const auto raw = folder / "netlist.raw";
  write_file(folder / "netlist.cir", netlist.text);
  flow::run_ngspice(folder / "netlist.cir", raw, interrupted);
  SpiceWaves waves = read_spice_raw(raw.string());
  const double end = waves.time_s.empty() ? 0.0 : waves.time_s.back();
  if (!(end >= netlist.duration_s * (1.0 - 1e-6))) {
    throw HardwareError(fmt::format("ngspice stopped at {:.6g} s of {:.6g} s", end, netlist.duration_s),
                        fmt::format("what it said is in {}", (folder / "netlist.log").string()));
  }
  return waves;
}

SpiceComparison compare_with_spice(AnalogRun& run, const SpiceCircuit& circuit, const SpiceWaves& waves,
                                   std::size_t rows, std::size_t instants) {
  std::vector<const std::vector<double>*> vectors;
  for (const auto& probe : circuit.netlist.probes) vectors.push_back(&waves.vector(probe));
  const std::size_t size = run.state().size();
  const std::size_t kept = std::min(rows, size);
  SpiceComparison result;
  result.instants = waves.time_s.size();
  result.curves.machine.resize(kept);
  result.curves.spice.resize(kept);
  const std::size_t stride = std::max<std::size_t>(1, result.instants / std::max<std::size_t>(1, instants));
  std::vector<double> probes(vectors.size()), state(size);
  double since = 0.0;  // the largest difference since the last instant kept
  for (std::size_t k = 0; k < result.instants; ++k) {
    const double time_s = waves.time_s[k];
    for (std::size_t p = 0; p < probes.size(); ++p) probes[p] = (*vectors[p])[k];
    circuit.state_of(time_s, probes, state);
    run.advance_to(time_s);
    const auto [gap, row] = difference(circuit.rule, run.state(), state);
    if (gap >= result.largest || !std::isfinite(gap)) {
      result.largest = gap;
      result.largest_time_s = time_s;
      result.largest_row = row;
    }
    if (!result.first_beyond_s && !(gap <= circuit.rule.tolerance)) result.first_beyond_s = time_s;
    result.final = gap;
    since = std::max(since, gap);
    if (k % stride != 0 && k + 1 != result.instants) continue;
    result.curves.time_s.push_back(time_s);
    result.curves.difference.push_back(since);
    since = 0.0;
    for (std::size_t i = 0; i < kept; ++i) {
      result.curves.machine[i].push_back(run.state()[i]);
      result.curves.spice[i].push_back(state[i]);
    }
  }
  result.machine_spins = run.spins();
  result.spice_spins = signs(state, result.machine_spins.size());
  return result;
}

}  // namespace isinglass
