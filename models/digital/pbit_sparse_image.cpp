// Builds the memories of the sparse p-bit core: limits, scaling, list order and padding.
#include "models/digital/pbit_sparse_image.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "models/error.hpp"

namespace isinglass {

namespace {

// Rows shorter than this would let a visit overtake the write of a neighbour (docs/cores/pbit_sparse.md).
constexpr std::int64_t shortest_row = 4;

std::string number(double value) {
  std::ostringstream text;
  text.precision(10);
  text << value;
  return text.str();
}

/// Spins are counted from 1 in messages, as in the files of graphs.
std::string one_based(std::int64_t spin) { return std::to_string(spin + 1); }

/// |h| + sum |J| of each spin after multiplying by `scale` and rounding.
std::vector<double> row_sums(const Problem& problem, double scale) {
  std::vector<double> sums(problem.fields.size());
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] = std::abs(std::round(scale * problem.fields[i]));
  for (const Coupling& c : problem.couplings) {
    const double weight = std::abs(std::round(scale * c.value));
    sums[static_cast<std::size_t>(c.i)] += weight;
    sums[static_cast<std::size_t>(c.j)] += weight;
  }
  return sums;
}

double largest_coupling(const Problem& problem) {
  double largest = 0.0;
  for (const Coupling& c : problem.couplings) largest = std::max(largest, std::abs(c.value));
  return largest;
}

bool is_whole(const Problem& problem) {
  const auto whole = [](double v) { return std::round(v) == v; };
  return std::all_of(problem.fields.begin(), problem.fields.end(), whole) &&
         std::all_of(problem.couplings.begin(), problem.couplings.end(),
                     [&](const Coupling& c) { return whole(c.value); });
}

void check_size(const Problem& problem, const PbitSparseSize& size, std::int64_t entries) {
  const std::string hint = "the core holds " + to_string(size);
  if (problem.size() < 1) throw InputError("a problem without spins cannot be loaded on pbit_sparse");
  if (problem.size() > size.spins)
    throw InputError(
        "the problem has " + std::to_string(problem.size()) + " spins and the core " + std::to_string(size.spins),
        hint);
  if (entries > size.entries)
    throw InputError("the problem needs " + std::to_string(entries) + " neighbour entries and the core has " +
                         std::to_string(size.entries),
                     hint);
}

void check_values(const Problem& problem, const PbitSparseSize& size) {
  const std::string hint =
      "-p scale=true scales and rounds the problem to fit, and reports the loss (in compare: -p "
      "pbit-sparse.scale=true)";
  for (const Coupling& c : problem.couplings) {
    const std::string which =
        "coupling " + number(c.value) + " of spins " + one_based(c.i) + " and " + one_based(c.j) + " ";
    if (std::round(c.value) != c.value) throw InputError(which + "is not a whole number", hint);
    if (std::abs(c.value) > size.largest_weight())
      throw InputError(which + "does not fit " + std::to_string(size.weight_bits) +
                           " weight bits: the largest that fits is " + std::to_string(size.largest_weight()),
                       hint);
  }
  for (std::size_t i = 0; i < problem.fields.size(); ++i)
    if (std::round(problem.fields[i]) != problem.fields[i])
      throw InputError("field " + number(problem.fields[i]) + " of spin " + one_based(static_cast<std::int64_t>(i)) +
                           " is not a whole number",
                       hint);
  const std::vector<double> sums = row_sums(problem, 1.0);
  const auto worst = std::max_element(sums.begin(), sums.end());
  if (*worst > size.largest_field())
    throw InputError("|h| + sum |J| of spin " + one_based(worst - sums.begin()) + " is " + number(*worst) +
                         ": the largest that fits " + std::to_string(size.field_bits) + " field bits is " +
                         std::to_string(size.largest_field()),
                     hint);
}

/// The largest factor with which everything fits after rounding; 1 when the problem fits as it is.
double fitting_scale(const Problem& problem, const PbitSparseSize& size) {
  const auto fits = [&](double scale) {
    const std::vector<double> sums = row_sums(problem, scale);
    return std::round(scale * largest_coupling(problem)) <= size.largest_weight() &&
           *std::max_element(sums.begin(), sums.end()) <= size.largest_field();
  };
  if (is_whole(problem) && fits(1.0)) return 1.0;
  const std::vector<double> ones = row_sums(problem, 1e6);  // six digits are plenty for a first guess
  const double worst = *std::max_element(ones.begin(), ones.end()) / 1e6;
  const double coupling = largest_coupling(problem);
  double scale = worst > 0 ? size.largest_field() / worst : 1.0;
  if (coupling > 0) scale = std::min(scale, size.largest_weight() / coupling);
  while (!fits(scale)) scale *= 0.999;
  return scale;
}

double relative_loss(const Problem& problem, double scale) {
  double error = 0.0;
  double norm = 0.0;
  const auto add = [&](double exact) {
    const double difference = std::round(scale * exact) / scale - exact;
    error += difference * difference;
    norm += exact * exact;
  };
  for (const double h : problem.fields) add(h);
  for (const Coupling& c : problem.couplings) add(c.value);
  return norm > 0 ? std::sqrt(error / norm) : 0.0;
}

struct Neighbour {
  std::int32_t index;
  std::int32_t weight;  // -J
};

/// Row i in the order in which the scan will meet the neighbours: i-1, i-2, ... cyclically.
std::vector<Neighbour> ordered_row(const Adjacency& graph, std::int32_t i, std::int32_t n, double scale) {
  std::vector<Neighbour> row;
  for (std::int64_t k = graph.start[static_cast<std::size_t>(i)]; k < graph.start[static_cast<std::size_t>(i) + 1]; ++k)
    row.push_back({graph.neighbour[static_cast<std::size_t>(k)],
                   -static_cast<std::int32_t>(std::round(scale * graph.weight[static_cast<std::size_t>(k)]))});
  std::sort(row.begin(), row.end(),
            [&](const Neighbour& a, const Neighbour& b) { return (i - a.index + n) % n < (i - b.index + n) % n; });
  while (static_cast<std::int64_t>(row.size()) < shortest_row) row.push_back({i, 0});
  return row;
}

}  // namespace

std::string to_string(const PbitSparseSize& size) {
  return std::to_string(size.spins) + " spins, " + std::to_string(size.entries) + " directed entries, couplings -" +
         std::to_string(size.largest_weight()) + ".." + std::to_string(size.largest_weight()) +
         ", |h| + sum |J| per spin at most " + std::to_string(size.largest_field());
}

PbitSparseImage pbit_sparse_image(const Problem& problem, const PbitSparseSize& size, bool scale_to_fit,
                                  std::span<const Spin> initial) {
  const Adjacency graph = adjacency(problem);
  const std::int32_t n = problem.size();
  std::int64_t entries = 0;
  for (std::int32_t i = 0; i < n; ++i) entries += std::max(graph.degree(i), shortest_row);
  check_size(problem, size, entries);
  if (!scale_to_fit) check_values(problem, size);

  PbitSparseImage image;
  image.size = size;
  image.spins = n;
  image.scale = scale_to_fit ? fitting_scale(problem, size) : 1.0;
  image.rounding_loss = relative_loss(problem, image.scale);
  image.list.reserve(static_cast<std::size_t>(entries));
  const auto spin_at = [&](std::int32_t i) { return initial.empty() ? 1 : initial[static_cast<std::size_t>(i)]; };
  const std::int32_t field_mask = (1 << size.field_bits) - 1;
  const std::int32_t weight_mask = (1 << size.weight_bits) - 1;
  std::int64_t twice_energy = 0;
  for (std::int32_t i = 0; i < n; ++i) {
    const auto h = static_cast<std::int32_t>(std::round(image.scale * problem.fields[static_cast<std::size_t>(i)]));
    const std::vector<Neighbour> row = ordered_row(graph, i, n, image.scale);
    std::int32_t field = -h;
    image.first.push_back(static_cast<std::uint16_t>(image.list.size()));
    image.length.push_back(static_cast<std::uint16_t>(static_cast<std::int64_t>(row.size()) - 5));
    for (const Neighbour& r : row) {
      image.list.push_back(static_cast<std::uint16_t>((r.index << size.weight_bits) | (r.weight & weight_mask)));
      field += r.weight * spin_at(r.index);
    }
    const bool up = spin_at(i) > 0;
    image.initial.push_back(static_cast<std::uint16_t>((up ? 0x8000 : 0) | (field & field_mask)));
    twice_energy += (h - field) * spin_at(i);
  }
  image.initial_energy = static_cast<std::int32_t>(twice_energy / 2);
  return image;
}

Problem loaded_problem(const Problem& problem, const PbitSparseImage& image) {
  Problem loaded = problem;
  loaded.offset = 0.0;
  for (double& h : loaded.fields) h = std::round(image.scale * h);
  for (Coupling& c : loaded.couplings) c.value = std::round(image.scale * c.value);
  return loaded;
}

}  // namespace isinglass
