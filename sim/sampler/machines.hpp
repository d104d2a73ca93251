// The list of analog machines, by name.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "sim/sampler/model.hpp"

namespace isinglass {

using ModelList = std::vector<std::unique_ptr<AnalogModel>>;

/// All analog machines, in the order in which they are listed to people.
ModelList make_models();

/// The machine of that name; UsageError with the nearest name otherwise, or when it does not answer `kind`.
const AnalogModel& find_model(const ModelList& models, std::string_view name);
const AnalogModel& find_model(const ModelList& models, std::string_view name, QuestionKind kind);

}  // namespace isinglass
