// A dense problem on pbit_lane: its image, and what its flips cost.
#include "sim/sampler/pbit_lane_core.hpp"

#include "hw/host/pbit_lane_load.hpp"
#include "models/digital/pbit_lane.hpp"

namespace isinglass {
namespace {

const AnnealCoreName pbit_lane_names{"pbit_lane", "pbit-lane", 0.8, 0.13, "icebreaker"};

ParameterTable pbit_lane_parameters() {
  ParameterTable table = anneal_parameters(pbit_lane_names);
  table.push_back(rule_parameter());
  return table;
}

/// Clock at which the random sweep would end without a flip: the sweep that copies the initial state comes before it.
std::uint64_t lane_random_end(const AnnealRun& run, std::int32_t spins) {
  if (!run.randomise) return 0;
  return PbitLaneLatency::start + 2 * static_cast<std::uint64_t>(spins) + PbitLaneLatency::boundary +
         PbitLaneLatency::flip;
}

AnnealTask plan_pbit_lane(const Problem& problem, const Settings& settings) {
  const flow::Configuration board = configuration_of(pbit_lane_names, settings);
  const PbitLaneSize size{static_cast<std::int32_t>(board.spins), static_cast<int>(board.weight_bits),
                          static_cast<int>(board.field_bits), static_cast<std::int32_t>(board.parameters.at("LANES"))};
  const auto image = std::make_shared<const PbitLaneImage>(pbit_lane_image(problem, size, settings.flag("scale")));
  AnnealPlan plan;
  plan.holds = to_string(size);
  plan.widths = size.widths();
  plan.scale = image->scale;
  plan.rounding_loss = image->rounding_loss;
  plan.initial_energy = image->initial_energy;
  plan.initial = image->initial;
  const PbitLane twin(image);
  plan.flip_cost.assign(image->initial.size(), static_cast<std::uint32_t>(twin.flip_clocks()));
  plan_schedule(plan, pbit_lane_names, board, problem, settings);
  plan.run.metropolis = settings.word("rule") == "metropolis";
  plan.random_end = lane_random_end(plan.run, image->spins);
  return make_task<PbitLane>(std::move(plan), image);
}

}  // namespace

AnnealCore pbit_lane_core() {
  return {pbit_lane_names,
          "event-driven p-bit annealer, every spin coupled to every other, as the FPGA runs it (integer twin)",
          pbit_lane_parameters, plan_pbit_lane};
}

}  // namespace isinglass
