// Integer twin of the sparse p-bit core. The order of events is that of rtl/core/pbit_sparse_pipeline.v: a visit's
// threshold comes from the generator's state six clocks before its decision, which is two clocks after its address.
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
  const int bits = image_->size.weight_bits;
  energy_bits_ = image_->size.field_bits + std::bit_width(static_cast<std::uint32_t>(image_->size.spins - 1)) + 1;
  row_start_.push_back(0);
  for (std::size_t i = 0; i < n; ++i) {
    const auto length = static_cast<std::size_t>(static_cast<std::int16_t>(image_->length[i]) + 5);
    for (std::size_t k = image_->first[i]; k < image_->first[i] + length; ++k) {
      const std::uint32_t word = image_->list[k];
      entries_.push_back({static_cast<std::int32_t>(word >> static_cast<unsigned>(bits)),
                          2 * sign_extend(word & ((1U << static_cast<unsigned>(bits)) - 1), bits)});
    }
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

void PbitSparse::boundary(std::uint64_t noise_steps) {
  for (std::uint64_t k = 0; k < noise_steps; ++k) noise_ = next_noise_state(noise_);
  cycle_ += PbitSparseLatency::boundary;
}

void PbitSparse::set_best() {
  best_energy_ = energy_;
  snapshot_need_ = image_->spins;
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
  const std::uint64_t extra = row_start_[at + 1] - row_start_[at] + PbitSparseLatency::flip_extra;
  cycle_ += extra;
  for (std::uint64_t k = 0; k < extra; ++k) noise_ = next_noise_state(noise_);
}

void PbitSparse::sweep(Sweep kind, std::uint32_t temperature) {
  const std::int32_t largest = image_->size.largest_field();
  for (std::int32_t i = image_->spins - 1; i >= 0; --i) {
    const auto at = static_cast<std::size_t>(i);
    const std::uint64_t noise = noise_;
    noise_ = next_noise_state(noise_);
    if (snapshot_need_ > 0) {
      best_[at] = spins_[at];
      --snapshot_need_;
    }
    if (kind != Sweep::frozen) {
      const bool negative = (noise >> 63U) != 0;
      const std::uint32_t magnitude = logistic_table[(noise >> 32U) & 1023U];
      const std::int32_t theta = kind == Sweep::random
                                     ? (negative ? ~largest : largest)
                                     : noise_threshold(magnitude, negative, temperature, image_->size.field_bits);
      const bool up = fields_[at] > theta;
      if (up != (spins_[at] > 0)) {
        const std::uint64_t flip_cycle = cycle_ + 3;
        flip(i);
        if (kind == Sweep::anneal && energy_ < best_energy_) set_best();
        if (*trace_) (*trace_)({flip_cycle, i, spins_[at], energy_, best_energy_});
      }
    }
    ++cycle_;
  }
}

AnnealResult PbitSparse::run(const AnnealRun& run, const AnnealTrace& trace) {
  trace_ = &trace;
  noise_ = run.seed | 1U;
  cycle_ = 0;
  flips_ = 0;
  overflow_ = false;
  const bool reloading = run.reload || !loaded_;
  set_energy(reloading ? image_->initial_energy : energy_);
  // The first visit is addressed at clock 8, decides at 10 and uses the state of clock 4.
  boundary(PbitSparseLatency::boundary + 2 - PbitSparseLatency::noise);
  set_best();
  if (reloading) {
    reload();
    loaded_ = true;
    sweep(Sweep::frozen, 0);
    boundary(PbitSparseLatency::boundary);
    set_best();
  }
  if (run.randomise) {
    sweep(Sweep::random, 0);
    boundary(PbitSparseLatency::boundary);
    set_best();
  }
  std::uint32_t temperature = run.temperature;
  for (std::uint32_t k = 0; k < run.sweeps; ++k) {
    sweep(Sweep::anneal, temperature);
    boundary(PbitSparseLatency::boundary);
    temperature -= std::min(temperature, run.temperature_step);
  }
  if (snapshot_need_ > 0) {
    sweep(Sweep::frozen, 0);
    boundary(PbitSparseLatency::boundary);
  }
  trace_ = nullptr;
  return {spins_, best_, energy_, best_energy_, cycle_, flips_, run.sweeps, overflow_};
}

}  // namespace isinglass
