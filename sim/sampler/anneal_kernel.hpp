// The inner loops of simulated annealing: Metropolis sweeps over all spins in order, for 32 reads side by side on
// sparse problems and for one read on dense ones. Both draw the same noise, so that a read is the same bits in either.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/numeric/kernel_choice.hpp"
#include "models/problem/problem.hpp"

namespace isinglass {

/// Reads that a sparse block anneals side by side: one cache line of 16-bit fields.
inline constexpr std::int32_t anneal_lanes = 32;

/// A block of reads in mid-anneal, whatever its representation.
class AnnealState {
 public:
  virtual ~AnnealState() = default;
  AnnealState(const AnnealState&) = delete;
  AnnealState& operator=(const AnnealState&) = delete;

  /// Random spins for the reads from `first_read` on.
  virtual void begin(std::uint64_t seed, std::uint32_t first_read) = 0;
  /// Sweeps `first_sweep`, `first_sweep` + 1 …, one for each temperature (in the problem's own energy unit).
  virtual void sweep(std::span<const double> temperatures, std::uint32_t first_sweep) = 0;
  /// Spins of read `lane` of the block.
  virtual void read_out(std::int32_t lane, std::span<Spin> spins) const = 0;
  /// Energy of read `lane` from its local fields, in the problem's unit; exact for whole numbers, else to about 1e-6.
  [[nodiscard]] virtual double energy(std::int32_t lane) const = 0;

 protected:
  AnnealState() = default;
};

/// How the couplings are held, chosen once per problem; makes one state per thread.
class AnnealKernel {
 public:
  virtual ~AnnealKernel() = default;
  AnnealKernel(const AnnealKernel&) = delete;
  AnnealKernel& operator=(const AnnealKernel&) = delete;

  /// Reads per block: 32 for sparse problems, 1 for dense ones.
  [[nodiscard]] virtual std::int32_t lanes() const = 0;
  /// "sparse, 16-bit fields", for the record.
  [[nodiscard]] virtual const char* description() const = 0;
  /// True when AnnealState::energy is exact: fields of whole numbers never round.
  [[nodiscard]] virtual bool is_exact() const = 0;
  [[nodiscard]] virtual std::unique_ptr<AnnealState> make_state() const = 0;

 protected:
  AnnealKernel() = default;
};

enum class AnnealStore { automatic, sparse, dense };

/// The fastest kernel for `problem`: 16-bit fields when all couplings and fields are multiples of one power of two and
/// every local field fits, else 32-bit floating point. `store` overrides the choice between neighbour lists and a
/// matrix (dense from a density of one eighth on).
std::unique_ptr<AnnealKernel> make_anneal_kernel(const Problem& problem, KernelKind kind,
                                                 AnnealStore store = AnnealStore::automatic);

}  // namespace isinglass
