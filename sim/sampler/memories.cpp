// Registers the memories: the analog machines that recall, and one line for each digital one.
#include <fmt/format.h>

#include <algorithm>

#include "models/error.hpp"
#include "sim/sampler/machines.hpp"
#include "sim/sampler/memory.hpp"
#include "sim/sampler/memory_match.hpp"

namespace isinglass {

MemoryList::MemoryList() : models_(make_models()) {
  for (const auto& model : models_) {
    if (model->answers(QuestionKind::recall)) analog_.push_back(std::make_unique<AnalogMemory>(*model));
  }
  digital_.push_back(std::make_unique<MemoryMatchMemory>(MemoryMatchDevice::twin));
  digital_.push_back(std::make_unique<MemoryMatchMemory>(MemoryMatchDevice::rtl));
}

const Memory& MemoryList::find(std::string_view name) const {
  std::vector<std::string> names;
  for (const auto* list : {&analog_, &digital_}) {
    for (const auto& memory : *list) {
      if (memory->info().name == name) return *memory;
      names.push_back(memory->info().name);
    }
  }
  const bool machine =
      std::any_of(models_.begin(), models_.end(), [&](const auto& model) { return model->info().name == name; });
  if (machine) {
    throw UsageError(fmt::format("{} does not answer {}", name, to_string(QuestionKind::recall)),
                     fmt::format("these do: {}", fmt::join(names, ", ")));
  }
  const std::string near = nearest_name(name, names);
  throw UsageError(fmt::format("there is no machine '{}'", name),
                   near.empty() ? fmt::format("the machines are: {}", fmt::join(names, ", "))
                                : fmt::format("did you mean '{}'?", near));
}

}  // namespace isinglass
