// A weighted graph whose edges each want a phase difference of their own: what a network of oscillators with phase lags
// is asked. Traffic signals are the example: the offset between two junctions should be the travel time between them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace isinglass {

/// An edge that pulls phase_i - phase_j towards lag_rad (away from it when the weight is negative).
struct LaggedEdge {
  std::int32_t i = 0;
  std::int32_t j = 0;
  double weight = 0.0;
  double lag_rad = 0.0;
};

/// Plain data; vertices from 0, no self edges. Several edges between the same two vertices add up (one for each
/// direction of a street).
struct LaggedGraph {
  std::string name;
  std::int32_t vertices = 0;
  std::vector<LaggedEdge> edges;
};

}  // namespace isinglass
