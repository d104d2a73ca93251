// Integer twin of the oscillator core. There is one visit per clock from the start of a run to its end.
#include "models/digital/oscillator_hybrid.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>

#include "models/digital/device_numbers.hpp"
#include "models/digital/noise_table.hpp"

namespace isinglass {

namespace {

constexpr std::array<std::uint8_t, 64> sine_table = {
#include "models/digital/sine_table.inc"
};
constexpr int noise_visits = 2;    // clocks from a visit's order to the generator state of its noise
constexpr int dither_visits = 12;  // ... and to that of its rounding
constexpr std::uint16_t middle_instant = 0x4000;
constexpr double noise_deviation = 147.8;  // of a sum of four uniform bytes

/// |sin| of a phase, in 1/256; the sign is the phase's upper bit.
std::uint32_t sine_magnitude(std::uint16_t phase) {
  const std::uint32_t cell = phase >> 8U & 63U;
  return sine_table[(phase & 0x4000U) != 0 ? 63U - cell : cell];
}

bool in_lower_half(std::uint16_t phase) { return (phase & 0x8000U) != 0; }  // the sine is negative

bool square_wave(std::uint16_t psi) { return in_lower_half(psi) == ((psi & 0x4000U) != 0); }

/// theta of a count that goes round: up from -1/4 to +1/4 turn and down again.
std::uint16_t theta_of(std::uint16_t instant) {
  const auto fold = static_cast<std::uint16_t>((instant & 0x8000U) != 0 ? ~instant & 0x7FFFU : instant);
  return static_cast<std::uint16_t>(fold - middle_instant);
}

/// The sum of four bytes about its middle.
std::int32_t deviation(std::uint64_t state) {
  const auto byte = [&](unsigned at) { return static_cast<std::int32_t>(state >> at & 255U); };
  return byte(56) + byte(40) + byte(24) + byte(8) - 510;
}

std::uint32_t signed_term(bool negative, std::uint32_t magnitude) { return negative ? 0U - magnitude : magnitude; }

std::uint32_t register_value(double value, double unit) {
  return static_cast<std::uint32_t>(std::clamp(std::round(value * unit), 0.0, 4294967295.0));
}

}  // namespace

AnnealRun oscillator_run(const OscillatorSchedule& schedule) {
  const double turn = 65536.0 / (2.0 * std::numbers::pi);  // per rad
  const double steps = std::max(1.0, static_cast<double>(schedule.turns) - 1.0);
  const double pull = schedule.pull * turn;
  const double coupling = pull * std::numbers::pi / 2.0 / schedule.scale;
  const auto amplitude = [&](double temperature) {
    return register_value(std::sqrt(2.0 * temperature * schedule.pull) * turn / noise_deviation, 16777216.0);
  };
  const auto locking = [&](double share) { return register_value(share * pull, 65536.0); };
  AnnealRun run;
  run.sweeps = schedule.turns;
  run.temperature = amplitude(schedule.hot);
  run.temperature_step = static_cast<std::uint32_t>((run.temperature - amplitude(schedule.cold)) / steps);
  run.extra[OscillatorHybridExtra::coupling] = std::min(65535U, register_value(coupling, 8.0));
  run.extra[OscillatorHybridExtra::locking] = locking(schedule.locking_start);
  run.extra[OscillatorHybridExtra::locking_step] =
      static_cast<std::uint32_t>((locking(schedule.locking_end) - locking(schedule.locking_start)) / steps);
  run.extra[OscillatorHybridExtra::instant] = std::min(65535U, register_value(1.0 / schedule.instants, 65536.0));
  return run;
}

OscillatorHybrid::OscillatorHybrid(std::shared_ptr<const OscillatorHybridImage> image)
    : image_(std::move(image)),
      fields_(image_->ring.fields),
      phases_(fields_.size(), 0),
      spins_(image_->ring.initial),
      best_(image_->ring.initial) {
  energy_bits_ = image_->size.field_bits + std::bit_width(static_cast<std::uint32_t>(image_->size.spins - 1)) + 1;
}

void OscillatorHybrid::reload() {
  fields_ = image_->ring.fields;
  spins_ = image_->ring.initial;
  for (std::size_t i = 0; i < phases_.size(); ++i) phases_[i] = spins_[i] > 0 ? 0 : 0x8000U;
  loaded_ = true;
}

// The register has one bit more than any state's energy needs; using it is an overflow.
void OscillatorHybrid::set_energy(std::int64_t energy) {
  energy_ = wrapped(energy, energy_bits_);
  const std::int32_t limit = 1 << (energy_bits_ - 2);
  if (energy_ >= limit || energy_ < -limit) overflow_ = true;
}

void OscillatorHybrid::set_best() {
  best_energy_ = energy_;
  best_ = spins_;
}

void OscillatorHybrid::toggle(std::int32_t i) {
  const auto at = static_cast<std::size_t>(i);
  const std::int32_t now = spins_[at] > 0 ? -1 : 1;
  spins_[at] = static_cast<Spin>(now);
  set_energy(std::int64_t{energy_} - 2LL * now * fields_[at]);
  const std::span<const std::int16_t> row = image_->ring.row(i);
  const std::int32_t ring = image_->size.spins;
  for (std::int32_t j = 0; j < image_->ring.spins; ++j) {
    if (j == i) continue;
    std::int32_t& field = fields_[static_cast<std::size_t>(j)];
    field =
        wrapped(field + 2 * now * row[static_cast<std::size_t>((j - i - 1 + ring) % ring)], image_->size.field_bits);
  }
  ++flips_;
}

std::uint16_t OscillatorHybrid::moved(std::size_t i, const Settings& settings) const {
  const std::uint16_t phase = phases_[i];
  const auto psi = static_cast<std::uint16_t>(phase + settings.theta);
  const auto twice = static_cast<std::uint16_t>(2U * phase);
  const auto sum = static_cast<std::uint32_t>(std::abs(fields_[i]));
  const std::int32_t noise = deviation(noise_);
  // The product of coupling and sine keeps as many bits as its multiplier with the sum takes.
  const unsigned pull_bits = image_->size.field_bits <= 12 ? 20 : 16;
  const std::uint64_t pull = settings.coupling * sine_magnitude(psi) >> (24 - pull_bits);
  const auto force = static_cast<std::uint32_t>(pull * sum >> (pull_bits - 13));
  const std::uint32_t locking = settings.locking * sine_magnitude(twice) >> 8U;
  const std::uint32_t kick = settings.amplitude * static_cast<std::uint32_t>(std::abs(noise)) >> 8U;
  const auto bits = static_cast<unsigned>(image_->size.phase_bits);
  const auto dither = static_cast<std::uint32_t>((dither_ >> 48U & 255U) << 8U | (dither_ >> 32U & 255U)) >> bits;
  const std::uint32_t next = phase + signed_term(in_lower_half(psi) == (fields_[i] < 0), force) +
                             signed_term(!in_lower_half(twice), locking) + signed_term(noise < 0, kick) + dither;
  return static_cast<std::uint16_t>(next >> (16 - bits) << (16 - bits));
}

void OscillatorHybrid::turn(Turn kind, const Settings& settings) {
  const auto kept = static_cast<std::uint16_t>(0xFFFFU << (16 - static_cast<unsigned>(image_->size.phase_bits)));
  for (std::int32_t i = 0; i < image_->size.spins; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (kind != Turn::frozen && i < image_->ring.spins) {
      if (kind == Turn::random) phases_[at] = static_cast<std::uint16_t>(noise_ >> 48U) & kept;
      if (square_wave(static_cast<std::uint16_t>(phases_[at] + settings.theta)) != (spins_[at] > 0)) {
        toggle(i);
        if (kind == Turn::anneal && energy_ < best_energy_) set_best();
        if (*trace_) {
          (*trace_)({visit_ + OscillatorHybridLatency::flip, i, spins_[at], energy_, best_energy_});
        }
      }
      if (kind == Turn::anneal) phases_[at] = moved(at, settings);
    }
    ++visit_;
    noise_ = next_noise_state(noise_);
    dither_ = next_noise_state(dither_);
  }
}

AnnealResult OscillatorHybrid::run(const AnnealRun& run, const AnnealTrace& trace) {
  trace_ = &trace;
  noise_ = run.seed | 1U;
  for (int k = 0; k < noise_visits; ++k) noise_ = next_noise_state(noise_);
  dither_ = noise_;
  for (int k = noise_visits; k < dither_visits; ++k) dither_ = next_noise_state(dither_);
  visit_ = 0;
  flips_ = 0;
  overflow_ = false;
  const bool reloading = run.reload || !loaded_;
  set_energy(reloading ? image_->ring.initial_energy : energy_);
  if (reloading) reload();
  turn(Turn::frozen, {});
  if (run.randomise) turn(Turn::random, {});
  turn(Turn::frozen, {});
  set_best();
  std::uint32_t amplitude = run.temperature;
  std::uint32_t locking = run.extra[OscillatorHybridExtra::locking];
  std::uint16_t instant = middle_instant;
  const std::uint32_t coupling = run.extra[OscillatorHybridExtra::coupling] & 0xFFFFU;
  for (std::uint32_t k = 0; k < run.sweeps; ++k) {
    turn(Turn::anneal, {coupling, locking >> 16U, amplitude >> 16U, theta_of(instant)});
    amplitude -= std::min(amplitude, run.temperature_step);
    locking += std::min(~locking, run.extra[OscillatorHybridExtra::locking_step]);
    instant = static_cast<std::uint16_t>(instant + run.extra[OscillatorHybridExtra::instant]);
  }
  turn(Turn::frozen, {});
  trace_ = nullptr;
  return {spins_, best_,      energy_,  best_energy_, visit_ + OscillatorHybridLatency::overhead,
          flips_, run.sweeps, overflow_};
}

}  // namespace isinglass
