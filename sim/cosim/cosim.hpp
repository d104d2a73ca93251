// Co-simulation: an oscillator machine and the Verilated annealer in one SystemC kernel, on one physical time axis.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hw/host/anneal_driver.hpp"
#include "hw/host/link_transport.hpp"
#include "models/analog/oscillator.hpp"
#include "models/digital/pbit_sparse.hpp"
#include "models/problem/problem.hpp"
#include "sim/integrate/batched.hpp"

namespace isinglass {

/// What a watcher is told now and then.
struct CosimProgress {
  std::string phase;         ///< "loading", "annealing", "reading out"
  double simulated_s = 0.0;  ///< since the beginning of that simulation
  double share = 0.0;        ///< of the common window, once annealing
};

struct CosimOptions {
  // The annealer
  std::shared_ptr<const PbitSparseImage> image;  ///< of the problem, for a core of the default size
  AnnealRun run;
  double clock_hz = 48e6;  ///< of the annealer; a bit of the serial line takes 4 clocks
  Verify verify = Verify::none;
  std::optional<AnnealRun> twin_run;  ///< what the twin runs instead of `run`: shows that differences are found
  // The oscillator machine
  OscillatorDesign oscillator;
  double step_s = 0.0;  ///< of its stepper
  Stepper stepper = Stepper::euler;
  KernelKind kernel = KernelKind::generic;
  std::uint64_t seed = 0;
  // Watching
  int points = 500;             ///< instants at which the monitor records both energies
  std::filesystem::path trace;  ///< wave file; empty for none
  const std::atomic<bool>* interrupted = nullptr;
  std::function<void(const CosimProgress&)> watcher;
};

/// The first place at which the annealer in SystemC differs from its twin.
struct Divergence {
  std::string quantity;     ///< "flip", "spins", "best_spins", "energy", "best_energy", "cycles", "flips"
  std::int64_t index = 0;   ///< number of the flip or of the spin, from 0
  std::uint64_t cycle = 0;  ///< clock of the run
  double time_s = 0.0;      ///< on the common axis
  std::int64_t rtl = 0;
  std::int64_t twin = 0;
};

/// Both machines' energies of the ideal problem at common instants; time 0 is the start of the annealer.
struct CosimCurves {
  std::vector<double> time_s;
  std::vector<double> oscillator;
  std::vector<double> annealer;
};

struct CosimResult {
  std::optional<Divergence> first_divergence;
  AnnealResult annealer;
  std::vector<Spin> oscillator_spins;
  double oscillator_s = 0.0;  ///< duration of the oscillator machine's schedules
  double anneal_s = 0.0;      ///< clocks of the run over the clock rate
  double window_s = 0.0;      ///< the longer of the two
  double loading_s = 0.0;     ///< simulated, from the first bit on the serial line to the start
  double readout_s = 0.0;     ///< simulated, from the end of the run to the last answer
  std::int64_t clocks = 0;    ///< of the FPGA, in all
  LinkStatistics link;
  CosimCurves curves;
  bool interrupted = false;
};

/// Runs once; a SystemC kernel cannot be restarted, so a second call in one process throws an internal Error. Throws
/// InputError when the image is for a core of another size, HardwareError when the link or the core fails, UsageError
/// when the trace cannot be written or this build has no SystemC. An interrupt ends it with what there is so far.
CosimResult run_cosim(const Problem& problem, const CosimOptions& options);

}  // namespace isinglass
