// Integer twin of the chromatic p-bit core. Clocks are counted from the first one of the run; the table of the law is
// written beside the visits, an entry per clock.
#include "models/digital/pbit_colour.hpp"

#include <algorithm>
#include <bit>

#include "models/digital/noise_table.hpp"

namespace isinglass {

namespace {

constexpr std::uint64_t entry_delay = 4;  // clocks from a period's first one until its entry 0 counts

int bits_for(std::int32_t count) { return std::bit_width(static_cast<std::uint32_t>(count - 1)); }

std::uint64_t next_master_state(std::uint64_t x) {
  x ^= x << 11U;
  x ^= x >> 29U;
  x ^= x << 14U;
  return x;
}

}  // namespace

PbitColourLatency pbit_colour_latency(const PbitColourImage& image) {
  PbitColourLatency latency;
  const auto generators = static_cast<std::uint64_t>((image.graph.slots + 3) / 4);
  latency.period = std::max<std::uint64_t>(32, std::uint64_t{1} << static_cast<unsigned>(image.size.field_bits - 1));
  latency.prepare = generators + 2 * latency.period + 16;
  latency.drain = static_cast<std::uint64_t>(bits_for(image.graph.slots)) + 8;
  return latency;
}

std::uint32_t colour_against(std::int32_t magnitude, std::uint32_t temperature) {
  constexpr std::uint32_t beyond = 1U << 19U;  // a/tau = 8
  const std::uint32_t step = temperature == 0 ? beyond : std::min((1U << 24U) / temperature, beyond);
  const std::uint32_t ratio = 256U + static_cast<std::uint32_t>(magnitude) * step;
  return ratio >= beyond ? 0U : logistic_tail_table[ratio >> 9U];
}

double colour_probability(std::int32_t field, std::uint32_t temperature) {
  const double against = colour_against(std::abs(field), temperature >> 16U) / 4096.0;
  return field < 0 ? against : 1.0 - against;
}

PbitColour::PbitColour(std::shared_ptr<const PbitColourImage> image)
    : image_(std::move(image)),
      latency_(pbit_colour_latency(*image_)),
      spins_(image_->initial),
      best_(image_->initial),
      noise_(static_cast<std::size_t>((image_->graph.slots + 3) / 4)) {
  const int levels = bits_for(image_->graph.slots);
  energy_bits_ = image_->size.field_bits + std::max(bits_for(image_->graph.spins), levels + 1) + 1;
}

// The register has one bit more than any state's energy needs; using it is an overflow.
void PbitColour::set_energy(std::int64_t energy) {
  energy_ = wrapped(energy, energy_bits_);
  const std::int32_t limit = 1 << (energy_bits_ - 2);
  if (energy_ >= limit || energy_ < -limit) overflow_ = true;
}

void PbitColour::set_best() {
  best_energy_ = energy_;
  best_ = spins_;
}

// One clock of the table: a period's first one takes tau and has the quotient of the tau before; every clock has the
// entry that counts from it on.
void PbitColour::clock() {
  if (clock_ % latency_.period == 0) {
    divided_ = dividing_;
    dividing_ = temperature_ >> 16U;
  }
  if (clock_ >= entry_delay) {
    const std::uint64_t entry = (clock_ - entry_delay) % latency_.period;
    if (entry == 0) written_ = divided_;
    const auto entries = std::uint64_t{1} << static_cast<unsigned>(image_->size.field_bits - 1);
    if (entry < entries) against_[entry] = colour_against(static_cast<std::int32_t>(entry), written_);
  }
  ++clock_;
}

void PbitColour::prepare(const AnnealRun& run) {
  clock_ = 0;
  std::uint64_t master = run.seed | 1U;
  for (std::uint64_t left = latency_.prepare; left-- > 0;) {
    if (left < noise_.size()) noise_[left] = master | 1U;
    master = next_master_state(master);
  }
}

std::int32_t PbitColour::field_of(std::int32_t i) const {
  const auto row = image_->row(i);
  const auto& neighbours = image_->graph.neighbours[static_cast<std::size_t>(i)];
  std::int32_t field = image_->fields[static_cast<std::size_t>(i)];
  for (std::size_t k = 0; k < row.size(); ++k) field += row[k] * spins_[static_cast<std::size_t>(neighbours[k])];
  return field;
}

bool PbitColour::decide(std::int32_t field, std::size_t slot, Turn kind) const {
  const std::uint64_t noise = noise_[slot / 4] >> (16 + 12 * (slot % 4));
  const bool below = (noise & 2047U) < against_[static_cast<std::size_t>(std::abs(field))];
  const bool refuses = (noise >> 11U & 1U) != 0 && (kind == Turn::random || below);
  return (field >= 0) != refuses;
}

void PbitColour::visit(std::int32_t colour, Turn kind) {
  for (std::uint64_t& state : noise_) state = next_noise_state(state);
  if (kind == Turn::frozen) return;
  const ColourGraph& graph = image_->graph;
  const auto slots = static_cast<std::size_t>(graph.slots);
  const auto members = std::span(graph.members).subspan(static_cast<std::size_t>(colour) * slots, slots);
  std::int64_t change = 0;
  flipped_.clear();
  for (std::size_t slot = 0; slot < slots; ++slot) {
    const std::int32_t i = members[slot];
    if (i < 0) continue;
    Spin& spin = spins_[static_cast<std::size_t>(i)];
    const std::int32_t field = field_of(i);
    if (decide(field, slot, kind) == (spin > 0)) continue;
    change += 2LL * spin * field;
    spin = static_cast<Spin>(-spin);
    flipped_.push_back(i);
  }
  flips_ += static_cast<std::uint32_t>(flipped_.size());
  set_energy(energy_ + change);
  if (kind == Turn::anneal && energy_ < best_energy_) set_best();
  if (*trace_) {
    for (const std::int32_t i : flipped_)
      (*trace_)({clock_ - 1, i, spins_[static_cast<std::size_t>(i)], energy_, best_energy_});
  }
}

// The first clock of a period takes tau as it stands in it: clock() is called for the clock after a visit's order.
void PbitColour::turn(Turn kind, const AnnealRun& run) {
  for (std::int32_t colour = 0; colour < image_->graph.colours; ++colour) {
    if (kind == Turn::anneal && colour == image_->graph.colours - 1)
      temperature_ -= std::min(temperature_, run.temperature_step);
    clock();
    visit(colour, kind);
  }
}

AnnealResult PbitColour::run(const AnnealRun& run, const AnnealTrace& trace) {
  trace_ = &trace;
  flips_ = 0;
  overflow_ = false;
  temperature_ = run.temperature;
  prepare(run);
  for (std::uint64_t k = 0; k <= latency_.prepare; ++k) clock();
  const bool reloading = run.reload || !loaded_;
  set_energy(reloading ? image_->initial_energy : energy_);
  if (reloading) spins_ = image_->initial;
  loaded_ = true;
  turn(Turn::frozen, run);
  if (run.randomise) turn(Turn::random, run);
  turn(Turn::frozen, run);
  set_best();
  for (std::uint32_t k = 0; k < run.sweeps; ++k) turn(Turn::anneal, run);
  turn(Turn::frozen, run);
  trace_ = nullptr;
  return {spins_, best_, energy_, best_energy_, clock_ - 1 + latency_.drain, flips_, run.sweeps, overflow_};
}

}  // namespace isinglass
