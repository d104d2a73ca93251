// Chooses how couplings and fields are held, and instantiates the loops for each instruction set.
#include "sim/sampler/anneal_kernel.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#include "models/random.hpp"
#include "sim/sampler/anneal_loops.hpp"

namespace isinglass {
namespace {

using namespace anneal;

// One function per instruction set; the always-inlined loops take on the set of the function that they end up in.
#if defined(__x86_64__)
#define ISINGLASS_AVX2 [[gnu::target("arch=x86-64-v3")]]
#define ISINGLASS_AVX512 [[gnu::target("arch=x86-64-v4,prefer-vector-width=512")]]
#else
#define ISINGLASS_AVX2
#define ISINGLASS_AVX512
#endif

template <class Field>
struct SparseJob {
  NeighbourRows<Field> rows;
  SweepPoint<Field> at;
  ISINGLASS_INLINE void sweep() const { sweep_sparse(rows, at); }
};

template <class Field, class Weight>
struct DenseJob {
  DenseRows<Weight> rows;
  SweepPoint<Field> at;
  ISINGLASS_INLINE void sweep() const { sweep_dense(rows, at); }
};

template <class Job>
void sweep_generic(const Job& job) {
  job.sweep();
}
template <class Job>
ISINGLASS_AVX2 void sweep_avx2(const Job& job) {
  job.sweep();
}
template <class Job>
ISINGLASS_AVX512 void sweep_avx512(const Job& job) {
  job.sweep();
}

template <class Job>
void sweep(KernelKind kind, const Job& job) {
  switch (kind) {
    case KernelKind::generic:
      return sweep_generic(job);
    case KernelKind::avx2:
      return sweep_avx2(job);
    case KernelKind::avx512:
      return sweep_avx512(job);
  }
}

constexpr std::uint32_t sweeps_between_refreshes = 256;  // rounding of 32-bit fields stays below 1e-5 of the largest

/// One sweep for each temperature, in the problem's unit; `refresh` computes the fields anew where they round.
template <class Model, class Job, class Refresh>
void sweep_all(const Model& model, Job job, std::span<const double> temperatures, bool rounds, Refresh refresh) {
  for (const double temperature : temperatures) {
    if (rounds && job.at.sweep % sweeps_between_refreshes == 0) refresh();
    job.at.half_temperature = static_cast<float>(0.5 * temperature * model.scale);
    sweep(model.kind, job);
    ++job.at.sweep;
  }
}

// Numbers aligned to a cache line.
template <class Number>
class AlignedArray {
 public:
  explicit AlignedArray(std::size_t size) : lines_((size * sizeof(Number) + sizeof(Line) - 1) / sizeof(Line)) {}
  Number* data() { return reinterpret_cast<Number*>(lines_.data()); }
  const Number* data() const { return reinterpret_cast<const Number*>(lines_.data()); }
  Number& operator[](std::size_t i) { return data()[i]; }
  const Number& operator[](std::size_t i) const { return data()[i]; }

 private:
  struct alignas(64) Line {
    char bytes[64];
  };
  std::vector<Line> lines_;
};

/// The problem's unit of energy in which the kernel's numbers are counted: value = number / scale.
struct Unit {
  bool whole = false;  ///< 16-bit whole numbers will do
  double scale = 1.0;  ///< a power of two, so that scaling loses nothing
};

std::vector<double> largest_fields(const Problem& problem) {
  std::vector<double> bound(problem.fields.size());
  for (std::size_t i = 0; i < bound.size(); ++i) bound[i] = std::abs(problem.fields[i]);
  for (const auto& c : problem.couplings) {
    bound[static_cast<std::size_t>(c.i)] += std::abs(c.value);
    bound[static_cast<std::size_t>(c.j)] += std::abs(c.value);
  }
  return bound;
}

bool is_whole(const Problem& problem, double scale) {
  const auto whole = [scale](double value) { return scale * value == std::nearbyint(scale * value); };
  return std::all_of(problem.fields.begin(), problem.fields.end(), whole) &&
         std::all_of(problem.couplings.begin(), problem.couplings.end(),
                     [&](const Coupling& c) { return whole(c.value); });
}

Unit choose_unit(const Problem& problem) {
  constexpr double largest_whole = 16383.0;  // a field changes by at most twice this, and never leaves 16 bits
  const auto bounds = largest_fields(problem);
  const double bound = bounds.empty() ? 0.0 : *std::max_element(bounds.begin(), bounds.end());
  for (int doublings = 0; doublings <= 4; ++doublings) {
    const double scale = std::ldexp(1.0, doublings);
    if (scale * bound <= largest_whole && is_whole(problem, scale)) return {.whole = true, .scale = scale};
  }
  // Largest field between ½ and 1: far from overflow whatever unit the couplings are in.
  return {.whole = false, .scale = bound > 0.0 ? std::ldexp(1.0, -static_cast<int>(std::ilogb(bound)) - 1) : 1.0};
}

Noise noise_of(std::uint64_t seed) {
  return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)};
}

/// Spin i of a read at the start: bit i of its initial noise.
template <class Number>
Number initial_spin(std::uint64_t seed, std::uint32_t read, std::int32_t i) {
  const auto words = random_words(
      {.seed = seed, .read = read, .step = 0, .index = static_cast<std::uint32_t>(i / 128), .stream = stream_initial});
  const auto bit = static_cast<std::uint32_t>(i % 128);
  return ((words[bit / 32] >> (bit % 32)) & 1U) != 0U ? Number{1} : Number{-1};
}

// ---- sparse ---------------------------------------------------------------------------------------------------------

template <class Field>
struct SparseCouplings {
  KernelKind kind;
  double scale;
  double offset;
  Adjacency lists;  // weights in the problem's unit
  std::vector<double> problem_fields;
  std::vector<Field> weights;  // in the kernel's unit
};

template <class Field>
class SparseState final : public AnnealState {
 public:
  explicit SparseState(const SparseCouplings<Field>& model)
      : model_(model), spins_(model.problem_fields.size() * lanes), fields_(model.problem_fields.size() * lanes) {}

  void begin(std::uint64_t seed, std::uint32_t first_read) override {
    seed_ = seed;
    first_read_ = first_read;
    for (std::uint32_t lane = 0; lane < lanes; ++lane) {
      for (std::int32_t i = 0; i < size(); ++i) {
        spins_[at(i, lane)] = initial_spin<Field>(seed, first_read + lane, i);
      }
    }
    refresh_fields();
  }

  void sweep(std::span<const double> temperatures, std::uint32_t first_sweep) override {
    const SparseJob<Field> job{
        {size(), model_.lists.start.data(), model_.lists.neighbour.data(), model_.weights.data()},
        {spins_.data(), fields_.data(), 0.0F, noise_of(seed_), first_sweep, first_read_}};
    sweep_all(model_, job, temperatures, !std::is_integral_v<Field>, [this] { refresh_fields(); });
  }

  void read_out(std::int32_t lane, std::span<Spin> spins) const override {
    for (std::int32_t i = 0; i < size(); ++i) {
      spins[static_cast<std::size_t>(i)] = static_cast<Spin>(spins_[at(i, static_cast<std::uint32_t>(lane))]);
    }
  }

  [[nodiscard]] double energy(std::int32_t lane) const override {
    double twice = 0.0;  // sum of s (f + h), in which every coupling counts twice and every field twice
    for (std::int32_t i = 0; i < size(); ++i) {
      const std::size_t k = at(i, static_cast<std::uint32_t>(lane));
      twice += static_cast<double>(spins_[k]) *
               (static_cast<double>(fields_[k]) / model_.scale + model_.problem_fields[static_cast<std::size_t>(i)]);
    }
    return model_.offset + 0.5 * twice;
  }

 private:
  [[nodiscard]] std::int32_t size() const { return static_cast<std::int32_t>(model_.problem_fields.size()); }
  static std::size_t at(std::int32_t spin, std::uint32_t lane) { return static_cast<std::size_t>(spin) * lanes + lane; }

  void refresh_fields() {
    std::vector<double> sum(lanes);
    for (std::int32_t i = 0; i < size(); ++i) {
      std::fill(sum.begin(), sum.end(), model_.problem_fields[static_cast<std::size_t>(i)]);
      for (auto k = model_.lists.start[static_cast<std::size_t>(i)];
           k < model_.lists.start[static_cast<std::size_t>(i) + 1]; ++k) {
        const double weight = model_.lists.weight[static_cast<std::size_t>(k)];
        const Field* spins = spins_.data() + at(model_.lists.neighbour[static_cast<std::size_t>(k)], 0);
        for (std::size_t lane = 0; lane < lanes; ++lane) sum[lane] += weight * static_cast<double>(spins[lane]);
      }
      for (std::uint32_t lane = 0; lane < lanes; ++lane) {
        fields_[at(i, lane)] = static_cast<Field>(sum[lane] * model_.scale);
      }
    }
  }

  const SparseCouplings<Field>& model_;
  AlignedArray<Field> spins_;
  AlignedArray<Field> fields_;
  std::uint64_t seed_ = 0;
  std::uint32_t first_read_ = 0;
};

template <class Field>
class SparseKernel final : public AnnealKernel {
 public:
  SparseKernel(const Problem& problem, KernelKind kind, double scale)
      : model_{kind, scale, problem.offset, adjacency(problem), problem.fields, {}} {
    for (const double weight : model_.lists.weight) model_.weights.push_back(static_cast<Field>(weight * scale));
  }
  [[nodiscard]] std::int32_t lanes() const override { return anneal_lanes; }
  [[nodiscard]] const char* description() const override {
    return std::is_integral_v<Field> ? "neighbour lists, 16-bit fields, 32 reads side by side"
                                     : "neighbour lists, 32-bit floating-point fields, 32 reads side by side";
  }
  [[nodiscard]] bool is_exact() const override { return std::is_integral_v<Field>; }
  [[nodiscard]] std::unique_ptr<AnnealState> make_state() const override {
    return std::make_unique<SparseState<Field>>(model_);
  }

 private:
  SparseCouplings<Field> model_;
};

// ---- dense ----------------------------------------------------------------------------------------------------------

template <class Weight>
struct DenseCouplings {
  KernelKind kind;
  double scale;
  double offset;
  std::vector<double> problem_fields;
  std::int32_t stride;
  AlignedArray<Weight> rows;
};

template <class Field, class Weight>
class DenseState final : public AnnealState {
 public:
  explicit DenseState(const DenseCouplings<Weight>& model)
      : model_(model),
        spins_(static_cast<std::size_t>(model.stride)),
        fields_(static_cast<std::size_t>(model.stride)) {}

  void begin(std::uint64_t seed, std::uint32_t first_read) override {
    seed_ = seed;
    read_ = first_read;
    for (std::int32_t i = 0; i < model_.stride; ++i) {
      spins_[static_cast<std::size_t>(i)] = i < size() ? initial_spin<Field>(seed, first_read, i) : Field{0};
    }
    refresh_fields();
  }

  void sweep(std::span<const double> temperatures, std::uint32_t first_sweep) override {
    const DenseJob<Field, Weight> job{{size(), model_.stride, model_.rows.data()},
                                      {spins_.data(), fields_.data(), 0.0F, noise_of(seed_), first_sweep, read_}};
    sweep_all(model_, job, temperatures, !std::is_integral_v<Field>, [this] { refresh_fields(); });
  }

  void read_out(std::int32_t, std::span<Spin> spins) const override {
    for (std::size_t i = 0; i < spins.size(); ++i) spins[i] = static_cast<Spin>(spins_[i]);
  }

  [[nodiscard]] double energy(std::int32_t) const override {
    double twice = 0.0;
    for (std::size_t i = 0; i < model_.problem_fields.size(); ++i) {
      twice +=
          static_cast<double>(spins_[i]) * (static_cast<double>(fields_[i]) / model_.scale + model_.problem_fields[i]);
    }
    return model_.offset + 0.5 * twice;
  }

 private:
  [[nodiscard]] std::int32_t size() const { return static_cast<std::int32_t>(model_.problem_fields.size()); }

  void refresh_fields() {
    const auto stride = static_cast<std::size_t>(model_.stride);
    for (std::size_t i = 0; i < stride; ++i) fields_[i] = Field{0};
    for (std::size_t i = 0; i < model_.problem_fields.size(); ++i) {
      double sum = 0.0;
      for (std::size_t j = 0; j < model_.problem_fields.size(); ++j) {
        sum += static_cast<double>(model_.rows[i * stride + j]) * static_cast<double>(spins_[j]);
      }
      fields_[i] = static_cast<Field>(sum + model_.problem_fields[i] * model_.scale);
    }
  }

  const DenseCouplings<Weight>& model_;
  AlignedArray<Field> spins_;
  AlignedArray<Field> fields_;
  std::uint64_t seed_ = 0;
  std::uint32_t read_ = 0;
};

template <class Field, class Weight>
class DenseKernel final : public AnnealKernel {
 public:
  DenseKernel(const Problem& problem, KernelKind kind, double scale)
      : model_{kind,
               scale,
               problem.offset,
               problem.fields,
               stride_of(problem),
               AlignedArray<Weight>(problem.fields.size() * static_cast<std::size_t>(stride_of(problem)))} {
    const auto stride = static_cast<std::size_t>(model_.stride);
    for (std::size_t k = 0; k < problem.fields.size() * stride; ++k) model_.rows[k] = Weight{0};
    for (const auto& c : problem.couplings) {
      const auto weight = static_cast<Weight>(c.value * scale);
      model_.rows[static_cast<std::size_t>(c.i) * stride + static_cast<std::size_t>(c.j)] = weight;
      model_.rows[static_cast<std::size_t>(c.j) * stride + static_cast<std::size_t>(c.i)] = weight;
    }
  }
  [[nodiscard]] std::int32_t lanes() const override { return 1; }
  [[nodiscard]] const char* description() const override {
    if (!std::is_integral_v<Field>) return "matrix, 32-bit floating-point fields";
    return sizeof(Weight) == 1 ? "matrix of 8-bit couplings, 16-bit fields" : "matrix of 16-bit couplings and fields";
  }
  [[nodiscard]] bool is_exact() const override { return std::is_integral_v<Field>; }
  [[nodiscard]] std::unique_ptr<AnnealState> make_state() const override {
    return std::make_unique<DenseState<Field, Weight>>(model_);
  }

 private:
  static std::int32_t stride_of(const Problem& problem) { return (problem.size() + 127) / 128 * 128; }
  DenseCouplings<Weight> model_;
};

bool fits_8_bits(const Problem& problem, double scale) {
  return std::all_of(problem.couplings.begin(), problem.couplings.end(),
                     [scale](const Coupling& c) { return std::abs(c.value * scale) <= 127.0; });
}

}  // namespace

std::unique_ptr<AnnealKernel> make_anneal_kernel(const Problem& problem, KernelKind kind, AnnealStore store) {
  const Unit unit = choose_unit(problem);
  const bool dense = store == AnnealStore::dense || (store == AnnealStore::automatic && problem.is_dense());
  if (!dense) {
    if (unit.whole) return std::make_unique<SparseKernel<std::int16_t>>(problem, kind, unit.scale);
    return std::make_unique<SparseKernel<float>>(problem, kind, unit.scale);
  }
  if (!unit.whole) return std::make_unique<DenseKernel<float, float>>(problem, kind, unit.scale);
  if (fits_8_bits(problem, unit.scale)) {
    return std::make_unique<DenseKernel<std::int16_t, std::int8_t>>(problem, kind, unit.scale);
  }
  return std::make_unique<DenseKernel<std::int16_t, std::int16_t>>(problem, kind, unit.scale);
}

}  // namespace isinglass
