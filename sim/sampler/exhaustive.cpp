// The highest spins number the chunks that threads share; the lower ones are enumerated inside a chunk.
#include "sim/sampler/exhaustive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "models/error.hpp"
#include "sim/sampler/read_blocks.hpp"

namespace isinglass {
namespace {

constexpr std::int32_t largest_size = 30;
constexpr std::int32_t largest_chunk_bits = 20;  // a million states, a few milliseconds
constexpr std::size_t most_listed = 10000;

using State = std::uint32_t;  // bit i = 1: spin i is +1

/// The lowest states among some states.
struct Lowest {
  double energy = 0.0;
  std::int64_t count = 0;     // how many there are
  std::vector<State> states;  // the first of them
};

void consider(Lowest& lowest, double energy, double tolerance, State state, std::size_t most) {
  if (lowest.count > 0 && energy > lowest.energy + tolerance) return;
  if (lowest.count == 0 || energy < lowest.energy - tolerance) {
    lowest.energy = energy;
    lowest.count = 0;
    lowest.states.clear();
  }
  lowest.energy = std::min(lowest.energy, energy);
  ++lowest.count;
  if (lowest.states.size() < most) lowest.states.push_back(state);
}

void merge(Lowest& whole, const Lowest& part, double tolerance) {
  if (part.count == 0 || (whole.count > 0 && part.energy > whole.energy + tolerance)) return;
  if (whole.count == 0 || part.energy < whole.energy - tolerance) {
    whole = part;
    return;
  }
  whole.energy = std::min(whole.energy, part.energy);
  whole.count += part.count;
  whole.states.insert(whole.states.end(), part.states.begin(), part.states.end());
}

class Enumeration {
 public:
  Enumeration(const Problem& problem, std::size_t listed)
      : problem_(problem),
        couplings_(dense_couplings(problem)),
        mirrored_(!problem.has_fields()),
        free_(problem.size() - (mirrored_ && problem.size() > 0 ? 1 : 0)),
        low_(std::min(free_, largest_chunk_bits)),
        listed_(listed) {
    double sum = std::abs(problem.offset);
    for (const double field : problem.fields) sum += std::abs(field);
    for (const auto& c : problem.couplings) sum += std::abs(c.value);
    tolerance_ = problem.is_integer() ? 0.0 : 1e-9 * sum;
  }

  [[nodiscard]] std::int64_t chunks() const { return std::int64_t{1} << (free_ - low_); }
  [[nodiscard]] bool mirrored() const { return mirrored_; }
  [[nodiscard]] double tolerance() const { return tolerance_; }

  /// The lowest states of one chunk. Where half the states are left out, the last spin is −1.
  [[nodiscard]] Lowest lowest_of(std::int64_t chunk) const {
    // Whole rows of a fixed length let the compiler use vector instructions.
    std::array<std::array<double, largest_chunk_bits>, largest_chunk_bits> rows{};
    for (std::int32_t i = 0; i < low_; ++i) {
      for (std::int32_t j = 0; j < low_; ++j) rows[at(i)][at(j)] = 2.0 * couplings_(i, j);
    }
    State state = static_cast<State>(chunk) << static_cast<std::uint32_t>(low_);
    const std::vector<Spin> begin = spins_of(state);
    std::array<double, largest_chunk_bits> spin{};
    std::array<double, largest_chunk_bits> field{};
    for (std::int32_t i = 0; i < low_; ++i) {
      spin[at(i)] = begin[at(i)];
      field[at(i)] = problem_.fields[at(i)];
      for (std::int32_t j = 0; j < problem_.size(); ++j) field[at(i)] += couplings_(i, j) * begin[at(j)];
    }
    double now = energy(problem_, begin);
    Lowest lowest;
    consider(lowest, now, tolerance_, state, listed_);
    const State last = (State{1} << static_cast<std::uint32_t>(low_)) - 1;
    for (State step = 1; step <= last; ++step) {
      const auto flipped = static_cast<std::size_t>(std::countr_zero(step));
      now -= 2.0 * spin[flipped] * field[flipped];
      const double turned = spin[flipped] = -spin[flipped];
      for (std::size_t j = 0; j < largest_chunk_bits; ++j) field[j] += rows[flipped][j] * turned;
      state ^= State{1} << static_cast<std::uint32_t>(flipped);
      consider(lowest, now, tolerance_, state, listed_);
    }
    return lowest;
  }

  [[nodiscard]] std::vector<Spin> spins_of(State state) const {
    std::vector<Spin> spins(problem_.fields.size());
    for (std::size_t i = 0; i < spins.size(); ++i) spins[i] = ((state >> i) & 1U) != 0U ? Spin{1} : Spin{-1};
    return spins;
  }

 private:
  static std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

  const Problem& problem_;
  Eigen::MatrixXd couplings_;
  bool mirrored_;
  std::int32_t free_;  // spins that take both values
  std::int32_t low_;   // of these, the ones inside a chunk
  std::size_t listed_;
  double tolerance_ = 0.0;
};

std::vector<State> listed_states(const Lowest& lowest, const Enumeration& enumeration, std::int32_t size,
                                 std::size_t most) {
  std::vector<State> states = lowest.states;
  if (enumeration.mirrored()) {
    const State all = size == 0 ? 0 : ~State{0} >> static_cast<std::uint32_t>(32 - size);
    for (const State state : lowest.states) states.push_back(state ^ all);
  }
  std::sort(states.begin(), states.end());
  if (states.size() > most) states.resize(most);
  return states;
}

}  // namespace

ExhaustiveSampler::ExhaustiveSampler() {
  info_.name = "exhaustive";
  info_.kind = SamplerKind::software;
  info_.sentence = "every state of a problem of at most 30 variables: the ground states, proved and counted";
}

SampleSet ExhaustiveSampler::sample(const Problem& problem, const Settings&, const RunOptions& options,
                                    RunControl& control) const {
  if (problem.size() > largest_size) {
    throw InputError(
        fmt::format("exhaustive takes at most {} variables, and {} has {}", largest_size, problem.name, problem.size()),
        "'--sampler anneal' takes any size, without a proof");
  }
  const auto most = static_cast<std::size_t>(std::min<std::int64_t>(options.reads, most_listed));
  const Enumeration enumeration(problem, most);
  std::vector<Lowest> parts(static_cast<std::size_t>(enumeration.chunks()));
  const auto done = for_each_block(enumeration.chunks(), options.threads, control, [&](std::int64_t chunk) {
    parts[static_cast<std::size_t>(chunk)] = enumeration.lowest_of(chunk);
  });

  Lowest lowest;
  for (const auto& part : parts) merge(lowest, part, enumeration.tolerance());
  SampleSet set;
  set.variables = problem.size();
  if (lowest.count > 0) {
    for (const State state : listed_states(lowest, enumeration, problem.size(), most)) {
      const auto spins = enumeration.spins_of(state);
      set.samples.insert(set.samples.end(), spins.begin(), spins.end());
      set.energy.push_back(energy(problem, spins));
    }
    control.reads_finished(static_cast<std::int64_t>(set.reads()),
                           *std::min_element(set.energy.begin(), set.energy.end()));
  }
  if (done < enumeration.chunks()) {
    set.diagnostics.push_back(
        {fmt::format("Only {:.1f} % of the states were looked at: the best of them need not be a ground state.",
                     100.0 * static_cast<double>(done) / static_cast<double>(enumeration.chunks())),
         "Give it more time, or take another sampler."});
  } else {
    set.figures["ground_states"] = static_cast<double>(lowest.count) * (enumeration.mirrored() ? 2.0 : 1.0);
  }
  return set;
}

}  // namespace isinglass
