// Integer twin of rtl/core/pbit_ring.v: the same spins, energies, flips and clocks, bit for bit.
#pragma once

#include <memory>

#include "models/digital/anneal_run.hpp"
#include "models/digital/pbit_ring_image.hpp"

namespace isinglass {

/// Clocks of a run: turns * spins of the core + overhead, where turns = sweeps + 3, and one more with randomise.
struct PbitRingLatency {
  static constexpr std::uint64_t overhead = 16;  ///< after the last visit
  static constexpr std::uint64_t flip = 8;       ///< from a visit's order to flip_o
};

/// One core with a loaded problem. Keeps its state between runs like the hardware; not for use by two threads at once
/// (give each its own copy: they share the image).
class PbitRing {
 public:
  explicit PbitRing(std::shared_ptr<const PbitRingImage> image);

  /// Runs once; `trace` may be empty.
  AnnealResult run(const AnnealRun& run, const AnnealTrace& trace = {});

  /// Local fields after the last run (memory 6).
  [[nodiscard]] const std::vector<std::int32_t>& fields() const { return fields_; }
  [[nodiscard]] const PbitRingImage& image() const { return *image_; }

 private:
  enum class Turn { frozen, random, anneal };

  void reload();
  void turn(Turn kind, const AnnealRun& run, std::uint32_t temperature);
  [[nodiscard]] bool decide(std::size_t i, Turn kind, const AnnealRun& run, std::uint32_t temperature) const;
  void flip(std::int32_t i);
  void set_energy(std::int64_t energy);
  void set_best();

  std::shared_ptr<const PbitRingImage> image_;
  std::vector<std::int32_t> fields_;
  std::vector<Spin> spins_;
  std::vector<Spin> best_;
  bool loaded_ = false;
  int energy_bits_ = 0;
  std::int32_t energy_ = 0;
  std::int32_t best_energy_ = 0;
  // The run under way
  std::uint64_t noise_ = 1;  // generator state that the next visit's threshold is drawn from
  std::uint64_t visit_ = 0;
  std::uint32_t flips_ = 0;
  bool overflow_ = false;
  const AnnealTrace* trace_ = nullptr;
};

}  // namespace isinglass
