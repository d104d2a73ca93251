// How fast are the kernels of the batched engine, and how near to what the processor can do?
//
// Each benchmark answers one question and prints a ratio against a named limit:
//   dense         the product of an n x n matrix with a block: share of its rate on a matrix that fits the first cache
//   peak          multiply-adds in registers alone: the limit of dense
//   sparse        the product of a G1-like graph (800 vertices, 6 %) with a block; its limit is read_cache
//   read_cache    reading the same table row after row, without any index
//   normals       time per normal number
//   step          a complete Euler-Maruyama step of G1, per replica (reference of the design notes: 1.95 us)
//   bifurcation   a complete step of bSB on a problem like K2000, per read: share of the bare product with one block of
//                 reads, and the 49 us of another implementation (design notes) over it
//   coherent      the same for CAC, which takes two products a step to know its best state
// Run: build/default/testbench/perf/perf_ensemble [--benchmark_filter=avx512]
#include <benchmark/benchmark.h>

#include <chrono>
#include <map>
#include <string>

#include "models/analog/bifurcation.hpp"
#include "models/analog/coherent.hpp"
#include "models/analog/oscillator_anneal.hpp"
#include "models/problem/generators.hpp"
#include "models/random.hpp"
#include "sim/integrate/batched.hpp"

using namespace isinglass;

namespace {

/// Equal weights, every pair with probability 0.06: G1 to the eye.
Problem g1_like(std::int32_t n = 800, double density = 0.06) {
  RandomStream random(1, 0, 1);
  std::vector<Coupling> edges;
  for (std::int32_t i = 0; i < n; ++i) {
    for (std::int32_t j = i + 1; j < n; ++j) {
      if (random.uniform() < density) edges.push_back({i, j, 1.0});
    }
  }
  return maxcut_problem("g1-like", n, edges);
}

/// What the dense kernel reaches on a matrix that stays in the first cache, FLOP/s.
double cached_flops(KernelKind kind) {
  constexpr std::int32_t n = 96;
  static std::map<KernelKind, double> known;
  if (known.contains(kind)) return known[kind];
  const CouplingMatrix matrix(g1_like(n, 0.9), 1.0, CouplingStorage::dense, kind);
  AlignedFloats in(n * kTrigWidth, 1.0F), out(n * kTrigWidth);
  double best = 0.0;
  for (int trial = 0; trial < 50; ++trial) {
    const auto start = std::chrono::steady_clock::now();
    for (int k = 0; k < 50; ++k) {
      matrix.multiply(ConstEnsembleView<float>(in.data(), n, kTrigWidth),
                      EnsembleView<float>(out.data(), n, kTrigWidth));
      benchmark::ClobberMemory();
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    best = std::max(best, 50.0 * 2.0 * n * n * kTrigWidth / seconds);
  }
  return known[kind] = best;
}

void dense(benchmark::State& state, KernelKind kind) {
  const auto n = static_cast<std::int32_t>(state.range(0));
  const CouplingMatrix matrix(g1_like(n, 0.5), 1.0, CouplingStorage::dense, kind);
  AlignedFloats in(static_cast<std::size_t>(n) * kTrigWidth, 1.0F), out(in.size());
  for ([[maybe_unused]] auto _ : state) {
    matrix.multiply(ConstEnsembleView<float>(in.data(), n, kTrigWidth), EnsembleView<float>(out.data(), n, kTrigWidth));
    benchmark::ClobberMemory();
  }
  const double flops = 2.0 * n * n * kTrigWidth;
  state.counters["FLOP/s"] = benchmark::Counter(flops, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["share_of_cached_product"] =
      benchmark::Counter(flops / cached_flops(kind), benchmark::Counter::kIsIterationInvariantRate);
}

void sparse(benchmark::State& state, KernelKind kind) {
  const Problem problem = g1_like();
  const CouplingMatrix matrix(problem, 1.0, CouplingStorage::sparse, kind);
  AlignedFloats in(800 * kTrigWidth, 1.0F), out(in.size());
  for ([[maybe_unused]] auto _ : state) {
    matrix.multiply(ConstEnsembleView<float>(in.data(), 800, kTrigWidth),
                    EnsembleView<float>(out.data(), 800, kTrigWidth));
    benchmark::ClobberMemory();
  }
  const double entries = 2.0 * static_cast<double>(problem.couplings.size());
  state.counters["bytes/s"] =
      benchmark::Counter(entries * kTrigWidth * sizeof(float), benchmark::Counter::kIsIterationInvariantRate);
  state.counters["RHS/s_without_sine"] = benchmark::Counter(kBlockWidth, benchmark::Counter::kIsIterationInvariantRate);
}

using Line __attribute__((vector_size(64))) = float;

/// Sums a table of `lines` cache lines in order, with the widest loads there are.
#if defined(__x86_64__)
[[gnu::target_clones("default", "avx2", "avx512f")]]
#endif
float sum_lines(const float* table, std::size_t lines) {
  Line sum[4] = {};
  for (std::size_t line = 0; line + 4 <= lines; line += 4) {
    for (std::size_t k = 0; k < 4; ++k) {
      Line value;
      __builtin_memcpy(&value, table + 16 * (line + k), sizeof value);
      sum[k] += value;
    }
  }
  sum[0] += sum[1] + sum[2] + sum[3];
  return sum[0][0];
}

/// The limit of `sparse`: a table of the same size, read row after row without any index.
void read_cache(benchmark::State& state) {
  AlignedFloats table(800 * kTrigWidth, 1.0F);
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(sum_lines(table.data(), table.size() / 16));
  state.counters["bytes/s"] = benchmark::Counter(static_cast<double>(table.size() * sizeof(float)),
                                                 benchmark::Counter::kIsIterationInvariantRate);
}

/// `rounds` multiply-adds of 16 floats in each of 12 registers that do not wait for one another.
#if defined(__x86_64__)
[[gnu::target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")]]
#endif
[[gnu::optimize("fp-contract=fast")]] float
multiply_add_in_registers(std::int64_t rounds, float factor) {
  Line sum[12];
  for (int k = 0; k < 12; ++k) sum[k] = Line{} + static_cast<float>(k);
  const Line scale = Line{} + factor;
  for (std::int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
    for (int k = 0; k < 12; ++k) sum[k] = sum[k] * scale + scale;
  }
  for (int k = 1; k < 12; ++k) sum[0] += sum[k];
  return sum[0][0];
}

/// The limit of `dense`: what the processor's multiply-add units do when nothing has to be loaded.
void peak(benchmark::State& state) {
  constexpr std::int64_t rounds = 10000;
  float factor = 0.5F;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(factor);
    benchmark::DoNotOptimize(multiply_add_in_registers(rounds, factor));
  }
  state.counters["FLOP/s"] = benchmark::Counter(2.0 * 16 * 12 * rounds, benchmark::Counter::kIsIterationInvariantRate);
}

void normals(benchmark::State& state, KernelKind kind) {
  AlignedFloats noise(800 * kBlockWidth);
  NoiseCounter counter{1, 0, 0, 0, 0};
  for ([[maybe_unused]] auto _ : state) {
    ++counter.step;
    ensemble_kernels(kind).normals(counter, 800, noise.data());
    benchmark::ClobberMemory();
  }
  state.counters["s/normal"] = benchmark::Counter(
      static_cast<double>(noise.size()), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void step(benchmark::State& state, KernelKind kind, Stepper stepper) {
  const Problem problem = g1_like();
  const OscillatorDesign design = design_oscillator(problem, OscillatorAnneal{});
  const OscillatorMachine machine(problem, design, CouplingStorage::sparse, kind);
  BatchedIntegrator<OscillatorMachine> engine(machine, stepper, automatic_step_s(problem, design), {1, 0}, kind);
  for ([[maybe_unused]] auto _ : state) engine.advance(10);
  state.counters["s/step/replica"] = benchmark::Counter(
      10.0 * kBlockWidth, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// Like K2000: 2,000 spins, all pairs coupled by +1 or -1.
const Problem& complete_graph() {
  static const Problem problem = sk_problem(2000, 1);
  return problem;
}

/// Seconds that one product of that problem's couplings with a block of reads takes, at its best.
double product_s(KernelKind kind) {
  static std::map<KernelKind, double> known;
  if (known.contains(kind)) return known[kind];
  const CouplingMatrix matrix(complete_graph(), 1.0, CouplingStorage::dense, kind);
  const Eigen::Index n = matrix.size();
  AlignedFloats in(static_cast<std::size_t>(n) * kBlockWidth, 1.0F), out(in.size());
  double best = 1.0;
  for (int trial = 0; trial < 50; ++trial) {
    const auto start = std::chrono::steady_clock::now();
    matrix.multiply(ConstEnsembleView<float>(in.data(), n, kBlockWidth),
                    EnsembleView<float>(out.data(), n, kBlockWidth));
    benchmark::ClobberMemory();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return known[kind] = best;
}

/// Steps of `machine` on the complete graph, each `products` products with the couplings.
template <typename M>
void complete_graph_step(benchmark::State& state, const M& machine, Stepper stepper, double products, KernelKind kind) {
  BatchedIntegrator<M> engine(machine, stepper, machine.design().step_s, {1, 0}, kind);
  for ([[maybe_unused]] auto _ : state) engine.advance(1);
  const auto rate = [](double per_step) {
    return benchmark::Counter(per_step, benchmark::Counter::kIsIterationInvariantRate);
  };
  state.counters["s/step/read"] =
      benchmark::Counter(kBlockWidth, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["FLOP/s"] = rate(products * 2.0 * 2000.0 * 2000.0 * kBlockWidth);
  state.counters["share_of_product"] = rate(products * product_s(kind));
  state.counters["reference_over_this"] = rate(49e-6 * kBlockWidth);
}

void bifurcation(benchmark::State& state, KernelKind kind) {
  BifurcationDesign design;
  design.duration_s = 1.0;  // long enough that the pump hardly moves while this is timed
  design.coupling = bifurcation_coupling(complete_graph(), 0.5);
  const BifurcationMachine machine(complete_graph(), design, CouplingStorage::dense, kind);
  complete_graph_step(state, machine, Stepper::symplectic, 1.0, kind);
}

void coherent(benchmark::State& state, KernelKind kind) {
  CoherentDesign design;
  design.step_s = 0.3 * design.time_unit_s;
  design.duration_s = 1.0;
  design.coupling = 1.4 / coupling_scale(complete_graph()).root_mean_square_row;
  design.error_rate = Schedule::constant(0.5);
  design.clip = 1.5;
  design.remember = true;
  const CoherentMachine machine(complete_graph(), design, CouplingStorage::dense, kind);
  complete_graph_step(state, machine, Stepper::euler, 2.0, kind);
}

void register_kernel(KernelKind kind) {
  const std::string name = to_string(kind);
  benchmark::RegisterBenchmark(("dense/" + name).c_str(), dense, kind)->Arg(800)->Arg(2000);
  benchmark::RegisterBenchmark(("sparse/" + name).c_str(), sparse, kind);
  benchmark::RegisterBenchmark(("normals/" + name).c_str(), normals, kind);
  benchmark::RegisterBenchmark(("step/euler/" + name).c_str(), step, kind, Stepper::euler);
  benchmark::RegisterBenchmark(("step/heun/" + name).c_str(), step, kind, Stepper::heun);
  benchmark::RegisterBenchmark(("bifurcation/" + name).c_str(), bifurcation, kind);
  benchmark::RegisterBenchmark(("coherent/" + name).c_str(), coherent, kind);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  benchmark::RegisterBenchmark("peak", peak);
  benchmark::RegisterBenchmark("read_cache", read_cache);
  for (const auto kind : available_kernels()) register_kernel(kind);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
