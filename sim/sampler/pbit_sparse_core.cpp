// A sparse problem on pbit_sparse: its image, and what its runs cost.
#include "sim/sampler/pbit_sparse_core.hpp"

#include "hw/host/pbit_sparse_load.hpp"

namespace isinglass {
namespace {

const AnnealCoreName pbit_sparse_names{"pbit_sparse", "pbit-sparse", 0.8, 0.13, "icebreaker"};

ParameterTable pbit_sparse_parameters() { return anneal_parameters(pbit_sparse_names); }

/// Registers behind the memory of the rows (rtl/core/pbit_sparse.v).
int row_registers(const flow::Configuration& board) {
  const auto memory = board.parameters.find("MEMORY");
  return memory != board.parameters.end() && memory->second == 2 ? 1 : 0;
}

/// Clock at which the random sweep would end without a flip: two boundaries and the sweep that copies the initial state
/// come before it (docs/cores/pbit_sparse.md).
std::uint64_t quiet_random_end(const AnnealRun& run, std::int32_t spins) {
  if (!run.randomise) return 0;
  const auto n = static_cast<std::uint64_t>(spins);
  return 2 * PbitSparseLatency::boundary + n + (n + 1) / 2 + PbitSparseLatency::flip_delay;
}

AnnealTask task_pbit_sparse(const Problem& problem, const Settings& settings) {
  PbitSparsePlan made = plan_pbit_sparse(problem, settings);
  const auto image = made.image;
  return make_task<PbitSparse>(std::move(made.anneal), image);
}

}  // namespace

AnnealCore pbit_sparse_core() {
  return {pbit_sparse_names, "event-driven p-bit annealer for sparse graphs, as the FPGA runs it (integer twin)",
          pbit_sparse_parameters, task_pbit_sparse};
}

PbitSparsePlan plan_pbit_sparse(const Problem& problem, const Settings& settings) {
  const flow::Configuration board = configuration_of(pbit_sparse_names, settings);
  const PbitSparseSize size{static_cast<std::int32_t>(board.spins), static_cast<std::int32_t>(board.entries),
                            static_cast<int>(board.weight_bits), static_cast<int>(board.field_bits),
                            row_registers(board)};
  const auto image = std::make_shared<const PbitSparseImage>(pbit_sparse_image(problem, size, settings.flag("scale")));
  AnnealPlan plan;
  plan.holds = to_string(size);
  plan.widths = size.widths();
  plan.scale = image->scale;
  plan.rounding_loss = image->rounding_loss;
  plan.initial_energy = image->initial_energy;
  for (const std::uint16_t word : image->initial) plan.initial.push_back((word & 0x8000U) != 0 ? Spin{1} : Spin{-1});
  for (std::size_t i = 0; i < image->length.size(); ++i)
    plan.flip_cost.push_back(static_cast<std::uint32_t>(flip_clocks(*image, i)));
  plan_schedule(plan, pbit_sparse_names, board, problem, settings);
  plan.random_end = quiet_random_end(plan.run, image->spins);
  return {std::move(plan), image};
}

}  // namespace isinglass
