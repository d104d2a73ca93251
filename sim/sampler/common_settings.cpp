// Common parameters of analog samplers.
#include "sim/sampler/common_settings.hpp"

namespace isinglass {

const std::vector<std::string>& schedule_shapes() {
  static const std::vector<std::string> shapes{"linear", "geometric", "cosine", "square"};
  return shapes;
}

Ramp ramp_of(const Settings& settings, const std::string& name) {
  return {shape_named(settings.word(name + "_shape")), settings.number(name + "_start"), settings.number(name + "_end"),
          static_cast<int>(settings.integer("cycles"))};
}

Parameter storage_parameter() {
  return {"storage",
          "",
          "couplings as neighbour lists or as a matrix; auto: by density",
          std::string("auto"),
          {},
          {},
          {"auto", "sparse", "dense"}};
}

CouplingStorage storage_of(const Settings& settings) {
  const auto& name = settings.word("storage");
  if (name == "sparse") return CouplingStorage::sparse;
  return name == "dense" ? CouplingStorage::dense : CouplingStorage::automatic;
}

}  // namespace isinglass
