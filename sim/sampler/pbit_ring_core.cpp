// A dense problem on pbit_ring: its image, and when its random sweep ends.
#include "sim/sampler/pbit_ring_core.hpp"

#include <fmt/format.h>

#include "hw/host/pbit_ring_load.hpp"
#include "models/digital/pbit_ring.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

const AnnealCoreName pbit_ring_names{"pbit_ring", "pbit-ring", 0.8, 0.13, "hx8k-evn"};

ParameterTable pbit_ring_parameters() {
  ParameterTable table = anneal_parameters(pbit_ring_names);
  table.push_back(rule_parameter());
  return table;
}

AnnealTask plan_pbit_ring(const Problem& problem, const Settings& settings) {
  const flow::Configuration board = configuration_of(pbit_ring_names, settings);
  const PbitRingSize size{static_cast<std::int32_t>(board.spins), static_cast<int>(board.weight_bits),
                          static_cast<int>(board.field_bits)};
  const auto image = std::make_shared<const PbitRingImage>(pbit_ring_image(problem, size, settings.flag("scale")));
  AnnealPlan plan;
  plan.holds = to_string(size);
  plan.widths = size.widths();
  plan.scale = image->scale;
  plan.rounding_loss = image->rounding_loss;
  plan.initial_energy = image->initial_energy;
  plan.initial = image->initial;
  plan_schedule(plan, pbit_ring_names, board, problem, settings);
  plan.run.metropolis = settings.word("rule") == "metropolis";
  if (plan.run.metropolis && board.parameters.at("METROPOLIS") == 0) {
    throw UsageError(fmt::format("the pbit_ring of {} with {} spins and {}-bit weights has the rule gibbs only",
                                 board.board, board.spins, board.weight_bits),
                     "leave the parameter rule at its default, or choose another configuration with weight_bits");
  }
  // The turns that load and randomise; what flips later belongs to the anneal.
  if (plan.run.randomise) plan.random_end = 2 * static_cast<std::uint64_t>(size.spins) + PbitRingLatency::flip;
  return make_task<PbitRing>(std::move(plan), image);
}

}  // namespace

AnnealCore pbit_ring_core() {
  return {pbit_ring_names,
          "sequential p-bit annealer, every spin coupled to every other, as the FPGA runs it (integer twin)",
          pbit_ring_parameters, plan_pbit_ring};
}

}  // namespace isinglass
