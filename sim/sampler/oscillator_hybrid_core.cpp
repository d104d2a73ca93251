// A dense problem on oscillator_hybrid: its image, and the registers of its schedule.
#include "sim/sampler/oscillator_hybrid_core.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hw/host/oscillator_hybrid_load.hpp"
#include "models/analog/coupling_scale.hpp"
#include "models/digital/oscillator_hybrid.hpp"

namespace isinglass {
namespace {

const OscillatorSchedule oscillator_hybrid_defaults{};
const AnnealCoreName oscillator_hybrid_names{"oscillator_hybrid",
                                             "oscillator-hybrid",
                                             oscillator_hybrid_defaults.hot,
                                             oscillator_hybrid_defaults.cold,
                                             "hx8k-evn",
                                             {{"phase_bits", "PHASE_BITS", "of a phase register", 1, 16}}};

ParameterTable oscillator_hybrid_parameters() {
  const OscillatorSchedule& d = oscillator_hybrid_defaults;
  ParameterTable table = anneal_parameters(oscillator_hybrid_names);
  const auto sweeps = std::find_if(table.begin(), table.end(), [](const Parameter& p) { return p.name == "sweeps"; });
  sweeps->sentence = "turns of the ring in one read, each a step of every phase";
  sweeps->default_value = static_cast<std::int64_t>(d.turns);
  table.push_back({"pull",
                   "rad",
                   "what the root mean square sum of neighbours turns a phase by, in one turn of the ring",
                   d.pull,
                   1e-4,
                   3.0,
                   {}});
  table.push_back({"shil_start",
                   "",
                   "second-harmonic locking K_s at the start, in units of the pull",
                   d.locking_start,
                   0.0,
                   100.0,
                   {}});
  table.push_back(
      {"shil_end", "", "second-harmonic locking K_s at the end, in units of the pull", d.locking_end, 0.0, 100.0, {}});
  table.push_back({"instants",
                   "",
                   "turns of the ring in which the instant shown goes up and down once",
                   d.instants,
                   2.0,
                   65536.0,
                   {}});
  return table;
}

AnnealTask plan_oscillator_hybrid(const Problem& problem, const Settings& settings) {
  const flow::Configuration board = configuration_of(oscillator_hybrid_names, settings);
  const OscillatorHybridSize size{static_cast<std::int32_t>(board.spins), static_cast<int>(board.weight_bits),
                                  static_cast<int>(board.field_bits),
                                  static_cast<int>(board.parameters.at("PHASE_BITS"))};
  const auto image =
      std::make_shared<const OscillatorHybridImage>(oscillator_hybrid_image(problem, size, settings.flag("scale")));
  AnnealPlan plan;
  plan.holds = to_string(size);
  plan.widths = size.ring().widths();
  plan.scale = image->ring.scale;
  plan.rounding_loss = image->ring.rounding_loss;
  plan.initial_energy = image->ring.initial_energy;
  plan.initial = image->ring.initial;
  plan_schedule(plan, oscillator_hybrid_names, board, problem, settings);
  const double unit = coupling_scale(problem).root_mean_square_row;
  OscillatorSchedule schedule;
  schedule.turns = plan.run.sweeps;
  schedule.pull = settings.number("pull");
  schedule.scale = plan.scale * unit;
  schedule.locking_start = settings.number("shil_start");
  schedule.locking_end = settings.number("shil_end");
  schedule.hot = plan.temperature_hot / unit;
  schedule.cold = plan.temperature_cold / unit;
  schedule.instants = settings.number("instants");
  plan.run = oscillator_run(schedule);
  plan.schedule = fmt::format(
      "{} turns, pull {:.4g} rad, temperature {:.4g} to {:.4g} (amplitude in equal steps), K_s {:.4g} to {:.4g} of the "
      "pull",
      schedule.turns, schedule.pull, plan.temperature_hot, plan.temperature_cold, schedule.locking_start,
      schedule.locking_end);
  // The turns that load and randomise; what toggles later belongs to the anneal.
  if (plan.run.randomise) plan.random_end = 2 * static_cast<std::uint64_t>(size.spins) + OscillatorHybridLatency::flip;
  return make_task<OscillatorHybrid>(std::move(plan), image);
}

}  // namespace

AnnealCore oscillator_hybrid_core() {
  return {oscillator_hybrid_names,
          "digital phase oscillators with second-harmonic locking, all to all, as the FPGA runs them (integer twin)",
          oscillator_hybrid_parameters, plan_oscillator_hybrid};
}

}  // namespace isinglass
