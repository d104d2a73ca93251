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

// 0: not asked for.
std::int64_t spins_of(const Settings& settings) { return static_cast<std::int64_t>(settings.number_or("spins", 0)); }
std::int64_t weight_bits_of(const Settings& settings) {
  return static_cast<std::int64_t>(settings.number_or("weight_bits", 0));
}

/// Without the widths that only the twin takes.
flow::Configuration built_configuration(const AnnealCoreName& core, const Settings& settings) {
  const flow::Catalogue catalogue = flow::built_in_catalogue();
  return flow::configuration_for(catalogue, *flow::find_board(catalogue, settings.word("board")),
                                 *flow::find_core(catalogue, core.core), spins_of(settings), weight_bits_of(settings));
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

Parameter board_parameter(const std::string& by_default) {
  std::vector<std::string> names;
  for (const flow::Board& board : flow::built_in_catalogue().boards) names.push_back(board.name);
  return {"board", "", "whose core, with its capacity, widths and clock", by_default, 0, 0, names};
}

Parameter spins_parameter() {
  return {
      "spins",     "",  "that the core has, as 'hw build --spins' takes them; auto: of the board's first configuration",
      Automatic{}, 2,   65536,
      {},          true};
}

Parameter clock_parameter() {
  return {"clock_mhz", "MHz", "clock that turns cycles into seconds; auto: that of the board's shipped bitstream",
          Automatic{}, 1e-3,  1e4,
          {}};
}

ParameterTable board_parameters(const AnnealCoreName& core) {
  ParameterTable table{
      board_parameter(core.board),
      spins_parameter(),
      {"weight_bits",
       "",
       "of the couplings, as 'hw build --weight-bits' takes them; auto: of the board's first configuration",
       Automatic{},
       1,
       16,
       {},
       true},
      clock_parameter(),
      {"scale", "", "multiply and round a problem that does not fit the weights, and report the loss", false, 0, 0, {}},
  };
  for (const CoreWidth& width : core.widths) {
    table.push_back({width.parameter,
                     "",
                     width.sentence + "; auto: the board's (another one in the twin only)",
                     Automatic{},
                     width.least,
                     width.most,
                     {},
                     true});
  }
  return table;
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
  flow::Configuration configuration = built_configuration(core, settings);
  for (const CoreWidth& width : core.widths) {
    auto& value = configuration.parameters.at(width.verilog);
    value = static_cast<std::int64_t>(settings.number_or(width.parameter, static_cast<double>(value)));
  }
  return configuration;
}

void refuse_twin_widths(const AnnealCoreName& core, const Settings& settings, const std::string& what) {
  const flow::Configuration built = built_configuration(core, settings);
  const flow::Configuration asked = configuration_of(core, settings);
  for (const CoreWidth& width : core.widths) {
    if (asked.parameters.at(width.verilog) == built.parameters.at(width.verilog)) continue;
    throw UsageError(fmt::format("{}={} is for the twin: {} has {}", width.parameter,
                                 asked.parameters.at(width.verilog), what, built.parameters.at(width.verilog)),
                     fmt::format("leave {} out, or take the sampler {}", width.parameter, core.sampler));
  }
}

void refuse_unnamed_sizes(const AnnealCoreName& core, const Settings& settings) {
  const std::string& board = settings.word("board");
  const std::int64_t spins = spins_of(settings), weight_bits = weight_bits_of(settings);
  const flow::Catalogue catalogue = flow::built_in_catalogue();
  if (flow::find_configuration(catalogue, board, core.core, spins, weight_bits) != nullptr) return;
  const flow::Configuration asked = configuration_of(core, settings);
  throw UsageError(
      fmt::format("the Verilog of {} on {} is not simulated with {} spins and {}-bit weights", core.core, board,
                  asked.spins, asked.weight_bits),
      fmt::format("its twin answers for any size, bit for bit the same: isinglass solve --sampler {}", core.sampler));
}

void plan_board(AnnealPlan& plan, const flow::Configuration& board, const Settings& settings) {
  plan.configuration = board;
  plan.clock_hz = 1e6 * settings.number_or("clock_mhz", board.clock_mhz);
}

void plan_schedule(AnnealPlan& plan, const AnnealCoreName& core, const flow::Configuration& board,
                   const Problem& problem, const Settings& settings) {
  plan_board(plan, board, settings);
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
    throw HardwareError(fmt::format("a field or the energy of {} has overflowed", plan.configuration.core),
                        "please report this");
  }
  const double loaded = energy(rounded_problem(problem, plan.scale), result.best_spins);
  if (loaded != result.best_energy) {
    throw HardwareError(fmt::format("{} claims energy {}, but the problem as loaded gives {}", plan.configuration.core,
                                    result.best_energy, loaded),
                        "the couplings on the device or its energy counter are wrong: please report this");
  }
  return energy(problem, result.best_spins);
}

void describe_anneal(const AnnealPlan& plan, SampleSet& set) {
  set.figures["clock_hz"] = plan.clock_hz;
  const LoadOnLine& loading = plan.loading;
  const auto baud = static_cast<double>(plan.configuration.baud);
  const bool ahead = plan.configuration.ahead_bytes() > 0;
  const double writing_s = line_seconds(loading.writing, baud, ahead);
  const double reading_s = line_seconds(loading.reading_back, baud, ahead);
  set.figures["programming_s"] = writing_s;
  set.figures["read_back_s"] = reading_s;
  set.info["loading"] =
      fmt::format("{} bytes out and {} back at {:.3g} Mbaud: {:.3g} s; read back {} out and {} back: {:.3g} s more",
                  loading.writing.out, loading.writing.back, baud / 1e6, writing_s, loading.reading_back.out,
                  loading.reading_back.back, reading_s);
  set.figures["readout_s"] = transfer_s((plan.initial.size() + 31) / 32 + 6, baud);
  set.figures["rounding_loss"] = plan.rounding_loss;
  set.info["board"] = plan.configuration.board;
  set.info["core"] = fmt::format("{}, {}", plan.configuration.core, plan.holds);
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
