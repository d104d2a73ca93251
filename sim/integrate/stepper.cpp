// The names of the steppers, and how many steps a run takes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sim/integrate/batched.hpp"

namespace isinglass {
namespace {

constexpr std::array<std::pair<Stepper, const char*>, 4> kNames{
    {{Stepper::euler, "euler"}, {Stepper::heun, "heun"}, {Stepper::rk4, "rk4"}, {Stepper::symplectic, "symplectic"}}};

constexpr double kMostSteps = 4e9;  ///< their numbers have 32 bits: after that the noise would repeat

}  // namespace

std::int64_t whole_steps(double duration_s, double step_s) {
  const double steps = std::max(1.0, std::ceil(duration_s / step_s * (1.0 - 1e-12)));
  if (steps <= kMostSteps) return static_cast<std::int64_t>(steps);
  throw UsageError(fmt::format("the run would take {:.10g} steps, more than the noise can number: at most {:.0f}",
                               steps, kMostSteps),
                   "shorten the run or take a longer step");
}

std::string to_string(Stepper stepper) { return kNames.at(static_cast<std::size_t>(stepper)).second; }

Stepper stepper_named(const std::string& name) {
  for (const auto& [stepper, text] : kNames) {
    if (name == text) return stepper;
  }
  throw UsageError("there is no stepper '" + name + "'", "the steppers are: euler, heun, rk4, symplectic");
}

}  // namespace isinglass
