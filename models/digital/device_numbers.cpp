// Limits, scaling and rounding of a problem for the integer cores.
#include "models/digital/device_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "models/error.hpp"

namespace isinglass {

namespace {

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

}  // namespace

void check_device_values(const Problem& problem, const DeviceWidths& widths, const std::string& sampler) {
  const std::string hint = "-p scale=true scales and rounds the problem to fit, and reports the loss (in compare: -p " +
                           sampler + ".scale=true)";
  for (const Coupling& c : problem.couplings) {
    const std::string which =
        "coupling " + number(c.value) + " of spins " + one_based(c.i) + " and " + one_based(c.j) + " ";
    if (std::round(c.value) != c.value) throw InputError(which + "is not a whole number", hint);
    if (std::abs(c.value) > widths.largest_weight())
      throw InputError(which + "does not fit " + std::to_string(widths.weight_bits) +
                           " weight bits: the largest that fits is " + std::to_string(widths.largest_weight()),
                       hint);
  }
  for (std::size_t i = 0; i < problem.fields.size(); ++i)
    if (std::round(problem.fields[i]) != problem.fields[i])
      throw InputError("field " + number(problem.fields[i]) + " of spin " + one_based(static_cast<std::int64_t>(i)) +
                           " is not a whole number",
                       hint);
  const std::vector<double> sums = row_sums(problem, 1.0);
  const auto worst = std::max_element(sums.begin(), sums.end());
  if (*worst > widths.largest_field())
    throw InputError("|h| + sum |J| of spin " + one_based(worst - sums.begin()) + " is " + number(*worst) +
                         ": the largest that fits " + std::to_string(widths.field_bits) + " field bits is " +
                         std::to_string(widths.largest_field()),
                     hint);
}

double fitting_scale(const Problem& problem, const DeviceWidths& widths) {
  const auto fits = [&](double scale) {
    const std::vector<double> sums = row_sums(problem, scale);
    return std::round(scale * largest_coupling(problem)) <= widths.largest_weight() &&
           *std::max_element(sums.begin(), sums.end()) <= widths.largest_field();
  };
  if (is_whole(problem) && fits(1.0)) return 1.0;
  const std::vector<double> ones = row_sums(problem, 1e6);  // six digits are plenty for a first guess
  const double worst = *std::max_element(ones.begin(), ones.end()) / 1e6;
  const double coupling = largest_coupling(problem);
  double scale = worst > 0 ? widths.largest_field() / worst : 1.0;
  if (coupling > 0) scale = std::min(scale, widths.largest_weight() / coupling);
  while (!fits(scale)) scale *= 0.999;
  return scale;
}

double rounding_loss(const Problem& problem, double scale) {
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

Problem rounded_problem(const Problem& problem, double scale) {
  Problem loaded = problem;
  loaded.offset = 0.0;
  for (double& h : loaded.fields) h = std::round(scale * h);
  for (Coupling& c : loaded.couplings) c.value = std::round(scale * c.value);
  return loaded;
}

void check_device_spins(const Problem& problem, std::int32_t spins, const std::string& core, const std::string& hint) {
  if (problem.size() < 1) throw InputError("a problem without spins cannot be loaded on " + core);
  if (problem.size() > spins)
    throw InputError(
        "the problem has " + std::to_string(problem.size()) + " spins and the core " + std::to_string(spins), hint);
}

}  // namespace isinglass
