// A dense problem on bifurcation_row: its image, and the papers' constants in the core's registers.
#include "sim/sampler/bifurcation_row_core.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hw/host/bifurcation_row_load.hpp"
#include "models/analog/bifurcation.hpp"
#include "models/analog/bifurcation_stability.hpp"
#include "models/digital/bifurcation_row.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

const AnnealCoreName bifurcation_row_names{
    "bifurcation_row",
    "bifurcation-row",
    0.0,
    0.0,
    "hx8k-evn",
    {{"position_bits", "POSITION_BITS", "of a position; a momentum has one more", 4, 15},
     {"product_bits", "PRODUCT_BITS", "of a position in the sums of bSB", 1, 12}}};
constexpr double kPublishedDt = 1.0;        // Goto et al. 2021
constexpr double kPublishedCoupling = 0.5;  // the same

ParameterTable bifurcation_row_parameters() {
  ParameterTable table{
      {"steps", "", "time steps of one read", std::int64_t{1000}, 0, 16777215, {}},
      {"variant",
       "",
       "bSB ballistic: several passes over the couplings a step; dSB discrete: one",
       std::string("bSB"),
       0,
       0,
       {"bSB", "dSB"}},
      {"dt", "", "time step; auto: 1, or less where the couplings make that unstable", Automatic{}, 1e-3, 1.99, {}},
      {"coupling", "1/(<J> sqrt N)", "c0, the strength of the couplings", kPublishedCoupling, 0, 1e3, {}},
  };
  for (Parameter& row : board_parameters(bifurcation_row_names)) table.push_back(std::move(row));
  return table;
}

std::int64_t parameter_of(const flow::Configuration& board, const std::string& name) {
  const auto found = board.parameters.find(name);
  if (found == board.parameters.end()) throw UsageError("the configuration of " + board.core + " lacks " + name);
  return found->second;
}

BifurcationRowSize size_of(const flow::Configuration& board) {
  return {static_cast<std::int32_t>(board.spins), static_cast<int>(board.weight_bits),
          static_cast<int>(board.field_bits), static_cast<int>(parameter_of(board, "POSITION_BITS")),
          static_cast<int>(parameter_of(board, "PRODUCT_BITS"))};
}

/// The papers' numbers; c0 is that of the problem, and per unit of the loaded couplings in the result.
BifurcationRowSchedule schedule_of(const Problem& problem, const Settings& settings, double scale) {
  BifurcationRowSchedule schedule;
  schedule.ballistic = settings.word("variant") == "bSB";
  schedule.steps = static_cast<std::uint32_t>(settings.integer("steps"));
  const double coupling = bifurcation_coupling(problem, settings.number("coupling"));
  const double limit = bifurcation_stable_dt(problem, coupling, available_kernels().back());
  schedule.dt = settings.number_or("dt", std::min(kPublishedDt, (schedule.ballistic ? 0.95 : 0.87) * limit));
  schedule.coupling = coupling / scale;
  return schedule;
}

AnnealTask plan_bifurcation_row(const Problem& problem, const Settings& settings) {
  const flow::Configuration board = configuration_of(bifurcation_row_names, settings);
  const BifurcationRowSize size = size_of(board);
  const auto image =
      std::make_shared<const BifurcationRowImage>(bifurcation_row_image(problem, size, settings.flag("scale")));
  const BifurcationRowSchedule schedule = schedule_of(problem, settings, image->scale);
  AnnealPlan plan;
  plan.holds = to_string(size);
  plan.widths = size.widths();
  plan.scale = image->scale;
  plan.rounding_loss = image->rounding_loss;
  plan.initial_energy = image->initial_energy;
  plan.initial = image->initial;
  plan_board(plan, board, settings);
  plan.run = bifurcation_row_run(size, schedule);
  plan.schedule = fmt::format("{}, {} steps of {:.4g}, c0 {:.4g} per unit of the problem's couplings, random start",
                              settings.word("variant"), schedule.steps, schedule.dt, schedule.coupling * image->scale);
  // Flips of the random start; what flips later belongs to the steps.
  plan.random_end =
      BifurcationRowLatency::pass(*image) + static_cast<std::uint64_t>(BifurcationRowLatency::flip(size.spins));
  return make_task<BifurcationRow>(std::move(plan), image);
}

}  // namespace

AnnealCore bifurcation_row_core() {
  return {bifurcation_row_names,
          "simulated bifurcation in fixed point, ballistic or discrete, as the FPGA runs it (integer twin)",
          bifurcation_row_parameters, plan_bifurcation_row};
}

}  // namespace isinglass
