// Takes up a campaign that was kept: which of its runs need not be made again.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "models/error.hpp"
#include "sim/cli/answer_parts.hpp"
#include "sim/cli/bench_answer.hpp"

namespace isinglass::cli {
namespace {

using Positions = std::map<std::string, std::size_t>;  ///< by name, in the campaign of now

/// Those of `now` that the earlier campaign describes in the same words.
template <typename List, typename Describe>
Positions unchanged(const nlohmann::json& before, const List& now, Describe&& describe) {
  Positions positions;
  for (std::size_t k = 0; k < now.size(); ++k) {
    const nlohmann::json wanted = describe(now[k]);
    const bool same = std::any_of(before.begin(), before.end(), [&](const nlohmann::json& entry) {
      return std::all_of(wanted.items().begin(), wanted.items().end(),
                         [&](const auto& item) { return entry.at(item.key()) == item.value(); });
    });
    if (same) positions[wanted.at("name")] = k;
  }
  return positions;
}

ReadBatch batch_from(const nlohmann::json& row) {
  ReadBatch batch;
  batch.objectives = row.at("objectives").get<std::vector<double>>();
  batch.wall_s = row.at("wall_s");
  if (!row.at("hardware_time_s").is_null()) batch.hardware_time_s = row.at("hardware_time_s").get<double>();
  if (!row.at("programming_s").is_null()) batch.programming_s = row.at("programming_s").get<double>();
  batch.exact = row.at("exact");
  return batch;
}

std::optional<DeviceEnergies> device_from(const nlohmann::json& row) {
  if (row.at("device_energy_mean").is_null()) return std::nullopt;
  return DeviceEnergies{row.at("ideal_energy_mean"), row.at("device_energy_mean"), row.at("ideal_energy_best"),
                        row.at("device_energy_best")};
}

std::vector<BenchRow> matching_rows(const nlohmann::json& answer, const BenchRecord& record,
                                    const std::string& kernel) {
  const Positions instances = unchanged(answer.at("instances"), record.instances, [](const BenchInstance& i) {
    return nlohmann::json{{"name", i.problem.name}, {"kind", i.problem.kind}, {"sha256", i.problem.sha256}};
  });
  const Positions samplers = unchanged(answer.at("samplers"), record.samplers, [](const BenchSampler& s) {
    return nlohmann::json{{"name", s.name}, {"parameters", nlohmann::json(settings_json(s.settings))}};
  });
  std::vector<BenchRow> rows;
  for (const auto& row : answer.at("rows")) {
    const auto instance = instances.find(row.at("instance"));
    const auto sampler = samplers.find(row.at("sampler"));
    if (instance == instances.end() || sampler == samplers.end()) continue;
    if (row.contains("failure") || !row.at("stopped_by").is_null()) continue;
    const std::string ran_on = row.at("kernel").is_null() ? "" : row.at("kernel").get<std::string>();
    const std::uint64_t seed = row.at("seed");
    const bool wanted = std::find(record.seeds.begin(), record.seeds.end(), seed) != record.seeds.end();
    if (!wanted || (!ran_on.empty() && ran_on != kernel)) continue;
    const auto& flaws = row.at("non-idealities");
    rows.push_back({instance->second, sampler->second, seed, ran_on, batch_from(row), "", "", "",
                    flaws.is_null() ? "" : flaws.get<std::string>(), device_from(row)});
  }
  return rows;
}

}  // namespace

std::vector<BenchRow> finished_rows(const nlohmann::json& answer, const BenchRecord& record, const std::string& version,
                                    const std::string& kernel) {
  try {
    if (answer.at("schema") != bench_schema) {
      throw InputError("the run to resume is no benchmark",
                       "give -o the directory of a 'bench', or leave --resume out");
    }
    if (answer.at("version") != version || answer.at("reads") != record.reads) return {};
    return matching_rows(answer, record, kernel);
  } catch (const nlohmann::json::exception& problem) {
    throw InputError(fmt::format("the run to resume cannot be understood: {}", problem.what()),
                     "its run.json may be cut short: leave --resume out");
  }
}

}  // namespace isinglass::cli
