// The names of the steppers.
#include <array>
#include <utility>

#include "sim/integrate/batched.hpp"

namespace isinglass {
namespace {

constexpr std::array<std::pair<Stepper, const char*>, 4> kNames{
    {{Stepper::euler, "euler"}, {Stepper::heun, "heun"}, {Stepper::rk4, "rk4"}, {Stepper::symplectic, "symplectic"}}};

}  // namespace

std::string to_string(Stepper stepper) { return kNames.at(static_cast<std::size_t>(stepper)).second; }

Stepper stepper_named(const std::string& name) {
  for (const auto& [stepper, text] : kNames) {
    if (name == text) return stepper;
  }
  throw UsageError("there is no stepper '" + name + "'", "the steppers are: euler, heun, rk4, symplectic");
}

}  // namespace isinglass
