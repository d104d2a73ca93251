// Collects the curves and states of all samplers for the interactive charts.
#include "sim/report/page_data.hpp"

#include "sim/report/charts.hpp"

namespace isinglass {

std::string page_data(const RunRecord& record) {
  using Json = nlohmann::ordered_json;
  Json curves = {{"hardware", Json::array()}, {"wall", Json::array()}};
  Json states = Json::array();
  for (std::size_t i = 0; i < record.samplers.size(); ++i) {
    const auto& s = record.samplers[i];
    const std::string colour = colour_of(record, i);
    if (s.curve) {
      curves[s.clock].push_back(
          {{"name", s.name}, {"colour", colour}, {"time_s", s.curve->time_s}, {"objective", s.curve->objective}});
    }
    if (s.states) {
      states.push_back({{"name", s.name},
                        {"colour", colour},
                        {"quantity", s.states->quantity},
                        {"unit", s.states->unit},
                        {"time_s", s.states->time_s},
                        {"variables", s.states->variables},
                        {"spins", s.states->spins},
                        {"values", s.states->values}});
    }
  }
  const Json data = {{"objective", record.problem.objective_name},
                     {"maximise", record.problem.maximise()},
                     {"target", record.target ? Json(*record.target) : Json(nullptr)},
                     {"curves", curves},
                     {"states", states}};
  return data.dump();
}

}  // namespace isinglass
