// Integer twin of rtl/core/oscillator_hybrid.v: the same phases, spins, energies, toggles and clocks, bit for bit.
//
// Oscillators with square waves, after the digital networks of Abernot et al. (Front. Neurosci. 15, 713054, 2021) and
// the hybrid architecture of Haverkort and Todri-Sanial (arXiv 2504.20680), whose couplings are summed serially and
// whose oscillators work in parallel. With w = -J, psi_i = phi_i + theta(t) and s_i = square(psi_i), + where cos psi_i
// > 0, a visit of oscillator i does
//
//   S_i   = -h_i + sum_j w_ij s_j
//   phi_i = phi_i - K S_i sin psi_i - K_s sin 2 phi_i + A noise
//
// Over the instants theta the fundamental of the square wave alone remains against the sine, so that the pull is
// (2/pi) K sum_j w_ij sin(phi_i - phi_j) and that of a field (2/pi) K h_i sin phi_i: the equation of
// models/analog/oscillator.hpp (Wang and Roychowdhury, arXiv 1903.07163), in steps of an Euler-Maruyama scheme, with
// K_ours = (2/pi) K per turn of the ring.
//
// Deviations from the papers: the wave pulls continuously by its sine (theirs aligns a phase to the rising edge of the
// weighted sum's sign); locking at the second harmonic, noise and fields are added; instants of half a period are
// shown, up and down, because the other half shows the same levels inverted; a level seen is as old as its oscillator's
// last visit.
#pragma once

#include <memory>

#include "models/digital/anneal_run.hpp"
#include "models/digital/oscillator_hybrid_image.hpp"

namespace isinglass {

/// Clocks of a run: turns * spins of the core + overhead, where turns = sweeps + 3, and one more with randomise.
struct OscillatorHybridLatency {
  static constexpr std::uint64_t overhead = 16;  ///< after the last visit
  static constexpr std::uint64_t flip = 8;       ///< from a visit's order to flip_o
};

/// Which of AnnealRun::extra is what. AnnealRun::temperature is the amplitude A of the noise in the first turn, 8
/// integer and 24 fraction bits; the noise has a standard deviation of 147.8 A in units of 2^-16 turn.
struct OscillatorHybridExtra {
  static constexpr std::size_t coupling = 0;  ///< K, 13 integer and 3 fraction bits: 2^-16 turn per unit of S
  static constexpr std::size_t locking = 1;   ///< K_s of the first turn, 16 integer and 16 fraction bits, 2^-16 turn
  static constexpr std::size_t locking_step = 2;  ///< added after every turn; stops at the top
  static constexpr std::size_t instant = 3;       ///< how far theta moves in a turn; 2^16 is once up and down
};

/// A run in physical units.
struct OscillatorSchedule {
  std::uint32_t turns = 4000;
  double pull = 0.3;           ///< rad per turn under a sum of `scale`: (2/pi) K scale
  double scale = 1.0;          ///< typical sum in device units: the root mean square row
  double locking_start = 0.0;  ///< K_s / pull
  double locking_end = 0.25;
  double hot = 0.4;  ///< first and last temperature T / scale; the amplitude, sqrt(2 T pull / scale), falls evenly
  double cold = 0.1;
  double instants = 24.0;  ///< turns in which theta goes once up and down
};

/// The registers that are nearest to it; those that are out of range are clipped.
AnnealRun oscillator_run(const OscillatorSchedule& schedule);

/// One core with a loaded problem. Keeps its state between runs like the hardware; not for use by two threads at once
/// (give each its own copy: they share the image).
class OscillatorHybrid {
 public:
  explicit OscillatorHybrid(std::shared_ptr<const OscillatorHybridImage> image);

  /// Runs once; `trace` may be empty.
  AnnealResult run(const AnnealRun& run, const AnnealTrace& trace = {});

  /// After the last run (memory 6): sums S_i, and phases in units of 2^-16 turn, of which phase_bits are kept.
  [[nodiscard]] const std::vector<std::int32_t>& fields() const { return fields_; }
  [[nodiscard]] const std::vector<std::uint16_t>& phases() const { return phases_; }
  [[nodiscard]] const OscillatorHybridImage& image() const { return *image_; }

 private:
  enum class Turn { frozen, random, anneal };

  /// What all visits of a turn share.
  struct Settings {
    std::uint32_t coupling = 0;
    std::uint32_t locking = 0;
    std::uint32_t amplitude = 0;
    std::uint16_t theta = 0;
  };

  void reload();
  void turn(Turn kind, const Settings& settings);
  [[nodiscard]] std::uint16_t moved(std::size_t i, const Settings& settings) const;
  void toggle(std::int32_t i);
  void set_energy(std::int64_t energy);
  void set_best();

  std::shared_ptr<const OscillatorHybridImage> image_;
  std::vector<std::int32_t> fields_;
  std::vector<std::uint16_t> phases_;
  std::vector<Spin> spins_;
  std::vector<Spin> best_;
  bool loaded_ = false;
  int energy_bits_ = 0;
  std::int32_t energy_ = 0;
  std::int32_t best_energy_ = 0;
  // The run under way
  std::uint64_t noise_ = 1;   // generator state that this visit's noise or random phase is drawn from
  std::uint64_t dither_ = 1;  // generator state that the rounding of its phase is drawn from
  std::uint64_t visit_ = 0;
  std::uint32_t flips_ = 0;
  bool overflow_ = false;
  const AnnealTrace* trace_ = nullptr;
};

}  // namespace isinglass
