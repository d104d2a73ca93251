// Integer twin of rtl/core/pbit_colour.v: the same spins, energies, flips and clocks, bit for bit.
#pragma once

#include <array>
#include <memory>

#include "models/digital/anneal_run.hpp"
#include "models/digital/pbit_colour_image.hpp"

namespace isinglass {

/// Clocks of a run: turns * colours + prepare + drain, where turns = sweeps + 3, and one more with randomise.
struct PbitColourLatency {
  std::uint64_t prepare = 0;                    ///< before the first visit is ordered
  std::uint64_t drain = 0;                      ///< after the last visit
  std::uint64_t period = 0;                     ///< of the table of the heat bath's law
  static constexpr std::uint64_t decision = 1;  ///< from a visit's order to its decision
};
PbitColourLatency pbit_colour_latency(const PbitColourImage& image);

/// The heat bath's law in the core: 4096 P(a spin goes against a field of that magnitude), 0 to 2048, while the upper
/// 16 bits of TEMPERATURE are `temperature` (rtl/core/pbit_colour_table.v).
std::uint32_t colour_against(std::int32_t magnitude, std::uint32_t temperature);

/// The probability that a spin under `field` is drawn +1, exactly as the table gives it for uniform noise: a multiple
/// of 2^-12. `temperature` as in the register.
double colour_probability(std::int32_t field, std::uint32_t temperature);

/// One core with a loaded problem. Keeps its state between runs like the hardware; not for use by two threads at once
/// (give each its own copy: they share the image).
class PbitColour {
 public:
  explicit PbitColour(std::shared_ptr<const PbitColourImage> image);

  /// Runs once; `trace` may be empty. All flips of a clock carry the energy after it.
  AnnealResult run(const AnnealRun& run, const AnnealTrace& trace = {});

  [[nodiscard]] const PbitColourImage& image() const { return *image_; }

 private:
  enum class Turn { frozen, random, anneal };

  void prepare(const AnnealRun& run);
  void clock();
  void turn(Turn kind, const AnnealRun& run);
  void visit(std::int32_t colour, Turn kind);
  [[nodiscard]] std::int32_t field_of(std::int32_t i) const;
  [[nodiscard]] bool decide(std::int32_t field, std::size_t slot, Turn kind) const;
  void tell_flips(Turn kind);
  void set_energy(std::int64_t energy);
  void set_best();

  std::shared_ptr<const PbitColourImage> image_;
  PbitColourLatency latency_;
  std::vector<Spin> spins_;
  std::vector<Spin> best_;
  bool loaded_ = false;
  int energy_bits_ = 0;
  std::int32_t energy_ = 0;
  std::int32_t best_energy_ = 0;
  // The run under way
  std::uint64_t clock_ = 0;
  std::vector<std::uint64_t> noise_;          // states of the generators
  std::array<std::uint32_t, 128> against_{};  // the law, entry by entry
  std::uint32_t temperature_ = 0;             // the register
  std::uint32_t dividing_ = 0;                // tau of the division under way, ...
  std::uint32_t divided_ = 0;                 // ... of the one before it ...
  std::uint32_t written_ = 0;                 // ... and of the entry that is written
  std::vector<std::int32_t> flipped_;         // in this clock
  std::uint32_t flips_ = 0;
  bool overflow_ = false;
  const AnnealTrace* trace_ = nullptr;
};

}  // namespace isinglass
