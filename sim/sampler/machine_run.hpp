// Runs any analog machine that answers an Ising problem: blocks of reads over threads, traces, read-out. The sampler of
// a new machine is its parameter table, a machine made from it, and a call of run_machine.
#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "models/analog/block_energy.hpp"
#include "sim/integrate/batched.hpp"
#include "sim/sampler/read_blocks.hpp"
#include "sim/sampler/sampler.hpp"

namespace isinglass {

/// How the time of a machine is cut.
struct MachinePlan {
  Stepper stepper = Stepper::euler;
  std::int64_t steps = 1;
  double step_s = 0.0;  ///< duration / steps
  KernelKind kernel = KernelKind::generic;
};

/// A plan with whole steps of at most `step_s`. UsageError as of whole_steps.
MachinePlan plan_steps(double duration_s, double step_s, Stepper stepper, KernelKind kernel);

/// What one block of kBlockWidth reads leaves behind, read by read.
struct BlockReads {
  std::vector<Spin> samples;                         ///< kBlockWidth x n
  std::vector<double> lyapunov;                      ///< at the end, in the machine's units
  std::vector<double> undecided;                     ///< spins near the comparator's threshold at the end
  std::vector<double> changed_late;                  ///< spins that differ from those at 95 % of the run
  std::vector<double> trace_energy, trace_lyapunov;  ///< T x kBlockWidth
  std::vector<double> states;                        ///< of the first read: T x recorded variables
};
/// The finished blocks of a run by their number, which leave no gap: blocks nobody came to take no memory.
using FinishedBlocks = std::map<std::int64_t, BlockReads>;

/// The steps at which a trace of `points` instants is taken: evenly spaced, first 0, last `steps`.
std::vector<std::int64_t> trace_steps(std::int64_t steps, std::int32_t points);

/// The variables whose state is recorded, of the first group of a state (positions, not momenta): a few dozen, evenly
/// spread.
std::vector<std::int32_t> recorded_variables(std::int64_t size);

/// Everything that does not depend on the machine: gathers the finished blocks into samples, energies, vectors, traces.
SampleSet gather(const Problem& problem, const FinishedBlocks& blocks, std::int64_t reads, const MachinePlan& plan,
                 const std::vector<std::int64_t>& instants);

/// Integrates one block and records what RunOptions ask for.
template <SpinMachine M>
class BlockRun {
 public:
  BlockRun(const M& machine, const BlockEnergy* ideal, const MachinePlan& plan, BlockOrigin origin)
      : machine_(&machine),
        ideal_(ideal),
        plan_(plan),
        engine_(machine, plan.stepper, plan.step_s, origin, plan.kernel),
        spins_(static_cast<std::size_t>(machine.spins())) {}

  BlockReads run(const std::vector<std::int64_t>& instants, const std::vector<std::int32_t>& recorded) {
    BlockReads reads;
    const std::int64_t late = plan_.steps - plan_.steps / 20;
    std::vector<Spin> before;
    for (const std::int64_t instant : instants) {
      if (before.empty() && instant >= late) before = go_to(late);
      engine_.advance(instant - engine_.steps_done());
      record(recorded, reads);
    }
    if (before.empty()) before = go_to(late);
    engine_.advance(plan_.steps - engine_.steps_done());
    read_out(before, reads);
    return reads;
  }

 private:
  std::vector<Spin> go_to(std::int64_t step) {
    engine_.advance(step - engine_.steps_done());
    return all_spins();
  }

  std::vector<Spin> all_spins() {
    std::vector<Spin> all;
    for (int column = 0; column < kBlockWidth; ++column) {
      engine_.readout(column, spins_);
      all.insert(all.end(), spins_.begin(), spins_.end());
    }
    return all;
  }

  void record(const std::vector<std::int32_t>& recorded, BlockReads& reads) {
    auto workspace = ideal_->make_workspace();
    for (std::size_t column = 0; column < kBlockWidth; ++column) {
      engine_.readout(static_cast<Eigen::Index>(column), spins_);
      for (std::size_t i = 0; i < spins_.size(); ++i) {
        workspace.spins[i * kBlockWidth + column] = static_cast<float>(spins_[i]);
      }
    }
    std::array<double, kBlockWidth> values{};
    ideal_->compute(workspace, values);
    reads.trace_energy.insert(reads.trace_energy.end(), values.begin(), values.end());
    engine_.energy(values);
    reads.trace_lyapunov.insert(reads.trace_lyapunov.end(), values.begin(), values.end());
    const auto state = std::as_const(engine_).state();
    for (const auto variable : recorded) reads.states.push_back(static_cast<double>(state(variable, 0)));
  }

  void read_out(const std::vector<Spin>& before, BlockReads& reads) {
    const std::size_t n = spins_.size();
    reads.samples = all_spins();
    reads.lyapunov.resize(kBlockWidth);
    engine_.energy(reads.lyapunov);
    for (std::size_t column = 0; column < kBlockWidth; ++column) {
      std::size_t changed = 0;
      for (std::size_t i = column * n; i < (column + 1) * n; ++i) changed += before[i] != reads.samples[i] ? 1 : 0;
      reads.changed_late.push_back(static_cast<double>(changed));
      reads.undecided.push_back(
          static_cast<double>(machine_->undecided(std::as_const(engine_).state(), static_cast<Eigen::Index>(column))));
    }
  }

  const M* machine_;
  const BlockEnergy* ideal_;
  MachinePlan plan_;
  BatchedIntegrator<M> engine_;
  std::vector<Spin> spins_;
};

/// All reads of a run, in blocks over `options.threads` threads, begun and ended as for_each_block says. Exceptions of
/// a block come out of here.
template <SpinMachine M>
SampleSet run_machine(const M& machine, const Problem& problem, const MachinePlan& plan, const RunOptions& options,
                      RunControl& control) {
  FinishedBlocks finished;
  std::mutex finishing;
  const auto instants = trace_steps(plan.steps, options.trace_points);
  const auto recorded = recorded_variables(machine.layout().front().rows);
  std::optional<BlockEnergy> ideal;
  if (!instants.empty()) ideal.emplace(problem, plan.kernel);

  const auto run_block = [&](std::int64_t block) {
    const std::int64_t first = block * kBlockWidth;
    BlockRun<M> run(machine, ideal ? &*ideal : nullptr, plan, {options.seed, static_cast<std::uint32_t>(first)});
    BlockReads reads = run.run(instants, recorded);
    const auto used = std::min<std::int64_t>(kBlockWidth, options.reads - first);
    const auto n = static_cast<std::size_t>(machine.spins());
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t r = 0; r < static_cast<std::size_t>(used); ++r) {
      best = std::min(best, energy(problem, std::span<const Spin>(reads.samples).subspan(r * n, n)));
    }
    {
      const std::lock_guard lock(finishing);
      finished.emplace(block, std::move(reads));
    }
    control.reads_finished(used, best);
  };
  for_each_block((options.reads + kBlockWidth - 1) / kBlockWidth, options.threads, control, run_block);

  SampleSet set = gather(problem, finished, options.reads, plan, instants);
  if (set.states) set.states->variables = recorded;
  return set;
}

}  // namespace isinglass
