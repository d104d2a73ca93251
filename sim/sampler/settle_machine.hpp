// An ensemble of any machine that settles from given or its own starts, block by block, on the fixed-step engine in
// double precision.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "models/error.hpp"
#include "sim/integrate/batched.hpp"
#include "sim/sampler/machine_run.hpp"
#include "sim/sampler/model.hpp"
#include "sim/sampler/read_blocks.hpp"

namespace isinglass {

/// How far a state moved, as SettledEnsemble::late_change says. The other rows may be large and at rest long before the
/// nodes are.
inline double relative_change(const StateGroup& nodes, const Eigen::ArrayXd& before, const Eigen::ArrayXd& after) {
  const double least = nodes.unit == "rad" ? 1.0 : 0.0;
  const Eigen::ArrayXd moved = (after - before).abs();
  const auto share = [&](Eigen::Index first, Eigen::Index rows) {
    const double change = moved.segment(first, rows).maxCoeff();
    return change > 0.0 ? change / std::max(least, after.segment(first, rows).abs().maxCoeff()) : 0.0;
  };
  return std::max(share(nodes.first, nodes.rows), share(0, after.size()));
}

/// One block of an ensemble on its way, in double precision.
template <Machine M>
void settle_block(const M& machine, const MachinePlan& plan, std::uint64_t seed, std::int64_t block,
                  const Ensemble<double>& initial, SettledEnsemble& settled) {
  const Eigen::Index first = block * kBlockWidth;
  const Eigen::Index used = std::min<Eigen::Index>(kBlockWidth, settled.states.cols() - first);
  BatchedIntegrator<M, double> engine(machine, plan.stepper, plan.step_s, {seed, static_cast<std::uint32_t>(first)},
                                      plan.kernel);
  if (initial.size() > 0) engine.state().leftCols(used) = initial.middleCols(first, used);
  engine.advance(plan.steps - plan.steps / 20);
  const Ensemble<double> before = std::as_const(engine).state();
  engine.advance(plan.steps - engine.steps_done());
  const auto after = std::as_const(engine).state();
  settled.states.middleCols(first, used) = after.leftCols(used);
  std::vector<double> energies(kBlockWidth);
  engine.energy(energies);
  for (Eigen::Index r = 0; r < used; ++r) {
    const auto column = static_cast<std::size_t>(first + r);
    settled.energy[column] = energies[static_cast<std::size_t>(r)];
    settled.late_change[column] = relative_change(machine.layout().front(), before.col(r), after.col(r));
    if constexpr (SpinMachine<M>) {
      settled.spins[column].resize(static_cast<std::size_t>(machine.spins()));
      engine.readout(r, settled.spins[column]);
      settled.undecided[column] = machine.undecided(after, r);
    }
  }
}

template <Machine M>
SettledEnsemble settle_machine(const M& machine, const MachinePlan& plan, const RunOptions& options,
                               const Ensemble<double>& initial, RunControl& control) {
  const Eigen::Index replicas = initial.size() > 0 ? initial.cols() : static_cast<Eigen::Index>(options.reads);
  if (initial.size() > 0 && initial.rows() != machine.size()) {
    throw UsageError("the initial states have " + std::to_string(initial.rows()) +
                         " variables, but the state of the machine has " + std::to_string(machine.size()),
                     "give one row per variable");
  }
  SettledEnsemble settled;
  settled.duration_s = machine.duration_s();
  settled.states.setZero(machine.size(), replicas);
  settled.energy.resize(static_cast<std::size_t>(replicas));
  settled.late_change.resize(static_cast<std::size_t>(replicas));
  if constexpr (SpinMachine<M>) {
    settled.spins.resize(static_cast<std::size_t>(replicas));
    settled.undecided.resize(static_cast<std::size_t>(replicas));
  }
  const std::int64_t blocks = (replicas + kBlockWidth - 1) / kBlockWidth;
  const std::int64_t done = for_each_block(blocks, options.threads, control, [&](std::int64_t block) {
    settle_block(machine, plan, options.seed, block, initial, settled);
    const auto first = settled.energy.begin() + block * kBlockWidth;
    const auto count = std::min<std::int64_t>(kBlockWidth, settled.energy.end() - first);
    control.reads_finished(count, *std::min_element(first, first + count));
  });
  if (done < blocks) {
    settled.interrupted = true;
    const auto kept = static_cast<std::size_t>(done * kBlockWidth);
    settled.states = Ensemble<double>(settled.states.leftCols(static_cast<Eigen::Index>(kept)));
    settled.energy.resize(kept);
    settled.late_change.resize(kept);
    if (!settled.spins.empty()) settled.spins.resize(kept);
    if (!settled.undecided.empty()) settled.undecided.resize(kept);
  }
  return settled;
}

}  // namespace isinglass
