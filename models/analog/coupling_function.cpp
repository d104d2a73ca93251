// Fourier series of coupling functions.
#include "models/analog/coupling_function.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sstream>

#include "models/error.hpp"

namespace isinglass {
namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;
constexpr int kGrid = 2048;  // points of a turn where maxima are looked for

std::vector<double> sample(double (*wave)(double, double), double parameter, int points) {
  std::vector<double> values(static_cast<std::size_t>(points));
  for (std::size_t m = 0; m < values.size(); ++m) {
    values[m] = wave(kTurn * static_cast<double>(m) / static_cast<double>(points), parameter);
  }
  return values;
}

/// Removes what the transform of an odd function leaves in the cosines by rounding.
std::vector<Harmonic> sines_of(const CouplingFunction& function) {
  std::vector<Harmonic> kept;
  for (const auto& harmonic : function.harmonics()) {
    if (std::abs(harmonic.sine) > 1e-12) kept.push_back({harmonic.order, harmonic.sine, 0.0});
  }
  return kept;
}

void check_highest(int highest) {
  if (highest < 1 || highest > 64) {
    throw UsageError("the highest harmonic of a coupling function must lie between 1 and 64",
                     "15 is enough for most shapes");
  }
}

/// " + 0.25 sin 3x"; nothing for a factor that rounds to zero.
void write_term(std::ostringstream& text, double factor, const char* wave, int order) {
  if (std::abs(factor) < 5e-4) return;
  const bool first = text.tellp() == 0;
  text << (first ? (factor < 0.0 ? "-" : "") : (factor < 0.0 ? " - " : " + ")) << std::abs(factor) << wave;
  if (order > 1) text << order;
  if (order > 0) text << 'x';
}

}  // namespace

CouplingFunction::CouplingFunction(std::vector<Harmonic> harmonics, double constant)
    : harmonics_(std::move(harmonics)), constant_(constant) {
  int before = 0;
  for (const auto& harmonic : harmonics_) {
    if (harmonic.order <= before) {
      throw UsageError("the harmonics of a coupling function must rise from 1 on", "sort them by order");
    }
    before = harmonic.order;
  }
}

CouplingFunction CouplingFunction::sine() { return CouplingFunction({{1, 1.0, 0.0}}); }

CouplingFunction CouplingFunction::saturated(double gain, int highest) {
  check_highest(highest);
  if (!(gain > 0.0)) throw UsageError("the gain of a coupling function must be positive", "1 is nearly a sine");
  // The transform of 4096 points aliases harmonics from 4032 on, which are below rounding for any gain up to 100.
  const auto wave = [](double x, double g) { return std::tanh(g * std::sin(x)) / std::tanh(g); };
  return CouplingFunction(sines_of(from_samples(sample(wave, gain, 4096), highest)));
}

CouplingFunction CouplingFunction::triangle(int highest) {
  check_highest(highest);
  std::vector<Harmonic> harmonics;
  for (int order = 1; order <= highest; order += 2) {
    const double sign = order % 4 == 1 ? 1.0 : -1.0;
    harmonics.push_back({order, sign * 8.0 / (std::numbers::pi * std::numbers::pi * order * order), 0.0});
  }
  return CouplingFunction(std::move(harmonics));
}

CouplingFunction CouplingFunction::from_samples(const std::vector<double>& values, int highest) {
  check_highest(highest);
  const auto points = static_cast<double>(values.size());
  if (points <= 2.0 * highest) {
    throw UsageError("a coupling function needs more than two samples for each harmonic", "lower the highest harmonic");
  }
  double mean = 0.0;
  for (const double value : values) mean += value / points;
  std::vector<Harmonic> harmonics;
  for (int order = 1; order <= highest; ++order) {
    Harmonic harmonic{order, 0.0, 0.0};
    for (std::size_t m = 0; m < values.size(); ++m) {
      const double angle = kTurn * order * static_cast<double>(m) / points;
      harmonic.sine += 2.0 * values[m] * std::sin(angle) / points;
      harmonic.cosine += 2.0 * values[m] * std::cos(angle) / points;
    }
    harmonics.push_back(harmonic);
  }
  return CouplingFunction(std::move(harmonics), mean);
}

double CouplingFunction::value(double x) const {
  double sum = constant_;
  for (const auto& h : harmonics_) sum += h.sine * std::sin(h.order * x) + h.cosine * std::cos(h.order * x);
  return sum;
}

double CouplingFunction::integral(double x) const {
  double sum = 0.0;
  for (const auto& h : harmonics_) sum -= h.sine / h.order * std::cos(h.order * x);
  return sum;
}

double CouplingFunction::slope(double x) const {
  double sum = 0.0;
  for (const auto& h : harmonics_) {
    sum += h.order * (h.sine * std::cos(h.order * x) - h.cosine * std::sin(h.order * x));
  }
  return sum;
}

double CouplingFunction::steepest() const {
  double most = 0.0;
  for (int m = 0; m < kGrid; ++m) most = std::max(most, std::abs(slope(kTurn * m / kGrid)));
  return most;
}

double CouplingFunction::peak() const {
  double most = 0.0;
  for (int m = 0; m < kGrid; ++m) most = std::max(most, std::abs(value(kTurn * m / kGrid)));
  return most;
}

bool CouplingFunction::is_sine() const {
  return is_odd() && harmonics_.size() == 1 && harmonics_.front().order == 1 && harmonics_.front().sine == 1.0;
}

bool CouplingFunction::is_odd() const {
  return constant_ == 0.0 &&
         std::all_of(harmonics_.begin(), harmonics_.end(), [](const Harmonic& h) { return h.cosine == 0.0; });
}

double CouplingFunction::even_share() const {
  double odd = 0.0;
  double even = 2.0 * constant_ * constant_;
  for (const auto& h : harmonics_) {
    odd += h.sine * h.sine;
    even += h.cosine * h.cosine;
  }
  return odd + even > 0.0 ? std::sqrt(even / (odd + even)) : 0.0;
}

CouplingFunction CouplingFunction::odd_part() const {
  std::vector<Harmonic> sines = harmonics_;
  for (auto& h : sines) h.cosine = 0.0;
  return CouplingFunction(std::move(sines));
}

CouplingFunction CouplingFunction::scaled(double factor) const {
  std::vector<Harmonic> scaled = harmonics_;
  for (auto& h : scaled) {
    h.sine *= factor;
    h.cosine *= factor;
  }
  return CouplingFunction(std::move(scaled), factor * constant_);
}

CouplingFunction CouplingFunction::delayed(double lag_rad) const {
  std::vector<Harmonic> turned = harmonics_;
  for (auto& h : turned) {
    const double c = std::cos(h.order * lag_rad);
    const double s = std::sin(h.order * lag_rad);
    const double sine = h.sine * c + h.cosine * s;
    h.cosine = h.cosine * c - h.sine * s;
    h.sine = sine;
  }
  return CouplingFunction(std::move(turned), constant_);
}

std::string CouplingFunction::describe() const {
  if (is_sine()) return "sin x";
  std::ostringstream text;
  text.precision(3);
  for (const auto& h : harmonics_) {
    write_term(text, h.sine, " sin ", h.order);
    write_term(text, h.cosine, " cos ", h.order);
  }
  write_term(text, constant_, "", 0);
  return text.str().empty() ? "0" : text.str();
}

}  // namespace isinglass
