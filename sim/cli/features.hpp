// The optional parts of this build, and the sentence for one that is missing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/sampler/registry.hpp"

namespace isinglass::cli {

/// One row of the table that configure prints.
struct Feature {
  std::string name;
  bool on = false;
  std::string packages;  ///< Debian packages that bring it, separated by blanks
  std::string sentence;
};

/// In the order of configure's table.
std::vector<Feature> build_features();

/// UsageError with the packages to install when `feature` is off; `wanted` is what somebody asked for.
void require_feature(std::string_view feature, std::string_view wanted);

/// find_sampler, which for a sampler that only a larger build has says which packages bring it.
const Sampler& choose_sampler(const SamplerList& samplers, const std::string& name);

}  // namespace isinglass::cli
