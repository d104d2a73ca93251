// Integer twin of rtl/core/bifurcation_row.v: the same positions, momenta, spins, energies, counts and clocks, bit for
// bit.
//
// Simulated bifurcation, Goto et al., Sci. Adv. 7, eabe7953 (2021), equations 6 to 11: ballistic (bSB) and discrete
// (dSB). With V = a0 y dt, delta = a0 (a0 - a) dt^2 and c = a0 c0 dt^2 the papers' step is
//
//   V_i += c (h_i + sum_j w_ij x_j) - delta x_i,   x_i += V_i,   |x_i| > 1 => x_i = sgn x_i, V_i = 0
//
// with sgn x_j in the place of x_j in dSB. Deviations: x_j in the sum of bSB is rounded to `product_bits` bits; fixed
// point (docs/cores/bifurcation_row.md); x and V start uniform within 1/8 rather than 1/10; the answer is the best of
// the states after each step, not the last.
#pragma once

#include <memory>

#include "models/digital/anneal_run.hpp"
#include "models/digital/bifurcation_row_image.hpp"

namespace isinglass {

/// Clocks of a run. A pass takes one clock for each spin of the problem, 4 at least; there are
/// 2 + steps * passes_per_step of them, and steps + 2 of them are followed by `gap` clocks more.
struct BifurcationRowLatency {
  static int gap(std::int32_t core_spins);
  static int flip(std::int32_t core_spins);                     ///< from the order of a row to its flip_o
  static std::uint64_t pass(const BifurcationRowImage& image);  ///< clocks
  static std::uint64_t cycles(const BifurcationRowImage& image, std::uint64_t steps, bool ballistic);
};

/// The papers' numbers of one run.
struct BifurcationRowSchedule {
  double dt = 1.0;
  double coupling = 0.0;  ///< c0 per unit of the loaded couplings
  std::uint32_t steps = 1000;
  bool ballistic = true;
};

/// The registers for a linear pump from 0 to a0 = 1: SWEEPS, TEMPERATURE (delta, 2 integer and 30 fraction bits), its
/// step, SETTING_0 (c, clipped to 16 bits) and MODE. Seed and start are left as they are by default.
AnnealRun bifurcation_row_run(const BifurcationRowSize& size, const BifurcationRowSchedule& schedule);

/// One core with a loaded problem. Keeps its state between runs like the hardware; not for use by two threads at once
/// (give each its own copy: they share the image).
class BifurcationRow {
 public:
  explicit BifurcationRow(std::shared_ptr<const BifurcationRowImage> image);

  /// Runs once; `trace` may be empty. `run.metropolis` is MODE bit 2: ballistic. A flip is a change of a position's
  /// sign (in a random start: from the initial spin's); the energy shown with it is that of the last pass that has
  /// ended.
  AnnealResult run(const AnnealRun& run, const AnnealTrace& trace = {});

  /// X and V after the last run (memory 6), in units of 2^(1 - position_bits).
  [[nodiscard]] const std::vector<std::int32_t>& positions() const { return x_; }
  [[nodiscard]] const std::vector<std::int32_t>& momenta() const { return v_; }
  [[nodiscard]] const BifurcationRowImage& image() const { return *image_; }

 private:
  void fill(const AnnealRun& run);
  void start(std::size_t i, const AnnealRun& run, std::uint64_t noise);
  void evaluate();
  void flip(std::size_t i, std::int32_t energy);
  void step(const AnnealRun& run, std::uint32_t detuning);
  void move(std::size_t i, std::int64_t force, const AnnealRun& run, std::uint32_t detuning);

  std::shared_ptr<const BifurcationRowImage> image_;
  std::vector<std::int32_t> x_, v_;
  std::vector<Spin> spins_, best_;
  std::vector<std::int64_t> force_;  ///< S of docs/cores/bifurcation_row.md
  bool loaded_ = false;
  bool judged_ = false;  ///< there is a best energy
  std::int32_t energy_ = 0, best_energy_ = 0;
  // The run under way
  std::uint64_t clock_ = 0;  ///< in which the first row of the pass is ordered
  std::int32_t shown_ = 0;   ///< energy before the pass under way
  std::uint32_t flips_ = 0;
  const AnnealTrace* trace_ = nullptr;
};

}  // namespace isinglass
