// The one place where odeint's dense-output stepper is compiled.
#include "sim/integrate/dormand_prince.hpp"

#include <boost/numeric/odeint.hpp>

namespace isinglass {

namespace odeint = boost::numeric::odeint;

struct DormandPrince::Stepper {
  using Method = odeint::runge_kutta_dopri5<State>;
  odeint::result_of::make_dense_output<Method>::type method;
};

DormandPrince::DormandPrince(Tolerance tolerance)
    : stepper_(new Stepper{odeint::make_dense_output(tolerance.absolute, tolerance.relative, Stepper::Method())}) {}
DormandPrince::~DormandPrince() = default;
DormandPrince::DormandPrince(DormandPrince&&) noexcept = default;
DormandPrince& DormandPrince::operator=(DormandPrince&&) noexcept = default;

void DormandPrince::start(const State& state, double time, double step) {
  stepper_->method.initialize(state, time, step);
}

void DormandPrince::advance(const Rates& rates) { stepper_->method.do_step(std::cref(rates)); }

const DormandPrince::State& DormandPrince::state() const { return stepper_->method.current_state(); }
double DormandPrince::time() const { return stepper_->method.current_time(); }
double DormandPrince::previous_time() const { return stepper_->method.previous_time(); }
double DormandPrince::next_step() const { return stepper_->method.current_time_step(); }
void DormandPrince::interpolate(double time, State& state) const { stepper_->method.calc_state(time, state); }

}  // namespace isinglass
