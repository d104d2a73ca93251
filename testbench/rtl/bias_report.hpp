// The bias of a core's noise tables, for the tables in docs/cores: how far its stationary law is from Boltzmann's.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "models/digital/noise_table.hpp"
#include "testbench/rtl/exact_law.hpp"
#include "testbench/rtl/random_problem.hpp"

namespace isinglass {

/// Tells the mean and the largest total variation over 20 random problems of 7 spins, at each of six temperatures.
/// `law(problem, temperature)` is the core's, at that value of its temperature register.
template <class Law>
void tell_bias(const std::string& rule, int field_bits, const Law& law) {
  RandomStream random(22, 0, 0);
  std::vector<Problem> problems;
  for (int k = 0; k < 20; ++k) problems.push_back(random_problem(random, 7, 0.6, 3, true));
  for (const double temperature : {0.5, 1.0, 2.0, 4.0, 8.0, 16.0}) {
    double worst = 0.0;
    double sum = 0.0;
    for (const Problem& problem : problems) {
      const double distance = total_variation(law(problem, register_temperature(temperature, field_bits)),
                                              boltzmann_law(problem, temperature));
      worst = std::max(worst, distance);
      sum += distance / 20.0;
    }
    WARN(rule << " T " << temperature << " mean " << sum << " worst " << worst);
  }
}

}  // namespace isinglass
