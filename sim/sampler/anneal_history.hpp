// What the flips of a run of an annealing core tell: the energies and the spins of its reads against hardware time,
// alike for the twins and the Verilog.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/sampler/anneal_plan.hpp"

namespace isinglass {

/// What one read brings home.
struct AnnealAnswer {
  AnnealResult result;
  double energy = 0.0;                                       ///< of the ideal problem
  std::vector<std::pair<std::uint64_t, std::int32_t>> best;  ///< clock and best energy, whenever it changed
  std::vector<AnnealFlip> flips;                             ///< all of them, where the spins are recorded
};

/// Follows one read flip by flip and keeps what the traces need.
class AnnealHistory {
 public:
  /// `with_spins`: keep every flip too, for the states of this read.
  AnnealHistory(const AnnealPlan& plan, bool with_spins);

  /// Takes the next flip. Its best_energy is not looked at, for a core's ports do not show it: the best energy is that
  /// of the lowest state since the end of the random sweep.
  void add(const AnnealFlip& flip);

  /// Moves what was kept into `answer`, whose result is there already.
  void finish(AnnealAnswer& answer);

 private:
  const AnnealPlan* plan_;
  bool with_spins_;
  std::uint64_t random_end_;  // clock before which a flip belongs to the random sweep
  std::int32_t energy_;       // after the last flip
  std::int32_t best_energy_;
  bool annealing_ = false;
  std::vector<std::pair<std::uint64_t, std::int32_t>> best_;
  std::vector<AnnealFlip> flips_;
};

/// The columns of a sample set, and with points > 0 the energies of all reads and the spins of read 0 at that many
/// instants, evenly spread over the longest read. The spins are those that the core holds; at the end of the read,
/// those that it hands out: the state of lowest energy.
SampleSet gather_anneal(const Problem& problem, const AnnealPlan& plan, const std::vector<AnnealAnswer>& answers,
                        std::int32_t points);

}  // namespace isinglass
