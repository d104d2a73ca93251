// Settings to schedule, and the figures of the board.
#include "sim/sampler/pbit_sparse_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "hw/flow/configurations.hpp"
#include "models/error.hpp"
#include "models/random.hpp"

namespace isinglass {
namespace {

constexpr std::uint32_t seed_stream = 0x70620001U;

flow::Configuration configuration_of(const std::string& board) {
  const flow::Catalogue catalogue = flow::built_in_catalogue();
  const flow::Configuration* found = flow::find_configuration(catalogue, board, "pbit_sparse");
  if (found == nullptr) {
    throw UsageError(fmt::format("there is no pbit_sparse for the board '{}'", board),
                     "hw/boards/configurations.json lists what there is");
  }
  return *found;
}

/// Root mean square over the spins of the field that random neighbours make: the scale on which a sparse problem
/// freezes.
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

ParameterTable pbit_sparse_parameters() {
  return {
      {"sweeps", "", "visits to every spin in one read", std::int64_t{1000}, 0, 16777215, {}},
      {"temperature_hot",
       "energy",
       "temperature of the first sweep; auto: 0.8 of the root mean square field that random neighbours make",
       Automatic{},
       0,
       1e300,
       {}},
      {"temperature_cold",
       "energy",
       "temperature of the last sweep, reached in equal steps; auto: 0.13 of that field",
       Automatic{},
       0,
       1e300,
       {}},
      {"board",
       "",
       "whose core, with its capacity, widths and clock",
       std::string("icebreaker"),
       0,
       0,
       {"icebreaker", "hx8k-evn"}},
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

PbitSparsePlan plan_pbit_sparse(const Problem& problem, const Settings& settings) {
  const flow::Configuration board = configuration_of(settings.word("board"));
  PbitSparsePlan plan;
  plan.board = board.board;
  plan.clock_hz = 1e6 * settings.number_or("clock_mhz", board.clock_mhz);
  plan.baud = static_cast<double>(board.baud);
  const PbitSparseSize size{static_cast<std::int32_t>(board.spins), static_cast<std::int32_t>(board.entries),
                            static_cast<int>(board.weight_bits), static_cast<int>(board.field_bits)};
  plan.image = std::make_shared<const PbitSparseImage>(pbit_sparse_image(problem, size, settings.flag("scale")));

  const double scale = field_scale(problem);
  plan.temperature_hot = settings.number_or("temperature_hot", 0.8 * scale);
  plan.temperature_cold = settings.number_or("temperature_cold", std::min(plan.temperature_hot, 0.13 * scale));
  if (plan.temperature_cold > plan.temperature_hot) {
    throw UsageError(fmt::format("pbit-sparse: temperature_cold {} is larger than temperature_hot {}",
                                 plan.temperature_cold, plan.temperature_hot),
                     "temperatures fall during an anneal: temperature_hot must be the larger one");
  }
  const double largest = 512.0 / plan.image->scale;
  if (plan.temperature_hot >= largest) {
    throw UsageError(fmt::format("pbit-sparse: temperature_hot {} is out of the core's range", plan.temperature_hot),
                     fmt::format("for this problem it must be below {}", largest));
  }
  plan.run.sweeps = static_cast<std::uint32_t>(settings.integer("sweeps"));
  plan.run.temperature = pbit_sparse_temperature(plan.temperature_hot * plan.image->scale);
  const std::uint32_t cold = pbit_sparse_temperature(plan.temperature_cold * plan.image->scale);
  if (plan.run.sweeps > 1) plan.run.temperature_step = (plan.run.temperature - cold) / (plan.run.sweeps - 1);
  return plan;
}

PbitSparseRun pbit_sparse_read(const PbitSparsePlan& plan, std::uint64_t seed, std::int64_t read) {
  const auto words = random_words({seed, static_cast<std::uint32_t>(read), 0, 0, seed_stream});
  PbitSparseRun run = plan.run;
  run.seed = static_cast<std::uint64_t>(words[0]) << 32U | words[1];
  return run;
}

double pbit_sparse_energy(const Problem& problem, const PbitSparsePlan& plan, const PbitSparseResult& result) {
  if (result.overflow) {
    throw HardwareError("a field or the energy of pbit_sparse has overflowed", "please report this");
  }
  const double loaded = energy(loaded_problem(problem, *plan.image), result.best_spins);
  if (loaded != result.best_energy) {
    throw HardwareError(
        fmt::format("pbit_sparse claims energy {}, but the problem as loaded gives {}", result.best_energy, loaded),
        "the couplings on the device or its energy counter are wrong: please report this");
  }
  return energy(problem, result.best_spins);
}

void describe_pbit_sparse(const PbitSparsePlan& plan, SampleSet& set) {
  const PbitSparseImage& image = *plan.image;
  const std::size_t words = (image.initial.size() + 1) / 2 + image.first.size() + (image.list.size() + 1) / 2;
  set.figures["clock_hz"] = plan.clock_hz;
  set.figures["programming_s"] = transfer_s(words, plan.baud);
  set.figures["readout_s"] = transfer_s((image.first.size() + 31) / 32 + 6, plan.baud);
  set.figures["rounding_loss"] = image.rounding_loss;
  set.info["board"] = plan.board;
  set.info["core"] = fmt::format("pbit_sparse, {}", to_string(image.size));
  set.info["schedule"] = fmt::format("{} sweeps, temperature {:.4g} to {:.4g} in equal steps, after one at infinity",
                                     plan.run.sweeps, plan.temperature_hot, plan.temperature_cold);
  set.info["coupling quantisation"] = image.scale == 1.0
                                          ? "none: the problem is loaded as it is"
                                          : fmt::format("times {:.6g}, rounded to {} bits, relative error {:.3g}",
                                                        image.scale, image.size.weight_bits, image.rounding_loss);
  if (image.rounding_loss > 0.0) {
    set.diagnostics.push_back(
        {fmt::format("Rounding to {} weight bits changed the problem by {:.2g} (root mean square, relative).",
                     image.size.weight_bits, image.rounding_loss),
         "Energies are those of the exact problem; compare with a sampler that does not round."});
  }
}

}  // namespace isinglass
