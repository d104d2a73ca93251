// Integer twin of the row-parallel bifurcation core.
#include "models/digital/bifurcation_row.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "models/digital/noise_table.hpp"

namespace isinglass {

namespace {

/// Levels of the adder tree.
int levels(std::int32_t core_spins) { return std::bit_width(static_cast<std::uint32_t>(core_spins - 1)); }

/// Clocks from the order of a row to its sum.
int sum_clock(std::int32_t core_spins) { return 3 + (levels(core_spins) + 2) / 2; }

/// The upper `bits` bits of `word`, signed.
std::int32_t upper_bits(std::uint32_t word, int bits) { return static_cast<std::int32_t>(word) >> (32 - bits); }

/// Twice the middle of the cell of `position` when only its upper `product_bits` count, in those cells' unit: odd.
std::int32_t seen_position(std::int32_t position, const BifurcationRowSize& size) {
  return 2 * (position >> (size.position_bits - size.product_bits)) + 1;
}

}  // namespace

int BifurcationRowLatency::gap(std::int32_t core_spins) { return sum_clock(core_spins) + 7; }

int BifurcationRowLatency::flip(std::int32_t core_spins) { return sum_clock(core_spins) + 9; }

std::uint64_t BifurcationRowLatency::pass(const BifurcationRowImage& image) {
  return static_cast<std::uint64_t>(std::max(image.spins, 4));
}

std::uint64_t BifurcationRowLatency::cycles(const BifurcationRowImage& image, std::uint64_t steps, bool ballistic) {
  const auto passes = static_cast<std::uint64_t>(ballistic ? image.size.product_bits : 1);
  return (2 + steps * passes) * pass(image) + (steps + 2) * static_cast<std::uint64_t>(gap(image.size.spins));
}

AnnealRun bifurcation_row_run(const BifurcationRowSize& size, const BifurcationRowSchedule& schedule) {
  AnnealRun run;
  const double square = schedule.dt * schedule.dt;
  const double detuning = std::round(std::min(square, 3.999) * 0x1p30);
  const double coupling = std::round(schedule.coupling * square * std::ldexp(1.0, size.coupling_fraction()));
  run.sweeps = schedule.steps;
  run.temperature = static_cast<std::uint32_t>(detuning);
  run.temperature_step = static_cast<std::uint32_t>(detuning / std::max(1U, schedule.steps));
  run.metropolis = schedule.ballistic;
  run.extra[0] = static_cast<std::uint32_t>(std::clamp(coupling, 0.0, 65535.0));
  return run;
}

BifurcationRow::BifurcationRow(std::shared_ptr<const BifurcationRowImage> image) : image_(std::move(image)) {
  const auto n = static_cast<std::size_t>(image_->spins);
  x_.assign(n, 0);
  v_.assign(n, 0);
  force_.assign(n, 0);
  spins_.assign(n, Spin{1});
  best_.assign(n, Spin{1});
}

void BifurcationRow::start(std::size_t i, const AnnealRun& run, std::uint64_t noise) {
  if (run.randomise) {
    // Within an eighth of the walls' distance.
    const int start_bits = image_->size.position_bits - 3;
    x_[i] = upper_bits(static_cast<std::uint32_t>(noise >> 32U), start_bits);
    v_[i] = upper_bits(static_cast<std::uint32_t>(noise), start_bits);
    if ((x_[i] >= 0) != (image_->initial[i] > 0)) flip(i, energy_);
  } else if (run.reload || !loaded_) {
    const std::int32_t side = 1 << (image_->size.position_bits - 4);
    x_[i] = image_->initial[i] > 0 ? side : ~side;
    v_[i] = 0;
  }
}

void BifurcationRow::fill(const AnnealRun& run) {
  if (run.randomise || run.reload || !loaded_) energy_ = run.randomise ? 0 : image_->initial_energy;
  std::uint64_t noise = run.seed | 1U;
  for (int k = 0; k <= sum_clock(image_->size.spins); ++k) noise = next_noise_state(noise);
  for (std::size_t i = 0; i < x_.size(); ++i) {
    start(i, run, noise);
    noise = next_noise_state(noise);
  }
  loaded_ = true;
}

void BifurcationRow::flip(std::size_t i, std::int32_t energy) {
  ++flips_;
  if (!*trace_) return;
  const auto cycle = clock_ + i + static_cast<std::uint64_t>(BifurcationRowLatency::flip(image_->size.spins));
  (*trace_)({cycle, static_cast<std::int32_t>(i), x_[i] >= 0 ? Spin{1} : Spin{-1}, energy, best_energy_});
}

// Twice the energy of the signs is summed with the rows of the pass over them.
void BifurcationRow::evaluate() {
  std::int64_t twice = 0;
  for (std::size_t i = 0; i < x_.size(); ++i) spins_[i] = x_[i] >= 0 ? Spin{1} : Spin{-1};
  for (std::size_t i = 0; i < x_.size(); ++i) {
    const auto row = image_->couplings(static_cast<std::int32_t>(i));
    std::int64_t share = 2LL * image_->fields[i];
    for (std::size_t j = 0; j < row.size(); ++j) share += row[j] * spins_[j];
    twice -= spins_[i] * share;
  }
  energy_ = static_cast<std::int32_t>(twice >> 1U);
  if (judged_ && energy_ >= best_energy_) return;
  judged_ = true;
  best_energy_ = energy_;
  best_ = spins_;
}

void BifurcationRow::move(std::size_t i, std::int64_t force, const AnnealRun& run, std::uint32_t detuning) {
  const BifurcationRowSize& size = image_->size;
  const int drop = size.coupling_fraction() + size.product_bits - size.position_bits + 1;
  const std::int64_t coupling = run.extra[0] & 0xFFFFU;
  const std::int64_t clip = (std::int64_t{1} << (size.position_bits + 2)) - 1;
  const std::int64_t pull = std::min(std::abs(force) * coupling >> drop, clip);
  const std::int64_t magnitude = x_[i] < 0 ? ~x_[i] : x_[i];
  const std::int64_t push = magnitude * static_cast<std::int64_t>(detuning >> 16U) >> 14;
  const std::int64_t moved = v_[i] + (force < 0 ? -pull : pull) - (x_[i] < 0 ? -push : push);
  const std::int64_t wall = std::int64_t{1} << (size.position_bits - 1);
  const std::int64_t position = x_[i] + moved;
  const std::int64_t inside = std::clamp(position, -wall, wall - 1);
  const bool turned = (position >= 0) != (x_[i] >= 0);
  x_[i] = static_cast<std::int32_t>(inside);
  v_[i] = inside == position ? static_cast<std::int32_t>(moved) : 0;
  // The energy of a pass is there two clocks after the flip of its ninth last row.
  if (turned) flip(i, i + 9 > x_.size() - 1 ? energy_ : shown_);
}

void BifurcationRow::step(const AnnealRun& run, std::uint32_t detuning) {
  const BifurcationRowSize& size = image_->size;
  const std::int64_t unit = std::int64_t{1} << size.product_bits;
  std::vector<std::int32_t> seen(x_.size());
  for (std::size_t j = 0; j < seen.size(); ++j)
    seen[j] = run.metropolis ? seen_position(x_[j], size) : spins_[j] * static_cast<std::int32_t>(unit);
  for (std::size_t i = 0; i < x_.size(); ++i) {
    const auto row = image_->couplings(static_cast<std::int32_t>(i));
    force_[i] = unit * image_->fields[i];
    for (std::size_t j = 0; j < row.size(); ++j) force_[i] += std::int64_t{row[j]} * seen[j];
  }
  for (std::size_t i = 0; i < x_.size(); ++i) move(i, force_[i], run, detuning);
}

AnnealResult BifurcationRow::run(const AnnealRun& run, const AnnealTrace& trace) {
  trace_ = &trace;
  flips_ = 0;
  judged_ = false;
  clock_ = 0;
  fill(run);
  const std::uint64_t pass = BifurcationRowLatency::pass(*image_);
  const std::uint64_t lower_planes = run.metropolis ? static_cast<std::uint64_t>(image_->size.product_bits - 1) : 0;
  const auto gap = static_cast<std::uint64_t>(BifurcationRowLatency::gap(image_->size.spins));
  std::uint32_t detuning = run.temperature;
  for (std::uint32_t k = 0; k < run.sweeps; ++k) {
    clock_ += pass * (1 + lower_planes) + gap;
    shown_ = energy_;
    evaluate();
    step(run, detuning);
    detuning -= std::min(detuning, run.temperature_step);
  }
  evaluate();
  trace_ = nullptr;
  return {spins_, best_,      energy_, best_energy_, BifurcationRowLatency::cycles(*image_, run.sweeps, run.metropolis),
          flips_, run.sweeps, false};
}

}  // namespace isinglass
