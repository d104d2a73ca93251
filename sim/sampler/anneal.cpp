// Temperature ladder, blocks of reads, energy trace.
#include "sim/sampler/anneal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "models/error.hpp"
#include "sim/sampler/anneal_kernel.hpp"
#include "sim/sampler/read_blocks.hpp"

namespace isinglass {
namespace {

constexpr std::size_t quench_share = 100;  // one sweep in so many, at least one, is run at temperature zero at the end

ParameterTable parameter_table() {
  return {
      {"sweeps", "", "visits to every spin in one read", std::int64_t{1000}, 1, 1e9, {}},
      {"beta_hot",
       "1/energy",
       "first inverse temperature; auto: the spin with the strongest couplings turns freely",
       Automatic{},
       0,
       1e300,
       {}},
      {"beta_cold",
       "1/energy",
       "last inverse temperature; auto: the smallest rise of energy is hardly ever accepted",
       Automatic{},
       0,
       1e300,
       {}},
      {"schedule",
       "",
       "how the inverse temperature grows from sweep to sweep",
       std::string("geometric"),
       0,
       0,
       {"geometric", "linear"}},
  };
}

std::vector<double> temperature_ladder(const Problem& problem, const Settings& settings) {
  const TemperatureRange range = temperature_range(problem);
  const double hot = settings.number_or("beta_hot", 1.0 / range.hot);
  const double cold = settings.number_or("beta_cold", 1.0 / range.cold);
  if (hot > cold) {
    throw UsageError(fmt::format("anneal: beta_hot {} is larger than beta_cold {}", hot, cold),
                     "inverse temperatures grow during an anneal: beta_hot must not be larger than beta_cold");
  }
  const bool geometric = settings.word("schedule") == "geometric";
  if (geometric && hot <= 0.0) {
    throw UsageError("anneal: a geometric schedule cannot begin at beta_hot 0",
                     "give a positive beta_hot, or -p schedule=linear");
  }
  const auto sweeps = static_cast<std::size_t>(settings.integer("sweeps"));
  const std::size_t warm = sweeps - std::max<std::size_t>(1, sweeps / quench_share);
  std::vector<double> temperatures(sweeps, 0.0);
  for (std::size_t k = 0; k < warm; ++k) {
    const double share = warm == 1 ? 1.0 : static_cast<double>(k) / static_cast<double>(warm - 1);
    const double beta = geometric ? hot * std::pow(cold / hot, share) : hot + share * (cold - hot);
    temperatures[k] = beta > 0.0 ? 1.0 / beta : std::numeric_limits<double>::max();
  }
  return temperatures;
}

/// What one block of reads brings home.
struct BlockAnswer {
  std::vector<Spin> samples;         // lanes × n
  std::vector<double> energy;        // lanes
  std::vector<double> trace_energy;  // lanes × instants
  std::vector<double> trace_s;       // wall time since the block began, one per instant
};

/// The sweeps after which the energy is noted: evenly spread, the last one included.
std::vector<std::size_t> trace_instants(std::size_t sweeps, std::int32_t points) {
  std::vector<std::size_t> after;
  const auto wanted = std::min<std::size_t>(static_cast<std::size_t>(std::max(points, 0)), sweeps);
  for (std::size_t k = 1; k <= wanted; ++k) after.push_back(k * sweeps / wanted);
  return after;
}

class Annealer {
 public:
  Annealer(const Problem& problem, bool exact, std::vector<double> temperatures, const RunOptions& options,
           RunControl& control)
      : problem_(problem),
        exact_(exact),
        temperatures_(std::move(temperatures)),
        after_(trace_instants(temperatures_.size(), options.trace_points)),
        seed_(options.seed),
        control_(control) {}

  /// Reads first … first + count − 1, with `state` as the work space.
  BlockAnswer run(AnnealState& state, std::int64_t first, std::int64_t count) const {
    const auto n = static_cast<std::size_t>(problem_.size());
    const auto reads = static_cast<std::size_t>(count);
    BlockAnswer answer;
    answer.trace_energy.resize(reads * after_.size());
    const double start_s = control_.elapsed_s();
    state.begin(seed_, static_cast<std::uint32_t>(first));
    std::size_t done = 0;
    for (std::size_t instant = 0; instant < after_.size(); ++instant) {
      done = sweep_to(state, done, after_[instant]);
      answer.trace_s.push_back(control_.elapsed_s() - start_s);
      for (std::size_t lane = 0; lane < reads; ++lane) {
        answer.trace_energy[lane * after_.size() + instant] = state.energy(static_cast<std::int32_t>(lane));
      }
    }
    sweep_to(state, done, temperatures_.size());
    answer.samples.resize(reads * n);
    for (std::size_t lane = 0; lane < reads; ++lane) {
      const std::span<Spin> spins(answer.samples.data() + lane * n, n);
      state.read_out(static_cast<std::int32_t>(lane), spins);
      answer.energy.push_back(exact_ ? state.energy(static_cast<std::int32_t>(lane)) : energy(problem_, spins));
    }
    control_.reads_finished(count, *std::min_element(answer.energy.begin(), answer.energy.end()));
    return answer;
  }

 private:
  std::size_t sweep_to(AnnealState& state, std::size_t from, std::size_t to) const {
    state.sweep(std::span(temperatures_).subspan(from, to - from), static_cast<std::uint32_t>(from));
    return to;
  }

  const Problem& problem_;
  bool exact_;  // whether the kernel's own energies are
  std::vector<double> temperatures_;
  std::vector<std::size_t> after_;
  std::uint64_t seed_;
  RunControl& control_;
};

/// Joins the traces. The instants lie on the wall-clock axis of one read as the whole program counts it (batch /
/// reads): the mean share of a block's time that had passed, times the batch's wall time over the reads.
EnergyTrace join_traces(const std::vector<BlockAnswer>& blocks, std::size_t instants, double read_s) {
  EnergyTrace trace;
  trace.time_s.assign(instants, 0.0);
  double whole = 0.0;
  for (const auto& block : blocks) {
    for (std::size_t k = 0; k < instants; ++k) trace.time_s[k] += block.trace_s[k];
    whole += block.trace_s.back();
    trace.energy.insert(trace.energy.end(), block.trace_energy.begin(), block.trace_energy.end());
  }
  for (double& time : trace.time_s) time *= whole > 0.0 ? read_s / whole : 0.0;
  return trace;
}

}  // namespace

TemperatureRange temperature_range(const Problem& problem) {
  // The scale is the local field of random spins: a spin glass with c couplings of root mean square J per spin freezes
  // at about J √c (Sherrington and Kirkpatrick 1975 for the complete graph). Spins with much stronger couplings than
  // the others need more heat. Below about a sixteenth of the scale nothing moves but what the final descent does as
  // well; on sparse graphs the smallest rise of energy, twice the smallest coupling, may freeze earlier than that.
  if (problem.fields.empty()) return {};
  std::vector<double> square(problem.fields.size());
  double smallest = std::numeric_limits<double>::infinity();
  const auto consider = [&](double value) {
    if (value != 0.0) smallest = std::min(smallest, std::abs(value));
  };
  for (std::size_t i = 0; i < square.size(); ++i) {
    square[i] = problem.fields[i] * problem.fields[i];
    consider(problem.fields[i]);
  }
  for (const auto& c : problem.couplings) {
    square[static_cast<std::size_t>(c.i)] += c.value * c.value;
    square[static_cast<std::size_t>(c.j)] += c.value * c.value;
    consider(c.value);
  }
  const double mean = std::accumulate(square.begin(), square.end(), 0.0) / static_cast<double>(square.size());
  const double hot = std::max(std::sqrt(mean), 0.3 * std::sqrt(*std::max_element(square.begin(), square.end())));
  if (!(hot > 0.0) || !std::isfinite(hot)) return {};
  return {.hot = hot, .cold = std::min(hot, std::max(2.0 * smallest / std::log(100.0), 0.06 * hot))};
}

AnnealSampler::AnnealSampler() {
  info_.name = "anneal";
  info_.kind = SamplerKind::software;
  info_.sentence = "simulated annealing on this computer: Metropolis sweeps, the baseline";
  info_.parameters = parameter_table();
}

SampleSet AnnealSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                RunControl& control) const {
  const double start_s = control.elapsed_s();
  const KernelKind kind = choose_kernel(options.kernel);
  const auto kernel = make_anneal_kernel(problem, kind);
  const Annealer annealer(problem, kernel->is_exact(), temperature_ladder(problem, settings), options, control);
  const std::int64_t lanes = kernel->lanes();
  const std::int64_t count = (options.reads + lanes - 1) / lanes;
  const double prepared_s = control.elapsed_s();

  std::vector<BlockAnswer> blocks(static_cast<std::size_t>(count));
  const std::int64_t begun = for_each_block(count, options.threads, control, [&](std::int64_t block) {
    const auto state = kernel->make_state();
    const std::int64_t first = block * lanes;
    blocks[static_cast<std::size_t>(block)] = annealer.run(*state, first, std::min(lanes, options.reads - first));
  });
  blocks.resize(static_cast<std::size_t>(begun));

  SampleSet set;
  set.variables = problem.size();
  for (const auto& block : blocks) {
    set.samples.insert(set.samples.end(), block.samples.begin(), block.samples.end());
    set.energy.insert(set.energy.end(), block.energy.begin(), block.energy.end());
  }
  set.timing.preprocessing_ns = static_cast<std::int64_t>(1e9 * (prepared_s - start_s));
  set.info["kernel"] = to_string(kind);
  set.info["arithmetic"] = kernel->description();
  const double read_s = (control.elapsed_s() - prepared_s) / static_cast<double>(std::max<std::size_t>(set.reads(), 1));
  if (!blocks.empty() && !blocks.front().trace_s.empty()) {
    set.trace = join_traces(blocks, blocks.front().trace_s.size(), read_s);
  }
  return set;
}

}  // namespace isinglass
