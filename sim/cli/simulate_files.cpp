// The files of `simulate`: the trajectory as CSV, NPZ and waves.
#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <iterator>

#include "sim/cli/simulate_answer.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/npz.hpp"
#include "sim/io/wave_file.hpp"

namespace isinglass::cli {
namespace {

/// One name per row of the state: "phase_1", counted from 1 like the variables of problem files.
std::vector<std::string> row_names(const Recording& r) {
  std::vector<std::string> names;
  for (const auto& group : r.layout) {
    std::string word = group.quantity;
    for (char& c : word) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    for (Eigen::Index k = 1; k <= group.rows; ++k) names.push_back(fmt::format("{}_{}", word, k));
  }
  return names;
}

std::string csv(const Recording& r) {
  std::string text = r.objective.empty() ? "time_s,energy" : "time_s,energy,objective";
  for (const auto& name : row_names(r)) text += "," + name;
  text += "\n";
  auto out = std::back_inserter(text);
  for (std::size_t t = 0; t < r.time_s.size(); ++t) {
    fmt::format_to(out, "{},{}", r.time_s[t], r.energy[t]);
    if (!r.objective.empty()) fmt::format_to(out, ",{}", r.objective[t]);
    for (Eigen::Index row = 0; row < r.states.rows(); ++row) {
      fmt::format_to(out, ",{}", r.states(row, static_cast<Eigen::Index>(t)));
    }
    text += "\n";
  }
  return text;
}

std::string npz(const Recording& r) {
  NpzArrays arrays;
  const auto rows = static_cast<std::size_t>(r.states.rows());
  const Ensemble<double> row_major = r.states.array();
  arrays["time_s"] = make_npy(r.time_s);
  arrays["energy"] = make_npy(r.energy);
  arrays["states"] =
      make_npy(std::span<const double>(row_major.data(), rows * r.time_s.size()), {rows, r.time_s.size()});
  if (!r.objective.empty()) arrays["objective"] = make_npy(r.objective);
  if (!r.spins.empty()) {
    std::vector<Spin> spins;
    for (const auto& row : r.spins) spins.insert(spins.end(), row.begin(), row.end());
    arrays["spins"] = make_npy(std::span<const Spin>(spins), {r.spins.size(), r.spins.front().size()});
  }
  return write_npz(arrays);
}

void write_waves(const std::filesystem::path& path, const Simulation& s) {
  const auto& r = s.recording;
  WaveFile file(path, fmt::format("isinglass simulate {} {}", s.sampler, s.question));
  file.open_scope("machine");
  const auto energy = file.add_real("energy");
  std::vector<WaveFile::Signal> states, spins;
  for (const auto& name : row_names(r)) states.push_back(file.add_real(name));
  if (!r.spins.empty()) {
    for (std::size_t i = 1; i <= r.spins.front().size(); ++i) spins.push_back(file.add_bit(fmt::format("spin_{}", i)));
  }
  file.close_scope();
  for (std::size_t t = 0; t < r.time_s.size(); ++t) {
    file.set_time_ps(static_cast<std::uint64_t>(std::llround(1e12 * r.time_s[t])));
    file.put_real(energy, r.energy[t]);
    for (std::size_t k = 0; k < states.size(); ++k) {
      file.put_real(states[k], r.states(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(t)));
    }
    for (std::size_t i = 0; i < spins.size(); ++i) file.put_bit(spins[i], r.spins[t][i] > 0);
  }
  file.close();
}

}  // namespace

void write_trajectory(const std::filesystem::path& directory, const Simulation& simulation) {
  write_file(directory / "trajectory.csv", csv(simulation.recording));
  write_file(directory / "trajectory.npz", npz(simulation.recording));
  std::filesystem::remove(directory / "trace.fst");
  if (waves_available()) write_waves(directory / "trace.fst", simulation);
}

}  // namespace isinglass::cli
