// Integer twin of the ring p-bit core. There is one visit per clock from the start of a run to its end,
// and the second visit uses the seed itself; the first takes its spin from memory.
#include "models/digital/pbit_ring.hpp"

#include <algorithm>
#include <bit>

#include "models/digital/noise_table.hpp"

namespace isinglass {

PbitRing::PbitRing(std::shared_ptr<const PbitRingImage> image)
    : image_(std::move(image)), fields_(image_->fields), spins_(image_->initial), best_(image_->initial) {
  energy_bits_ = image_->size.field_bits + std::bit_width(static_cast<std::uint32_t>(image_->size.spins - 1)) + 1;
}

void PbitRing::reload() {
  fields_ = image_->fields;
  spins_ = image_->initial;
  loaded_ = true;
}

// The register has one bit more than any state's energy needs; using it is an overflow.
void PbitRing::set_energy(std::int64_t energy) {
  energy_ = wrapped(energy, energy_bits_);
  const std::int32_t limit = 1 << (energy_bits_ - 2);
  if (energy_ >= limit || energy_ < -limit) overflow_ = true;
}

void PbitRing::set_best() {
  best_energy_ = energy_;
  best_ = spins_;
}

bool PbitRing::decide(std::size_t i, Turn kind, const AnnealRun& run, std::uint32_t temperature) const {
  const bool metropolis = run.metropolis && kind == Turn::anneal;
  const std::size_t cell = noise_ >> 32U & 1023U;
  const bool negative = metropolis ? spins_[i] < 0 : (noise_ >> 63U) != 0;
  if (kind == Turn::random) return negative;
  const std::uint32_t magnitude = metropolis ? exponential_table[cell] : logistic_table[cell];
  return fields_[i] > noise_threshold(magnitude, negative, temperature, image_->size.field_bits);
}

void PbitRing::flip(std::int32_t i) {
  const auto at = static_cast<std::size_t>(i);
  const std::int32_t now = spins_[at] > 0 ? -1 : 1;
  spins_[at] = static_cast<Spin>(now);
  set_energy(std::int64_t{energy_} - 2LL * now * fields_[at]);
  const std::span<const std::int16_t> row = image_->row(i);
  const std::int32_t ring = image_->size.spins;
  for (std::int32_t j = 0; j < image_->spins; ++j) {
    if (j == i) continue;
    std::int32_t& field = fields_[static_cast<std::size_t>(j)];
    field =
        wrapped(field + 2 * now * row[static_cast<std::size_t>((j - i - 1 + ring) % ring)], image_->size.field_bits);
  }
  ++flips_;
}

void PbitRing::turn(Turn kind, const AnnealRun& run, std::uint32_t temperature) {
  for (std::int32_t i = 0; i < image_->size.spins; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (kind != Turn::frozen && i < image_->spins) {
      if (decide(at, kind, run, temperature) != (spins_[at] > 0)) {
        flip(i);
        if (kind == Turn::anneal && energy_ < best_energy_) set_best();
        if (*trace_) (*trace_)({visit_ + PbitRingLatency::flip, i, spins_[at], energy_, best_energy_});
      }
    }
    if (visit_++ > 0) noise_ = next_noise_state(noise_);
  }
}

AnnealResult PbitRing::run(const AnnealRun& run, const AnnealTrace& trace) {
  trace_ = &trace;
  noise_ = run.seed | 1U;
  visit_ = 0;
  flips_ = 0;
  overflow_ = false;
  const bool reloading = run.reload || !loaded_;
  set_energy(reloading ? image_->initial_energy : energy_);
  if (reloading) reload();
  turn(Turn::frozen, run, 0);
  if (run.randomise) turn(Turn::random, run, 0);
  turn(Turn::frozen, run, 0);
  set_best();
  std::uint32_t temperature = run.temperature;
  for (std::uint32_t k = 0; k < run.sweeps; ++k) {
    turn(Turn::anneal, run, temperature);
    temperature -= std::min(temperature, run.temperature_step);
  }
  turn(Turn::frozen, run, 0);
  trace_ = nullptr;
  return {spins_, best_, energy_, best_energy_, visit_ + PbitRingLatency::overhead, flips_, run.sweeps, overflow_};
}

}  // namespace isinglass
