// The image of a dense problem, and when its random sweep ends.
#include "sim/sampler/pbit_ring_plan.hpp"

namespace isinglass {

const AnnealCore& pbit_ring_core() {
  static const AnnealCore core{"pbit_ring", "pbit-ring", 0.8, 0.13, {"hx8k-evn"}};
  return core;
}

ParameterTable pbit_ring_parameters() {
  ParameterTable table = anneal_parameters(pbit_ring_core());
  table.push_back({"rule",
                   "",
                   "how a visited spin is drawn: gibbs anew from its field, metropolis turned or kept",
                   std::string("gibbs"),
                   0,
                   0,
                   {"gibbs", "metropolis"}});
  return table;
}

PbitRingPlan plan_pbit_ring(const Problem& problem, const Settings& settings) {
  const flow::Configuration board = configuration_of(pbit_ring_core(), settings);
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
  plan.load_words = row_words(*image).size() + initial_words(*image).size();
  plan_schedule(plan, pbit_ring_core(), board, problem, settings);
  plan.run.metropolis = settings.word("rule") == "metropolis";
  // The turns that load and randomise; what flips later belongs to the anneal.
  if (plan.run.randomise) plan.random_end = 2 * static_cast<std::uint64_t>(size.spins) + PbitRingLatency::flip;
  return {std::move(plan), image};
}

}  // namespace isinglass
