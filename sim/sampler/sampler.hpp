// A sampler is any way of answering a problem: analog machine, integer twin, RTL, board, or software baseline.
// To add one: derive from Sampler in a file of sim/sampler/, give it a parameter table, and add one line to
// registry.cpp.
#pragma once

#include <memory>
#include <string>

#include "models/problem/problem.hpp"
#include "models/sample_set.hpp"
#include "sim/sampler/parameter.hpp"
#include "sim/sampler/run_control.hpp"

namespace isinglass {

/// Which world a sampler belongs to; decides on which time axis the report draws it.
enum class SamplerKind { analog, digital, software };
std::string to_string(SamplerKind kind);

struct SamplerInfo {
  std::string name;
  SamplerKind kind = SamplerKind::software;
  std::string sentence;
  ParameterTable parameters;
};

/// What a run asks of any sampler.
struct RunOptions {
  std::int64_t reads = 64;
  std::uint64_t seed = 0;
  int threads = 0;                ///< 0 = all cores
  std::string kernel = "auto";    ///< which vector instructions: auto, generic, avx2, avx512
  std::int32_t trace_points = 0;  ///< instants of the energy trace; 0 = none
  /// Analog machines without their noise (UsageError where they move by random jumps). An ensemble that settles then
  /// goes on for half its run at the schedules' end.
  bool silent = false;
};

class Sampler {
 public:
  virtual ~Sampler() = default;
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  [[nodiscard]] virtual const SamplerInfo& info() const = 0;

  /// Answers `problem`. Fills samples, energy (as the device claims it, in the ideal problem's terms), vectors,
  /// figures, info and trace; `run_sampler` recomputes the energies and does the timing. Reads not begun when `control`
  /// says stop are left out. Read r depends on (problem, settings, seed, r, kernel) only. Throws Error.
  [[nodiscard]] virtual SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                         RunControl& control) const = 0;

 protected:
  Sampler() = default;
};

/// The straight line's middle: samples, times it, recomputes every energy from the problem and compares it with the
/// claimed one (exact for integer problems, else 1e-9 relative; a disagreement is a HardwareError).
SampleSet run_sampler(const Sampler& sampler, const Problem& problem, const Settings& settings,
                      const RunOptions& options, RunControl& control);

}  // namespace isinglass
