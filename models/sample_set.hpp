// What a sampler answers: dimod's columns (samples, energy, num_occurrences, extra vectors, info), as plain data.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/problem/problem.hpp"

namespace isinglass {

/// Energy of every read at common instants of physical time, for the curves of the report.
struct EnergyTrace {
  std::vector<double> time_s;  ///< T instants, ascending; hardware time for machines, wall time for software
  std::vector<double>
      energy;  ///< reads x T, row-major: the ideal problem's energy of the spins as they would be read out then
};

/// The inner state of one read against physical time, for the report: oscillator phases, node voltages. A few dozen
/// variables and a few hundred instants are plenty.
struct StateTrace {
  std::string quantity;                 ///< what is drawn: "phase", "voltage"
  std::string unit;                     ///< "rad", "V"
  std::int64_t read = 0;                ///< which read this is
  std::vector<double> time_s;           ///< T instants, ascending
  std::vector<std::int32_t> variables;  ///< the V recorded variables, by index
  std::vector<double> values;           ///< V x T, row-major
};

/// One finding about a run, in a sentence, with what to try.
struct Diagnostic {
  std::string sentence;
  std::string advice;
};

/// Time spent in the three parts of a run, in nanoseconds of wall time.
struct Timing {
  std::int64_t preprocessing_ns = 0;
  std::int64_t sampling_ns = 0;
  std::int64_t postprocessing_ns = 0;
};

/// R reads of n spins. Vectors hold one number per read.
struct SampleSet {
  std::int32_t variables = 0;
  std::vector<Spin> samples;   ///< R x n, row-major
  std::vector<double> energy;  ///< of the ideal problem, recomputed from it
  std::vector<std::int32_t> num_occurrences;
  std::map<std::string, std::vector<double>> vectors;  ///< by name; "hardware_time_s" where the machine is physical
  std::map<std::string, double> figures;               ///< single numbers: "programming_s", "readout_s", "clock_hz" …
  std::map<std::string, std::string> info;             ///< texts: what each stage was set to, which kernel ran …
  std::vector<Diagnostic> diagnostics;
  std::optional<EnergyTrace> trace;
  std::optional<EnergyTrace> lyapunov;  ///< the same shape: the machine's own Lyapunov function, in its own units
  std::optional<StateTrace> states;     ///< where the machine has an inner state worth seeing
  Timing timing;
  bool interrupted = false;

  [[nodiscard]] std::size_t reads() const { return energy.size(); }
  [[nodiscard]] std::span<const Spin> sample(std::size_t read) const {
    const auto n = static_cast<std::size_t>(variables);
    return std::span<const Spin>(samples).subspan(read * n, n);
  }
};

}  // namespace isinglass
