// Integer twin of rtl/core/pbit_sparse.v: the same spins, energies, flips and clocks, bit for bit.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "models/digital/anneal_run.hpp"
#include "models/digital/pbit_sparse_image.hpp"

namespace isinglass {

/// tau = T/2 in the format of the registers; T is the temperature of exp(-E/T) in device units. Clipped to the range.
std::uint32_t pbit_sparse_temperature(double temperature);

/// Tells the latencies apart from the numbers: all clocks of a run are boundary + the sum over sweeps of (visits +
/// boundary) + that over flips of flip_clocks. A sweep has ceil(n/2) visits, the one that reloads n.
struct PbitSparseLatency {
  static constexpr std::uint64_t boundary = 9;    ///< before each sweep and after the last
  static constexpr std::uint64_t flip_extra = 5;  ///< a flip costs its rows and this on top of its visit
  static constexpr std::uint64_t flip_delay = 4;  ///< from the address of a visit to flip_o
  static constexpr std::uint64_t noise = 6;       ///< from the generator's state to the threshold
};

/// Clocks that a flip of spin `i` adds: an odd spin's partner is visited once more, alone.
inline std::uint64_t flip_clocks(const PbitSparseImage& image, std::size_t i) {
  return static_cast<std::uint64_t>(image.rows(i) + image.size.row_registers) + PbitSparseLatency::flip_extra + (i % 2);
}

/// One core with a loaded graph. Keeps its state between runs like the hardware; not for use by two threads at once
/// (give each its own copy: they share the image).
class PbitSparse {
 public:
  explicit PbitSparse(std::shared_ptr<const PbitSparseImage> image);

  /// Runs once; `trace` may be empty.
  AnnealResult run(const AnnealRun& run, const AnnealTrace& trace = {});

  /// Local fields after the last run (memory 6).
  [[nodiscard]] const std::vector<std::int16_t>& fields() const { return fields_; }
  [[nodiscard]] const PbitSparseImage& image() const { return *image_; }

 private:
  struct Entry {
    std::int32_t index;
    std::int32_t twice_weight;
  };
  enum class Sweep { reload, frozen, random, anneal };

  void reload();
  void sweep(Sweep kind, std::uint32_t temperature);
  std::uint64_t begin_visit();
  bool visit(std::int32_t i, Sweep kind, std::uint32_t temperature, std::uint64_t noise);
  void keep_best(std::int32_t i);
  bool draw(std::int32_t i, Sweep kind, std::uint32_t temperature, std::uint64_t noise) const;
  void set_energy(std::int32_t energy);
  void flip(std::int32_t i);
  void pass(std::uint64_t clocks);
  void set_best();

  std::shared_ptr<const PbitSparseImage> image_;
  std::vector<std::uint32_t> row_start_;
  std::vector<Entry> entries_;
  // State memory and registers
  std::vector<std::int16_t> fields_;
  std::vector<Spin> spins_;
  std::vector<Spin> best_;
  bool loaded_ = false;
  int energy_bits_ = 0;
  std::int32_t energy_ = 0;
  std::int32_t best_energy_ = 0;
  std::array<std::int32_t, 2> snapshot_need_{};  // visits that the snapshot of the best state still needs, even and odd
  // The run under way
  std::uint64_t noise_ = 1;        // generator state that the next visit's decision uses
  std::uint64_t cycle_ = 0;        // in which the next visit is addressed
  std::uint64_t visit_cycle_ = 0;  // ... the present one was
  std::uint32_t flips_ = 0;
  bool overflow_ = false;
  const AnnealTrace* trace_ = nullptr;
};

/// Probability that a spin under `field` is drawn +1 at register temperature `temperature`, exactly as the noise table
/// gives it for uniform generator states: a multiple of 2^-11. `infinite` is the random sweep.
double pbit_sparse_probability(std::int32_t field, std::uint32_t temperature, int field_bits = 10,
                               bool infinite = false);

}  // namespace isinglass
