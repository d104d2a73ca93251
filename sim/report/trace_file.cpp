// Merges the recorded states of several machines into one wave file.
#include "sim/report/trace_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>
#include <set>

#include "sim/io/wave_file.hpp"

namespace isinglass {
namespace {

bool is_drawn(const SampleSet& set) {
  return set.states && !set.states->time_s.empty() && set.vectors.contains("hardware_time_s") &&
         static_cast<std::size_t>(set.states->read) < set.reads();
}

std::uint64_t picoseconds(double time_s) { return static_cast<std::uint64_t>(std::llround(1e12 * time_s)); }

std::string identifier(std::string name) {
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

double folded(double phase) {
  constexpr double turn = 2.0 * std::numbers::pi;
  return phase - turn * std::floor(phase / turn + 0.5);
}

/// The scope of one machine and how far it is written.
class Scope {
 public:
  Scope(WaveFile& file, const std::string& name, const SampleSet& set) : file_(&file), set_(&set) {
    const StateTrace& states = *set.states;
    file.open_scope(identifier(name));
    if (set.trace) energy_ = file.add_real("energy");
    for (const auto variable : states.variables) {
      if (states.quantity != "spin") states_.push_back(file.add_real(fmt::format("{}_{}", states.quantity, variable)));
      spins_.push_back(file.add_bit(fmt::format("spin_{}", variable)));
    }
    file.close_scope();
  }

  void add_instants(std::set<std::uint64_t>& instants) const {
    for (const double time : set_->states->time_s) instants.insert(picoseconds(time));
    if (!set_->trace) return;
    for (const double time : set_->trace->time_s) instants.insert(picoseconds(time));
  }

  /// Writes what was recorded at `time`, if anything.
  void write_at(std::uint64_t time) {
    const StateTrace& states = *set_->states;
    while (next_state_ < states.time_s.size() && picoseconds(states.time_s[next_state_]) <= time) {
      write_states(next_state_++);
    }
    if (!set_->trace) return;
    const EnergyTrace& trace = *set_->trace;
    const std::size_t row = static_cast<std::size_t>(states.read) * trace.time_s.size();
    while (next_energy_ < trace.time_s.size() && picoseconds(trace.time_s[next_energy_]) <= time) {
      file_->put_real(energy_, trace.energy[row + next_energy_++]);
    }
  }

 private:
  void write_states(std::size_t instant) {
    const StateTrace& states = *set_->states;
    const bool is_phase = states.quantity == "phase";
    for (std::size_t v = 0; v < spins_.size(); ++v) {
      const double value = states.values[v * states.time_s.size() + instant];
      if (!states_.empty()) file_->put_real(states_[v], is_phase ? folded(value) : value);
      file_->put_bit(spins_[v], (is_phase ? std::cos(value) : value) >= 0.0);
    }
  }

  WaveFile* file_;
  const SampleSet* set_;
  WaveFile::Signal energy_ = 0;
  std::vector<WaveFile::Signal> states_;  // empty where the state is the spin itself
  std::vector<WaveFile::Signal> spins_;
  std::size_t next_state_ = 0;
  std::size_t next_energy_ = 0;
};

}  // namespace

bool has_trace(const std::vector<SampleSet>& sets) { return std::any_of(sets.begin(), sets.end(), is_drawn); }

void write_trace(const std::filesystem::path& path, const RunRecord& record, const std::vector<SampleSet>& sets) {
  WaveFile file(path, fmt::format("{}, seed {}: the first read of each machine; every read begins at time 0",
                                  record.problem.name, record.seed));
  std::vector<Scope> scopes;
  std::set<std::uint64_t> instants;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (!is_drawn(sets[i])) continue;
    scopes.emplace_back(file, record.samplers[i].name, sets[i]).add_instants(instants);
  }
  for (const std::uint64_t time : instants) {
    file.set_time_ps(time);
    for (Scope& scope : scopes) scope.write_at(time);
  }
  file.close();
}

}  // namespace isinglass
