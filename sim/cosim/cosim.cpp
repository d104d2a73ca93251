// Builds the modules, connects them, runs the kernel once, and compares the annealer with its twin.
#include "sim/cosim/cosim.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hw/host/pbit_sparse_load.hpp"
#include "models/error.hpp"
#include "sim/cosim/annealer_module.hpp"
#include "sim/cosim/host_module.hpp"
#include "sim/cosim/monitor_module.hpp"

/// SystemC's library wants this symbol; the kernel is driven from run_cosim and it is never called.
int sc_main(int /*argc*/, char** /*argv*/) { return 0; }

namespace isinglass {
namespace {

constexpr int clocks_per_bit = 4;  // as verilated: BAUD = CLOCK_HZ / 4

/// What the twin does, flip by flip: known before the kernel starts, so the length of the run is known too.
struct TwinRun {
  AnnealResult result;
  std::vector<std::pair<std::uint64_t, std::int32_t>> flips;  // clock, energy after it
};

TwinRun run_twin(const std::shared_ptr<const PbitSparseImage>& image, const AnnealRun& settings) {
  TwinRun run;
  PbitSparse twin(image);
  run.result = twin.run(settings, [&](const AnnealFlip& flip) { run.flips.emplace_back(flip.cycle, flip.energy); });
  return run;
}

/// Collects everything that is seen while the kernel runs.
class Recorder {
 public:
  Recorder(const Problem& problem, const CosimOptions& options) : problem_(&problem), image_(options.image) {
    if (options.trace.empty()) return;
    waves_ = std::make_unique<CosimWaves>(
        options.trace,
        fmt::format("{}: oscillator machine and pbit_sparse; time 0 is the start of the annealer", problem.name),
        problem.size());
  }

  std::vector<std::pair<std::uint64_t, std::int32_t>> flips;
  CosimCurves curves;

  void start() {
    begin_ = sc_core::sc_time_stamp();
    if (!waves_) return;
    waves_->put_time(0.0);
    waves_->put_busy(true);
    for (std::int32_t i = 0; i < image_->spins; ++i) {
      waves_->put_spin(i, (image_->initial[static_cast<std::size_t>(i)] & 0x8000U) != 0);
    }
    waves_->put_annealer_energy(ideal_energy(image_->initial_energy));
  }
  void stop() {
    if (!waves_) return;
    waves_->put_time(now_s());
    waves_->put_busy(false);
  }
  void flip(const AnnealerFlip& flip) {
    if (!waves_) return;
    waves_->put_time(now_s());
    waves_->put_spin(flip.index, flip.up);
  }
  void energy(const AnnealerFlip& flip) {
    flips.emplace_back(flip.cycle, flip.energy);
    if (!waves_) return;
    waves_->put_time(now_s());
    waves_->put_annealer_energy(ideal_energy(flip.energy));
  }
  void show(const OscillatorModule& oscillator, const AnnealerModule& annealer) {
    const std::vector<Spin> spins = oscillator.spins();
    const double value = isinglass::energy(*problem_, spins);
    curves.time_s.push_back(oscillator.time_s());
    curves.oscillator.push_back(value);
    curves.annealer.push_back(ideal_energy(flips.empty() ? image_->initial_energy : annealer.energy()));
    if (!waves_) return;
    waves_->put_time(now_s());
    waves_->put_oscillator(oscillator.phases(), value);
  }
  void close() {
    if (waves_) waves_->close();
  }
  [[nodiscard]] double now_s() const { return (sc_core::sc_time_stamp() - begin_).to_seconds(); }

 private:
  /// In the ideal problem's terms; exact where nothing was rounded.
  [[nodiscard]] double ideal_energy(std::int32_t device) const { return device / image_->scale + problem_->offset; }

  const Problem* problem_;
  std::shared_ptr<const PbitSparseImage> image_;
  std::unique_ptr<CosimWaves> waves_;
  sc_core::sc_time begin_;
};

/// Connects recorder and modules, and stops the kernel when all have finished.
class Monitor : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Monitor);
  Monitor(const sc_core::sc_module_name& name, AnnealerModule& annealer, OscillatorModule& oscillator, HostModule& host,
          Recorder& recorder)
      : sc_core::sc_module(name), annealer_(&annealer), oscillator_(&oscillator), host_(&host), recorder_(&recorder) {
    annealer.on_flip = [&recorder](const AnnealerFlip& flip) { recorder.flip(flip); };
    annealer.on_energy = [&recorder](const AnnealerFlip& flip) { recorder.energy(flip); };
    SC_METHOD(start);
    sensitive << annealer.started;
    dont_initialize();
    SC_METHOD(stop);
    sensitive << annealer.finished;
    dont_initialize();
    SC_METHOD(show);
    sensitive << oscillator.shown;
    dont_initialize();
    SC_METHOD(end);
    sensitive << oscillator.finished << host.finished;
    dont_initialize();
  }
  [[nodiscard]] double started_s() const { return started_s_; }
  [[nodiscard]] double finished_s() const { return finished_s_; }

 private:
  void start() {
    started_s_ = sc_core::sc_time_stamp().to_seconds();
    recorder_->start();
  }
  void stop() {
    finished_s_ = sc_core::sc_time_stamp().to_seconds();
    recorder_->stop();
  }
  void show() { recorder_->show(*oscillator_, *annealer_); }
  void end() {
    if (host_->failure() || (host_->done() && oscillator_->done())) sc_core::sc_stop();
  }

  AnnealerModule* annealer_;
  OscillatorModule* oscillator_;
  HostModule* host_;
  Recorder* recorder_;
  double started_s_ = 0.0;
  double finished_s_ = 0.0;
};

std::optional<Divergence> compare_flips(const TwinRun& twin, const Recorder& recorder, double period_s) {
  const std::size_t common = std::min(twin.flips.size(), recorder.flips.size());
  for (std::size_t k = 0; k < common; ++k) {
    const auto& [cycle, energy] = recorder.flips[k];
    if (cycle == twin.flips[k].first && energy == twin.flips[k].second) continue;
    const bool in_time = cycle != twin.flips[k].first;
    return Divergence{in_time ? "cycle of a flip" : "energy after a flip",
                      static_cast<std::int64_t>(k),
                      cycle,
                      static_cast<double>(cycle) * period_s,
                      in_time ? static_cast<std::int64_t>(cycle) : energy,
                      in_time ? static_cast<std::int64_t>(twin.flips[k].first) : twin.flips[k].second};
  }
  if (twin.flips.size() == recorder.flips.size()) return std::nullopt;
  return Divergence{"number of flips",
                    static_cast<std::int64_t>(common),
                    0,
                    0.0,
                    static_cast<std::int64_t>(recorder.flips.size()),
                    static_cast<std::int64_t>(twin.flips.size())};
}

std::optional<Divergence> compare_results(const AnnealResult& rtl, const AnnealResult& twin, double period_s) {
  const auto end_s = static_cast<double>(rtl.cycles) * period_s;
  const auto differ = [&](const char* quantity, std::int64_t index, std::int64_t a, std::int64_t b) {
    return Divergence{quantity, index, rtl.cycles, end_s, a, b};
  };
  for (std::size_t i = 0; i < rtl.spins.size(); ++i) {
    if (rtl.spins[i] != twin.spins[i]) return differ("spin", static_cast<std::int64_t>(i), rtl.spins[i], twin.spins[i]);
  }
  for (std::size_t i = 0; i < rtl.best_spins.size(); ++i) {
    if (rtl.best_spins[i] != twin.best_spins[i]) {
      return differ("spin of the best state", static_cast<std::int64_t>(i), rtl.best_spins[i], twin.best_spins[i]);
    }
  }
  if (rtl.energy != twin.energy) return differ("energy", 0, rtl.energy, twin.energy);
  if (rtl.best_energy != twin.best_energy) return differ("best energy", 0, rtl.best_energy, twin.best_energy);
  if (rtl.flips != twin.flips) return differ("number of flips", 0, rtl.flips, twin.flips);
  if (rtl.cycles != twin.cycles) {
    return differ("number of clocks", 0, static_cast<std::int64_t>(rtl.cycles), static_cast<std::int64_t>(twin.cycles));
  }
  return std::nullopt;
}

void check_size(const PbitSparseSize& core, const PbitSparseSize& image) {
  if (core.spins >= image.spins && core.entries >= image.entries && core.weight_bits == image.weight_bits &&
      core.field_bits == image.field_bits) {
    return;
  }
  throw InputError("the problem was laid out for a core with " + to_string(image) + ", but the co-simulated one has " +
                       to_string(core),
                   "co-simulate the default board");
}

bool asked_to_stop(const CosimOptions& options) {
  return options.interrupted != nullptr && options.interrupted->load();
}

}  // namespace

CosimResult run_cosim(const Problem& problem, const CosimOptions& options) {
  using sc_core::sc_time;
  if (sc_core::sc_get_status() != sc_core::SC_ELABORATION) {
    throw Error(ExitCode::internal, "a SystemC kernel cannot be started twice in one process");
  }
  CosimResult result;
  const TwinRun twin = run_twin(options.image, options.twin_run.value_or(options.run));

  sc_core::sc_set_time_resolution(1, sc_core::SC_FS);
  sc_core::sc_report_handler::set_actions("/OSCI/SystemC", sc_core::SC_DO_NOTHING);
  const sc_time period(1.0 / options.clock_hz, sc_core::SC_SEC);
  const double period_s = period.to_seconds();
  result.anneal_s = static_cast<double>(twin.result.cycles) * period_s;
  result.oscillator_s = options.oscillator.duration_s;
  result.window_s = std::max(result.anneal_s, result.oscillator_s);

  const OscillatorMachine machine(problem, options.oscillator, CouplingStorage::automatic, options.kernel);
  Trajectory trajectory(machine, options.stepper, options.step_s, {options.seed, 0, options.kernel});
  Recorder recorder(problem, options);

  std::string phase = "loading";
  double annealing_since_s = 0.0;
  AnnealerModule* watched = nullptr;
  const auto every = [&] {
    const double now_s = sc_core::sc_time_stamp().to_seconds();
    if (watched->busy() && phase == "loading") {
      phase = "annealing";
      annealing_since_s = now_s;
    }
    if (options.watcher) {
      options.watcher({phase, now_s, phase == "loading" ? 0.0 : (now_s - annealing_since_s) / result.window_s});
    }
    if (asked_to_stop(options)) {
      result.interrupted = true;
      sc_core::sc_stop();
    }
  };

  sc_core::sc_signal<bool> to_board("to_board", true);
  sc_core::sc_signal<bool> to_host("to_host", true);
  AnnealerModule annealer("annealer", period, every);
  watched = &annealer;
  annealer.uart_rx(to_board);
  annealer.uart_tx(to_host);
  double answered_s = 0.0;
  HostModule host("host", clocks_per_bit * period, [&](HostModule& line) {
    LinkTransport link(line);
    AnnealDriver driver(link, core_pbit_sparse);
    const CoreIdentity& core = driver.identity();
    check_size({core.spins, core.entries, core.weight_bits, core.field_bits}, options.image->size);
    driver.load(load_of(*options.image), options.verify);
    driver.configure(options.run);
    driver.start();
    driver.wait([&] { return asked_to_stop(options); });
    result.annealer = driver.results();
    result.link = link.statistics();
    answered_s = sc_core::sc_time_stamp().to_seconds();
  });
  host.tx(to_board);
  host.rx(to_host);
  OscillatorModule oscillator("oscillator", trajectory, result.window_s, options.points, annealer.started);
  Monitor monitor("monitor", annealer, oscillator, host, recorder);

  sc_core::sc_start();

  recorder.close();
  result.clocks = annealer.clocks();
  result.loading_s = monitor.started_s();
  result.curves = std::move(recorder.curves);
  result.oscillator_spins = oscillator.spins();
  if (result.interrupted || asked_to_stop(options)) {
    result.interrupted = true;
    return result;
  }
  if (host.failure()) std::rethrow_exception(host.failure());
  result.readout_s = answered_s - monitor.finished_s();
  result.first_divergence = compare_flips(twin, recorder, period_s);
  if (!result.first_divergence) {
    result.first_divergence = compare_results(result.annealer, twin.result, period_s);
  }
  return result;
}

}  // namespace isinglass
