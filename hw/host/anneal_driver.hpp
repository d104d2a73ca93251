// Drives an annealing core over any transport: checks who is there, loads a problem, runs it, and checks what comes
// back.
#pragma once

#include <algorithm>

#include "hw/host/anneal_load.hpp"
#include "hw/host/registers.hpp"
#include "models/digital/anneal_run.hpp"

namespace isinglass {

/// Whether loaded memories are read back and compared. Every frame is protected by its CRC; reading back also finds a
/// memory that does not keep what it was given.
enum class Verify { none, read_back };

template <Transport T>
class AnnealDriver {
 public:
  /// Reads the identity and checks that it is the core of that number. The transport must outlive the driver.
  AnnealDriver(T& transport, std::uint32_t core) : transport_(&transport), identity_(identify(transport, core)) {}

  [[nodiscard]] const CoreIdentity& identity() const { return identity_; }

  /// Loads a problem made for this core. Throws InputError when the core is made for another graph, HardwareError when
  /// the memories do not keep the problem (Verify::read_back).
  void load(AnnealLoad load, Verify verify) {
    expect(std::move(load));
    check_graph();
    write_register(*transport_, reg::spin_count, static_cast<std::uint32_t>(load_.spins));
    for (const auto& [memory, words] : load_.memories) write_memory(*transport_, memory, words);
    if (verify == Verify::none) return;
    for (const auto& [memory, words] : load_.memories) compare(memory, words);
  }

  /// InputError when the core is made for another graph than the noted problem's.
  void check_graph() {
    if (load_.graph != 0) isinglass::check_graph(*transport_, load_.graph);
  }

  /// Takes note of a problem without loading it: somebody else does (anneal_session.hpp).
  void expect(AnnealLoad load) { load_ = std::move(load); }
  [[nodiscard]] const AnnealLoad& loaded() const { return load_; }

  /// Writes the settings of a run, in one transfer: registers 0x11 to 0x1B.
  void configure(const AnnealRun& run) {
    transport_->write(reg::sweeps, Addressing::counting, settings_of(run));
    sweeps_asked_ = run.sweeps;
  }

  /// What registers 0x11 to 0x1B hold for that run of the loaded problem.
  [[nodiscard]] std::array<std::uint32_t, 11> settings_of(const AnnealRun& run) const {
    const std::uint32_t mode = (run.reload ? 1U : 0U) | (run.randomise ? 2U : 0U) | (run.metropolis ? 4U : 0U);
    return {run.sweeps,
            static_cast<std::uint32_t>(run.seed),
            static_cast<std::uint32_t>(run.seed >> 32U),
            run.temperature,
            run.temperature_step,
            static_cast<std::uint32_t>(load_.initial_energy),
            mode,
            run.extra[0],
            run.extra[1],
            run.extra[2],
            run.extra[3]};
  }

  /// The device may be so many times slower than its clock says, as a simulated one is.
  void allow(double slowness) { slowness_ = slowness; }

  void start() { write_register(*transport_, reg::control, 1); }
  void abort() { write_register(*transport_, reg::control, 2); }
  [[nodiscard]] bool busy() { return (read_register(*transport_, reg::status) & 1U) != 0; }

  /// Polls until the run is done; `stop` is asked between polls and aborts the run when it answers true. Returns
  /// STATUS.
  template <class Stop>
  std::uint32_t wait(const Stop& stop) {
    // One clock per visit and about as much again for flips; polls about 20 times in that, then ever more seldom.
    const double expected_s = 2.0 * static_cast<double>(sweeps_asked_ + 4) * load_.visits / identity_.clock_hz;
    double step_s = std::clamp(expected_s / 20, 1e-5, 0.1);
    double waited_s = 0.0;
    for (bool aborted = false;;) {
      const std::uint32_t status = read_register(*transport_, reg::status);
      if ((status & 1U) == 0) return status;
      transport_->pause(step_s);
      waited_s += step_s;
      if (waited_s > expected_s) step_s = std::min(1.2 * step_s, 0.1);
      if (waited_s > slowness_ * (100 * expected_s + 10.0)) {
        throw DoubtError(transport_->describe() + " does not finish its run");
      }
      if (!aborted && stop()) {
        abort();
        aborted = true;
      }
    }
  }

  /// State, energies and counters after a run; both energies are checked against the problem as loaded (DoubtError).
  AnnealResult results() {
    AnnealResult result;
    result.spins = spins_of(0);
    result.best_spins = spins_of(1);
    std::array<std::uint32_t, 6> words{};  // 0x20 to 0x25
    transport_->read(reg::energy, Addressing::counting, words);
    result.energy = static_cast<std::int32_t>(words[0]);
    result.best_energy = static_cast<std::int32_t>(words[1]);
    result.cycles = words[2] | static_cast<std::uint64_t>(words[3]) << 32U;
    result.flips = words[4];
    result.sweeps = words[5];
    result.overflow = (read_register(*transport_, reg::status) & 4U) != 0;
    if (result.overflow) throw DoubtError(transport_->describe() + " reports an overflow of a field or of the energy");
    check_device_energy(load_, result.spins, result.energy, "present", transport_->describe());
    check_device_energy(load_, result.best_spins, result.best_energy, "best", transport_->describe());
    return result;
  }

  AnnealResult run(const AnnealRun& settings) {
    configure(settings);
    start();
    wait([] { return false; });
    return results();
  }

 private:
  std::vector<Spin> spins_of(std::uint32_t memory) {
    std::vector<std::uint32_t> words(spin_words(load_));
    read_memory(*transport_, memory, std::span(words));
    return unpack_spins(words, load_);
  }

  void compare(std::uint32_t memory, const std::vector<std::uint32_t>& expected) {
    std::vector<std::uint32_t> found(expected.size());
    read_memory(*transport_, memory, std::span(found));
    const auto [at, unused] = std::mismatch(found.begin(), found.end(), expected.begin());
    if (at == found.end()) return;
    throw HardwareError(transport_->describe() + " did not keep word " + std::to_string(at - found.begin()) +
                            " of memory " + std::to_string(memory) + " as it was loaded",
                        "load again; if it happens again, the clock is too fast for this board");
  }

  T* transport_;
  CoreIdentity identity_;
  AnnealLoad load_;
  std::uint32_t sweeps_asked_ = 0;
  double slowness_ = 1.0;
};

}  // namespace isinglass
