// Integer twin of rtl/core/memory_match.v: the same spins, energies, counts and clocks, bit for bit.
//
// The dense associative memory of Krotov and Hopfield (2016, arXiv 1606.01164) and Demircigil et al. (2017), all spins
// at once by the machine's own rule,
//
//   s_i <- sign sum_mu xi_mu,i F'(m_mu),   m_mu = sum_j xi_mu,j s_j,   E = -sum_mu F(m_mu),
//
// the rule of DiscreteDenseMemory::step_together (models/analog/dense_memory_discrete.hpp) and of DenseMemoryMachine's
// model A where its hidden neurons follow at once and a step is tau_v long. Deviations from Krotov and Hopfield: spins
// are updated together and by the slope of F, not one by one by its difference; m includes the spin itself; F' is a
// table of whole numbers. A spin without a force stays.
#pragma once

#include <memory>

#include "models/digital/anneal_run.hpp"
#include "models/digital/memory_match_image.hpp"

namespace isinglass {

/// What the core shows after a run.
struct MemoryMatchResult {
  std::vector<Spin> spins;
  std::int32_t energy = 0;  ///< -sum F(m) of `spins`, in the table's units
  std::uint64_t cycles = 0;
  std::uint32_t flips = 0;    ///< turned spins of all steps
  std::uint32_t sweeps = 0;   ///< steps that turned a spin
  std::int32_t nearest = 0;   ///< pattern nearest to `spins`, the first of equals
  std::int32_t distance = 0;  ///< in how many spins it differs
  bool converged = false;     ///< no spin of `spins` wants to turn
  bool overflow = false;      ///< some pass had forces of more than 2^sum_bits - 1 in all: the answer may be wrong
  friend bool operator==(const MemoryMatchResult&, const MemoryMatchResult&) = default;
};

/// What a step takes; a run is (sweeps + 1) of it.
std::uint64_t memory_match_step_clocks(const MemoryMatchSize& size, std::int32_t patterns);

/// One core with stored patterns. Keeps its state between runs like the hardware; not for use by two threads at once
/// (give each its own copy: they share the image).
class MemoryMatch {
 public:
  explicit MemoryMatch(std::shared_ptr<const MemoryMatchImage> image);

  /// The state that the next run begins with (N spins); a core has none before.
  void show(std::span<const Spin> cue) { spins_.assign(cue.begin(), cue.end()); }

  /// Steps until no spin wants to turn, `sweeps` (24 bits) at most.
  MemoryMatchResult run(std::uint32_t sweeps);

  [[nodiscard]] const MemoryMatchImage& image() const { return *image_; }

 private:
  struct Pass {
    std::vector<Spin> wanted;
    std::int64_t energy = 0;
    std::int32_t nearest = 0;
    std::int32_t distance = 0;
    bool overflow = false;
  };
  [[nodiscard]] Pass pass() const;

  std::shared_ptr<const MemoryMatchImage> image_;
  std::vector<Spin> spins_;
};

}  // namespace isinglass
