// Reads the rows that CMake wrote into the program.
#include "sim/cli/features.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/error.hpp"
#include "models/text.hpp"
#include "sim/cli/command.hpp"
#include "sim/sampler/machines.hpp"

namespace isinglass::cli {
namespace {

bool has_suffix(const std::string& text, const std::string& suffix) {
  return text.size() >= suffix.size() && text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

}  // namespace

std::vector<Feature> build_features() {
  std::vector<Feature> features;
  for (const auto& row : split(build_info.features, ';')) {
    const auto cells = split(row, '|');
    if (cells.size() == 4) features.push_back({cells[0], cells[1] == "1", cells[2], cells[3]});
  }
  return features;
}

void require_feature(std::string_view feature, std::string_view wanted) {
  for (const auto& row : build_features()) {
    if (row.name != feature || row.on) continue;
    throw UsageError(fmt::format("this build has no {}: {}", wanted, row.sentence),
                     fmt::format("sudo apt-get install {}, then configure and build again", row.packages));
  }
}

const Sampler& choose_sampler(const SamplerList& samplers, const std::string& name) {
  const bool here =
      std::any_of(samplers.begin(), samplers.end(), [&](const auto& s) { return s->info().name == name; });
  if (!here && has_suffix(name, ":rtl")) require_feature("rtl", name);
  const ModelList models = make_models();
  const bool other = std::any_of(models.begin(), models.end(), [&](const auto& m) { return m->info().name == name; });
  if (!here && other) static_cast<void>(find_model(models, name, QuestionKind::ising));  // says what does answer
  return find_sampler(samplers, name);
}

}  // namespace isinglass::cli
