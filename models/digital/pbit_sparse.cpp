// Integer twin of the sparse p-bit core. The order of events is that of rtl/core/pbit_sparse_pipeline.v: a visit's
// threshold comes from the generator's state six clocks before its decision, which is two clocks after its address.
// Spins are visited in pairs, 2p + 1 and 2p, in one clock; where the first flips the second is visited again, by later
// noise.
#include "models/digital/pbit_sparse.hpp"

#include <algorithm>
#include <bit>

#include "models/digital/noise_table.hpp"

namespace isinglass {

namespace {

std::int32_t sign_extend(std::uint32_t value, int bits) {
  const auto shift = static_cast<unsigned>(32 - bits);
  return static_cast<std::int32_t>(value << shift) >> shift;
}

}  // namespace

std::uint32_t pbit_sparse_temperature(double temperature) { return register_temperature(temperature, 12); }

double pbit_sparse_probability(std::int32_t field, std::uint32_t temperature, int field_bits, bool infinite) {
  return infinite ? 0.5 : gibbs_probability(field, temperature, field_bits);
}

PbitSparse::PbitSparse(std::shared_ptr<const PbitSparseImage> image) : image_(std::move(image)) {
  const auto n = static_cast<std::size_t>(image_->spins);
  energy_bits_ = image_->size.field_bits + std::bit_width(static_cast<std::uint32_t>(image_->size.spins - 1)) + 1;
  row_start_.push_back(0);
  for (std::size_t i = 0; i < n; ++i) {
    for (const PbitSparseNeighbour& r : listed_neighbours(*image_, i)) entries_.push_back({r.index, 2 * r.weight});
    row_start_.push_back(static_cast<std::uint32_t>(entries_.size()));
  }
  fields_.resize(n);
  spins_.resize(n);
  best_.resize(n);
}

void PbitSparse::reload() {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    fields_[i] = static_cast<std::int16_t>(sign_extend(image_->initial[i], image_->size.field_bits));
    spins_[i] = (image_->initial[i] & 0x8000U) != 0 ? Spin{1} : Spin{-1};
  }
}

/// Lets clocks go by: one step of the noise each.
void PbitSparse::pass(std::uint64_t clocks) {
  for (std::uint64_t k = 0; k < clocks; ++k) noise_ = next_noise_state(noise_);
  cycle_ += clocks;
}

void PbitSparse::set_best() {
  best_energy_ = energy_;
  snapshot_need_ = {(image_->spins + 1) / 2, image_->spins / 2};
}

// The register has one bit more than any state's energy needs; using it is an overflow.
void PbitSparse::set_energy(std::int32_t energy) {
  energy_ = sign_extend(static_cast<std::uint32_t>(energy), energy_bits_);
  const std::int32_t limit = 1 << (energy_bits_ - 2);
  if (energy_ >= limit || energy_ < -limit) overflow_ = true;
}

void PbitSparse::flip(std::int32_t i) {
  const auto at = static_cast<std::size_t>(i);
  const int old = spins_[at] > 0 ? 1 : -1;
  const int bits = image_->size.field_bits;
  const std::int32_t limit = 1 << (bits - 1);
  spins_[at] = static_cast<Spin>(-old);
  set_energy(energy_ + 2 * old * fields_[at]);
  for (std::uint32_t k = row_start_[at]; k < row_start_[at + 1]; ++k) {
    std::int16_t& field = fields_[static_cast<std::size_t>(entries_[k].index)];
    std::int32_t sum = field - old * entries_[k].twice_weight;
    if (sum >= limit || sum < -limit) {
      overflow_ = true;
      sum = sign_extend(static_cast<std::uint32_t>(sum), bits);
    }
    field = static_cast<std::int16_t>(sum);
  }
  ++flips_;
  pass(flip_clocks(*image_, at) - at % 2);  // an odd spin's partner is visited again in a clock of its own
}

/// The state of the generator that decides a visit addressed in this clock.
std::uint64_t PbitSparse::begin_visit() {
  const std::uint64_t noise = noise_;
  visit_cycle_ = cycle_;
  pass(1);
  return noise;
}

void PbitSparse::keep_best(std::int32_t i) {
  std::int32_t& need = snapshot_need_[static_cast<std::size_t>(i % 2)];
  if (need == 0) return;
  best_[static_cast<std::size_t>(i)] = spins_[static_cast<std::size_t>(i)];
  --need;
}

/// True for +1. Odd spins take their threshold from the lower half of the state.
bool PbitSparse::draw(std::int32_t i, Sweep kind, std::uint32_t temperature, std::uint64_t noise) const {
  const std::int32_t largest = image_->size.largest_field();
  const unsigned low = i % 2 == 0 ? 32U : 0U;
  const bool negative = (noise >> (low + 31U) & 1U) != 0;
  const std::uint32_t magnitude = logistic_table[(noise >> low) & 1023U];
  const std::int32_t theta = kind == Sweep::random
                                 ? (negative ? ~largest : largest)
                                 : noise_threshold(magnitude, negative, temperature, image_->size.field_bits);
  return fields_[static_cast<std::size_t>(i)] > theta;
}

/// True when the spin flips.
bool PbitSparse::visit(std::int32_t i, Sweep kind, std::uint32_t temperature, std::uint64_t noise) {
  const auto at = static_cast<std::size_t>(i);
  keep_best(i);
  if (kind == Sweep::frozen || draw(i, kind, temperature, noise) == (spins_[at] > 0)) return false;
  flip(i);
  if (kind == Sweep::anneal && energy_ < best_energy_) set_best();
  if (*trace_) (*trace_)({visit_cycle_ + PbitSparseLatency::flip_delay, i, spins_[at], energy_, best_energy_});
  return true;
}

void PbitSparse::sweep(Sweep kind, std::uint32_t temperature) {
  std::int32_t i = image_->spins - 1;
  if (kind == Sweep::reload) {
    reload();
    for (; i >= 0; --i) {
      begin_visit();
      keep_best(i);
    }
  }
  while (i >= 0) {
    const std::uint64_t noise = begin_visit();
    const bool alone = i % 2 == 0;
    if (!visit(i, kind, temperature, noise) && !alone) visit(--i, kind, temperature, noise);
    --i;
  }
  pass(PbitSparseLatency::boundary);
}

AnnealResult PbitSparse::run(const AnnealRun& run, const AnnealTrace& trace) {
  trace_ = &trace;
  noise_ = run.seed | 1U;
  cycle_ = 0;
  flips_ = 0;
  overflow_ = false;
  const bool reloading = run.reload || !loaded_;
  set_energy(reloading ? image_->initial_energy : energy_);
  // The first visit is addressed at clock 9, decides at 11 and uses the state of clock 5.
  pass(PbitSparseLatency::boundary + 2 - PbitSparseLatency::noise);
  cycle_ = PbitSparseLatency::boundary;
  set_best();
  if (reloading) {
    sweep(Sweep::reload, 0);
    loaded_ = true;
    set_best();
  }
  if (run.randomise) {
    sweep(Sweep::random, 0);
    set_best();
  }
  std::uint32_t temperature = run.temperature;
  for (std::uint32_t k = 0; k < run.sweeps; ++k) {
    sweep(Sweep::anneal, temperature);
    temperature -= std::min(temperature, run.temperature_step);
  }
  if (snapshot_need_ != std::array<std::int32_t, 2>{}) sweep(Sweep::frozen, 0);
  trace_ = nullptr;
  return {spins_, best_, energy_, best_energy_, cycle_, flips_, run.sweeps, overflow_};
}

}  // namespace isinglass
