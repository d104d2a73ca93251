// A problem on pbit_colour, made for its own graph: its image, and when its random sweep ends.
#include "sim/sampler/pbit_colour_core.hpp"

#include "hw/host/pbit_colour_load.hpp"
#include "models/digital/pbit_colour.hpp"

namespace isinglass {
namespace {

const AnnealCoreName pbit_colour_names{"pbit_colour", "pbit-colour", 0.8, 0.13, "hx8k-evn"};

ParameterTable pbit_colour_parameters() { return anneal_parameters(pbit_colour_names); }

AnnealTask plan_pbit_colour(const Problem& problem, const Settings& settings) {
  const flow::Configuration board = configuration_of(pbit_colour_names, settings);
  const PbitColourSize size = pbit_colour_size(board);
  const auto image = std::make_shared<const PbitColourImage>(pbit_colour_image(problem, size, settings.flag("scale")));
  AnnealPlan plan;
  plan.holds = to_string(size);
  plan.widths = size.widths();
  plan.scale = image->scale;
  plan.rounding_loss = image->rounding_loss;
  plan.initial_energy = image->initial_energy;
  plan.initial = image->initial;
  plan_schedule(plan, pbit_colour_names, board, problem, settings);
  // What flips after the turns that load, randomise and hold belongs to the anneal.
  const PbitColourLatency latency = pbit_colour_latency(*image);
  if (plan.run.randomise)
    plan.random_end =
        latency.prepare + PbitColourLatency::decision + 2 * static_cast<std::uint64_t>(image->graph.colours);
  return make_task<PbitColour>(std::move(plan), image);
}

}  // namespace

PbitColourSize pbit_colour_size(const flow::Configuration& board) {
  const auto limit = [&](const char* name) { return static_cast<std::int32_t>(board.graph.at(name)); };
  return {static_cast<std::int32_t>(board.spins),
          limit("slots"),
          limit("colours"),
          limit("degree"),
          static_cast<int>(board.weight_bits),
          static_cast<int>(board.field_bits)};
}

AnnealCore pbit_colour_core() {
  return {pbit_colour_names,
          "p-bits of a sparse graph, all of a colour at once, as an FPGA made for that graph runs them (integer twin)",
          pbit_colour_parameters, plan_pbit_colour};
}

}  // namespace isinglass
