// Settings to schedule, and the figures of the board.
#include "sim/sampler/anneal_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/digital/noise_table.hpp"
#include "models/error.hpp"
#include "models/random.hpp"

namespace isinglass {
namespace {

constexpr std::uint32_t seed_stream = 0x70620001U;

/// Root mean square over the spins of the field that random neighbours make: the scale on which a problem freezes.
double field_scale(const Problem& problem) {
  double sum = 0.0;
  for (const double h : problem.fields) sum += h * h;
  for (const Coupling& c : problem.couplings) sum += 2.0 * c.value * c.value;
  return problem.fields.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(problem.fields.size()));
}

/// Seconds that frames of at most 120 words take on the serial line (docs/link.md: 7 bytes around the words of a
/// request, 7 around those of a response, 10 bits a byte).
double transfer_s(std::size_t words, double baud) {
  const std::size_t frames = (words + 119) / 120 + 1;  // and one that sets the address
  return static_cast<double>(4 * words + 14 * frames + 4) * 10.0 / baud;
}

}  // namespace

Parameter rule_parameter() {
  return {"rule",
          "",
          "how a visited spin is drawn: gibbs anew from its field, metropolis turned or kept",
          std::string("gibbs"),
          0,
          0,
          {"gibbs", "metropolis"}};
}

ParameterTable board_parameters(const AnnealCoreName& core) {
  return {
      {"board", "", "whose core, with its capacity, widths and clock", core.boards.front(), 0, 0, core.boards},
      {"weight_bits",
       "",
       "of the couplings, where the board has several configurations of the core; auto: its first one",
       Automatic{},
       1,
       32,
       {}},
      {"clock_mhz",
       "MHz",
       "clock that turns cycles into seconds; auto: that of the board's shipped bitstream",
       Automatic{},
       1e-3,
       1e4,
       {}},
      {"scale", "", "multiply and round a problem that does not fit the weights, and report the loss", false, 0, 0, {}},
  };
}

ParameterTable anneal_parameters(const AnnealCoreName& core) {
  ParameterTable table{
      {"sweeps", "", "visits to every spin in one read", std::int64_t{1000}, 0, 16777215, {}},
      {"temperature_hot",
       "energy",
       fmt::format("temperature of the first sweep; auto: {} of the root mean square field that random neighbours make",
                   core.hot),
       Automatic{},
       0,
       1e300,
       {}},
      {"temperature_cold",
       "energy",
       fmt::format("temperature of the last sweep, reached in equal steps; auto: {} of that field", core.cold),
       Automatic{},
       0,
       1e300,
       {}},
  };
  for (Parameter& row : board_parameters(core)) table.push_back(std::move(row));
  return table;
}

flow::Configuration configuration_of(const AnnealCoreName& core, const Settings& settings) {
  const flow::Catalogue catalogue = flow::built_in_catalogue();
  const std::string& board = settings.word("board");
  const auto weight_bits = static_cast<std::int64_t>(settings.number_or("weight_bits", 0));
  const flow::Configuration* found = flow::find_configuration(catalogue, board, core.core, 0, weight_bits);
  if (found == nullptr) {
    const std::string width = weight_bits == 0 ? "" : fmt::format(" with {}-bit weights", weight_bits);
    throw UsageError(fmt::format("there is no {}{} for the board '{}'", core.core, width, board),
                     "hw/boards/configurations.json lists what there is");
  }
  return *found;
}

void plan_board(AnnealPlan& plan, const AnnealCoreName& core, const flow::Configuration& board,
                const Settings& settings) {
  plan.board = board.board;
  plan.core = core.core;
  plan.clock_hz = 1e6 * settings.number_or("clock_mhz", board.clock_mhz);
  plan.baud = static_cast<double>(board.baud);
}

void plan_schedule(AnnealPlan& plan, const AnnealCoreName& core, const flow::Configuration& board,
                   const Problem& problem, const Settings& settings) {
  plan_board(plan, core, board, settings);
  const double unit = field_scale(problem);
  plan.temperature_hot = settings.number_or("temperature_hot", core.hot * unit);
  plan.temperature_cold = settings.number_or("temperature_cold", std::min(plan.temperature_hot, core.cold * unit));
  if (plan.temperature_cold > plan.temperature_hot) {
    throw UsageError(fmt::format("{}: temperature_cold {} is larger than temperature_hot {}", core.sampler,
                                 plan.temperature_cold, plan.temperature_hot),
                     "temperatures fall during an anneal: temperature_hot must be the larger one");
  }
  const int field_bits = plan.widths.field_bits;
  const double largest = std::ldexp(512.0, wider_temperature_bits(field_bits)) / plan.scale;
  if (plan.temperature_hot >= largest) {
    throw UsageError(
        fmt::format("{}: temperature_hot {} is out of the core's range", core.sampler, plan.temperature_hot),
        fmt::format("for this problem it must be below {}", largest));
  }
  plan.run.sweeps = static_cast<std::uint32_t>(settings.integer("sweeps"));
  plan.run.temperature = register_temperature(plan.temperature_hot * plan.scale, field_bits);
  const std::uint32_t cold = register_temperature(plan.temperature_cold * plan.scale, field_bits);
  if (plan.run.sweeps > 1) plan.run.temperature_step = (plan.run.temperature - cold) / (plan.run.sweeps - 1);
  plan.schedule = fmt::format("{} sweeps, temperature {:.4g} to {:.4g} in equal steps, after one at infinity",
                              plan.run.sweeps, plan.temperature_hot, plan.temperature_cold);
}

AnnealRun anneal_read(const AnnealPlan& plan, std::uint64_t seed, std::int64_t read) {
  const auto words = random_words({seed, static_cast<std::uint32_t>(read), 0, 0, seed_stream});
  AnnealRun run = plan.run;
  run.seed = static_cast<std::uint64_t>(words[0]) << 32U | words[1];
  return run;
}

double anneal_energy(const Problem& problem, const AnnealPlan& plan, const AnnealResult& result) {
  if (result.overflow) {
    throw HardwareError(fmt::format("a field or the energy of {} has overflowed", plan.core), "please report this");
  }
  const double loaded = energy(rounded_problem(problem, plan.scale), result.best_spins);
  if (loaded != result.best_energy) {
    throw HardwareError(
        fmt::format("{} claims energy {}, but the problem as loaded gives {}", plan.core, result.best_energy, loaded),
        "the couplings on the device or its energy counter are wrong: please report this");
  }
  return energy(problem, result.best_spins);
}

void describe_anneal(const AnnealPlan& plan, SampleSet& set) {
  set.figures["clock_hz"] = plan.clock_hz;
  set.figures["programming_s"] = transfer_s(plan.load_words, plan.baud);
  set.figures["readout_s"] = transfer_s((plan.initial.size() + 31) / 32 + 6, plan.baud);
  set.figures["rounding_loss"] = plan.rounding_loss;
  set.info["board"] = plan.board;
  set.info["core"] = fmt::format("{}, {}", plan.core, plan.holds);
  set.info["schedule"] = plan.schedule;
  set.info["coupling quantisation"] = plan.scale == 1.0
                                          ? "none: the problem is loaded as it is"
                                          : fmt::format("times {:.6g}, rounded to {} bits, relative error {:.3g}",
                                                        plan.scale, plan.widths.weight_bits, plan.rounding_loss);
  if (plan.rounding_loss > 0.0) {
    set.diagnostics.push_back(
        {fmt::format("Rounding to {} weight bits changed the problem by {:.2g} (root mean square, relative).",
                     plan.widths.weight_bits, plan.rounding_loss),
         "Energies are those of the exact problem; compare with a sampler that does not round."});
  }
}

}  // namespace isinglass
