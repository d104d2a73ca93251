// Integer twin of the lane p-bit core. The order of events is that of rtl/core/pbit_lane_pipeline.v: a visit's
// threshold comes from the generator's state six clocks before its decision, which is three clocks after its address.
#include "models/digital/pbit_lane.hpp"

#include <algorithm>
#include <bit>

#include "models/digital/noise_table.hpp"

namespace isinglass {

PbitLane::PbitLane(std::shared_ptr<const PbitLaneImage> image)
    : image_(std::move(image)), fields_(image_->fields), spins_(image_->initial), best_(image_->initial) {
  energy_bits_ = image_->size.field_bits + std::bit_width(static_cast<std::uint32_t>(image_->size.spins - 1)) + 1;
  const auto lanes = static_cast<std::uint64_t>(image_->size.lanes);
  const std::uint64_t blocks = (static_cast<std::uint64_t>(image_->spins) + lanes - 1) / lanes;
  flip_clocks_ = std::max(blocks, PbitLaneLatency::least_blocks) + PbitLaneLatency::flip_extra;
}

void PbitLane::reload() {
  fields_ = image_->fields;
  spins_ = image_->initial;
  loaded_ = true;
}

void PbitLane::pass(std::uint64_t clocks) {
  cycle_ += clocks;
  for (std::uint64_t k = 0; k < clocks; ++k) noise_ = next_noise_state(noise_);
}

// The register has one bit more than any state's energy needs; using it is an overflow.
void PbitLane::set_energy(std::int64_t energy) {
  energy_ = wrapped(energy, energy_bits_);
  const std::int32_t limit = 1 << (energy_bits_ - 2);
  if (energy_ >= limit || energy_ < -limit) overflow_ = true;
}

void PbitLane::set_best() {
  best_energy_ = energy_;
  snapshot_need_ = image_->spins;
}

bool PbitLane::decide(std::size_t i, Sweep kind, const AnnealRun& run, std::uint32_t temperature) const {
  const int bits = image_->size.field_bits;
  const bool metropolis = run.metropolis && kind == Sweep::anneal;
  const std::size_t cell = noise_ >> 32U & 1023U;
  const bool negative = metropolis ? spins_[i] < 0 : (noise_ >> 63U) != 0;
  const std::int32_t largest = image_->size.widths().largest_field();
  if (kind == Sweep::random) return fields_[i] > (negative ? ~largest : largest);
  const std::uint32_t magnitude = metropolis ? exponential_table[cell] : logistic_table[cell];
  return fields_[i] > noise_threshold(magnitude, negative, temperature, bits);
}

// A field out of its range wraps, and is an overflow.
void PbitLane::add_row(std::int32_t i, std::int32_t now) {
  const auto unused = static_cast<unsigned>(32 - image_->size.field_bits);
  const std::span<const std::int16_t> row = image_->row(i);
  std::uint32_t over = 0;
  for (std::size_t j = 0; j < fields_.size(); ++j) {
    const std::int32_t sum = fields_[j] + 2 * now * row[j];
    const std::int32_t field = static_cast<std::int32_t>(static_cast<std::uint32_t>(sum) << unused) >> unused;
    over |= static_cast<std::uint32_t>(sum ^ field);
    fields_[j] = field;
  }
  if (over != 0) overflow_ = true;
}

void PbitLane::flip(std::int32_t i) {
  const auto at = static_cast<std::size_t>(i);
  const std::int32_t now = spins_[at] > 0 ? -1 : 1;
  spins_[at] = static_cast<Spin>(now);
  set_energy(std::int64_t{energy_} - 2LL * now * fields_[at]);
  add_row(i, now);
  ++flips_;
  pass(flip_clocks_);
}

void PbitLane::sweep(Sweep kind, const AnnealRun& run, std::uint32_t temperature) {
  for (std::int32_t i = image_->spins - 1; i >= 0; --i) {
    const auto at = static_cast<std::size_t>(i);
    if (snapshot_need_ > 0) {
      best_[at] = spins_[at];
      --snapshot_need_;
    }
    if (kind != Sweep::frozen && decide(at, kind, run, temperature) != (spins_[at] > 0)) {
      const std::uint64_t flip_cycle = cycle_ + PbitLaneLatency::flip;
      flip(i);
      if (kind == Sweep::anneal && energy_ < best_energy_) set_best();
      if (*trace_) (*trace_)({flip_cycle, i, spins_[at], energy_, best_energy_});
    }
    pass(1);
  }
  pass(PbitLaneLatency::boundary);
}

AnnealResult PbitLane::run(const AnnealRun& run, const AnnealTrace& trace) {
  trace_ = &trace;
  noise_ = run.seed | 1U;
  flips_ = 0;
  overflow_ = false;
  const bool reloading = run.reload || !loaded_;
  set_energy(reloading ? image_->initial_energy : energy_);
  pass(PbitLaneLatency::start + PbitLaneLatency::decision - PbitLaneLatency::noise);
  cycle_ = PbitLaneLatency::start;
  set_best();
  if (reloading) {
    reload();
    sweep(Sweep::frozen, run, 0);
    set_best();
  }
  if (run.randomise) {
    sweep(Sweep::random, run, 0);
    set_best();
  }
  std::uint32_t temperature = run.temperature;
  for (std::uint32_t k = 0; k < run.sweeps; ++k) {
    sweep(Sweep::anneal, run, temperature);
    temperature -= std::min(temperature, run.temperature_step);
  }
  if (snapshot_need_ > 0) sweep(Sweep::frozen, run, 0);
  trace_ = nullptr;
  return {spins_, best_, energy_, best_energy_, cycle_, flips_, run.sweeps, overflow_};
}

}  // namespace isinglass
