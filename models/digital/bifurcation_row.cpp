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

std::uint64_t BifurcationRowLatency::cycles(const BifurcationRowImage& image, std::uint64_t steps, bool ballistic) {
  const auto pass = static_cast<std::uint64_t>(std::max(image.spins, 4));
  const auto passes = static_cast<std::uint64_t>(ballistic ? image.size.product_bits : 1);
  return (2 + steps * passes) * pass + (steps + 2) * static_cast<std::uint64_t>(gap(image.size.spins));
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

void BifurcationRow::fill(const AnnealRun& run) {
  const BifurcationRowSize& size = image_->size;
  // Within an eighth of the walls' distance.
  const int start_bits = size.position_bits - 3;
  std::uint64_t noise = run.seed | 1U;
  for (int k = 0; k <= sum_clock(size.spins); ++k) noise = next_noise_state(noise);
  for (std::size_t i = 0; i < x_.size(); ++i) {
    if (run.randomise) {
      x_[i] = upper_bits(static_cast<std::uint32_t>(noise >> 32U), start_bits);
      v_[i] = upper_bits(static_cast<std::uint32_t>(noise), start_bits);
    } else if (run.reload || !loaded_) {
      const std::int32_t side = 1 << (size.position_bits - 4);
      x_[i] = image_->initial[i] > 0 ? side : ~side;
      v_[i] = 0;
    }
    noise = next_noise_state(noise);
  }
  loaded_ = true;
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
  if ((position >= 0) != (x_[i] >= 0)) ++flips_;
  x_[i] = static_cast<std::int32_t>(inside);
  v_[i] = inside == position ? static_cast<std::int32_t>(moved) : 0;
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

AnnealResult BifurcationRow::run(const AnnealRun& run) {
  flips_ = 0;
  judged_ = false;
  fill(run);
  std::uint32_t detuning = run.temperature;
  for (std::uint32_t k = 0; k < run.sweeps; ++k) {
    evaluate();
    step(run, detuning);
    detuning -= std::min(detuning, run.temperature_step);
  }
  evaluate();
  return {spins_, best_,      energy_, best_energy_, BifurcationRowLatency::cycles(*image_, run.sweeps, run.metropolis),
          flips_, run.sweeps, false};
}

}  // namespace isinglass
