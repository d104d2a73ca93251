// `isinglass info`: samplers with their parameters, boards, cores, and the optional parts of this build.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "hw/flow/configurations.hpp"
#include "models/numeric/kernel_choice.hpp"
#include "models/text.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/features.hpp"
#include "sim/cli/output.hpp"
#include "sim/sampler/machines.hpp"
#include "sim/sampler/memory.hpp"
#include "sim/sampler/registry.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;

struct InfoFlags {
  std::string topic;
  bool json = false;
};

/// The samplers, then the machines that answer other questions than Ising problems.
std::vector<SamplerInfo> all_infos() {
  std::vector<SamplerInfo> infos;
  for (const auto& sampler : make_samplers()) infos.push_back(sampler->info());
  for (const auto& model : make_models()) {
    if (!model->answers(QuestionKind::ising)) infos.push_back(model->info());
  }
  const MemoryList memories;
  for (const auto& memory : memories.digital()) infos.push_back(memory->info());
  return infos;
}

// ---- JSON -----------------------------------------------------------------------------------------------------------

Json sampler_json(const SamplerInfo& info) {
  Json parameters = Json::array();
  for (const auto& p : info.parameters) {
    parameters.push_back({{"name", p.name},
                          {"unit", p.unit},
                          {"default", to_string(p.default_value)},
                          {"range", range_text(p)},
                          {"sentence", p.sentence}});
  }
  return {{"name", info.name}, {"kind", to_string(info.kind)}, {"sentence", info.sentence}, {"parameters", parameters}};
}

Json features_json() {
  Json features = Json::object();
  for (const auto& f : build_features()) {
    features[f.name] = {{"on", f.on}, {"packages", f.packages}, {"sentence", f.sentence}};
  }
  return features;
}

Json boards_json(const flow::Catalogue& catalogue) {
  Json boards = Json::array();
  for (const auto& board : catalogue.boards) {
    Json configurations = Json::array();
    for (const auto& c : catalogue.configurations) {
      if (c.board != board.name) continue;
      configurations.push_back({{"core", c.core},
                                {"spins", c.spins},
                                {"entries", c.entries},
                                {"weight_bits", c.weight_bits},
                                {"clock_mhz", c.clock_mhz}});
    }
    boards.push_back(
        {{"name", board.name}, {"title", board.title}, {"device", board.device}, {"configurations", configurations}});
  }
  return boards;
}

Json cores_json(const flow::Catalogue& catalogue) {
  Json cores = Json::array();
  for (const auto& core : catalogue.cores) {
    cores.push_back({{"name", core.name}, {"title", core.title}, {"number", core.number}});
  }
  return cores;
}

Json info_json(const std::vector<SamplerInfo>& samplers, const flow::Catalogue& catalogue) {
  Json list = Json::array();
  for (const auto& info : samplers) list.push_back(sampler_json(info));
  Json kernels = Json::array();
  for (const auto kind : available_kernels()) kernels.push_back(to_string(kind));
  return {{"version", build_info.version},       {"compiler", build_info.compiler},
          {"build_type", build_info.build_type}, {"kernels", kernels},
          {"features", features_json()},         {"samplers", list},
          {"cores", cores_json(catalogue)},      {"boards", boards_json(catalogue)}};
}

// ---- text -----------------------------------------------------------------------------------------------------------

std::string samplers_text(const std::vector<SamplerInfo>& samplers) {
  std::string text = "Samplers (isinglass info NAME shows the parameters)\n";
  for (const auto& info : samplers) {
    text += fmt::format("  {:<18}{:<10}{}\n", info.name, to_string(info.kind), info.sentence);
  }
  return text;
}

std::string cores_text(const flow::Catalogue& catalogue) {
  std::string text = "Cores (isinglass hw build --core NAME)\n";
  for (const auto& core : catalogue.cores) text += fmt::format("  {:<18}{}\n", core.name, core.title);
  return text;
}

std::string boards_text(const flow::Catalogue& catalogue) {
  std::string text = "Boards (isinglass hw build --board NAME)\n";
  for (const auto& board : catalogue.boards) {
    text += fmt::format("  {:<18}{}\n", board.name, board.title);
    for (const auto& c : catalogue.configurations) {
      if (c.board != board.name) continue;
      text += fmt::format("  {:<18}{}: {} spins, {} of {} bit{}, {} MHz\n", "", c.core, c.spins, c.couplings(),
                          c.weight_bits, c.weight_bits == 1 ? "" : "s", c.clock_mhz);
    }
  }
  return text;
}

std::string features_text() {
  std::string text = "Optional parts of this build\n";
  for (const auto& f : build_features()) {
    text += fmt::format("  {:<12}{:<5}{}{}\n", f.name, f.on ? "on" : "OFF", f.sentence,
                        f.on ? "" : fmt::format(": install {}", f.packages));
  }
  return text;
}

std::string build_text() {
  std::string kernels;
  for (const auto kind : available_kernels()) kernels += (kernels.empty() ? "" : ", ") + to_string(kind);
  return fmt::format("isinglass {} ({}, {}); vector kernels on this processor: {}\n", build_info.version,
                     build_info.compiler, build_info.build_type, kernels);
}

// One sampler: its parameters in aligned columns, sentence last.
std::string sampler_text(const SamplerInfo& info) {
  std::string text = fmt::format("{} ({}): {}\n", info.name, to_string(info.kind), info.sentence);
  if (info.parameters.empty()) return text + "It has no parameters.\n";
  struct Row {
    std::string name, value, unit, range, sentence;
  };
  std::vector<Row> rows = {{"parameter", "default", "unit", "range", "meaning"}};
  for (const auto& p : info.parameters) {
    rows.push_back({p.name, to_string(p.default_value), p.unit, range_text(p), p.sentence});
  }
  std::array<std::size_t, 4> width{};
  for (const auto& r : rows) {
    width[0] = std::max(width[0], r.name.size());
    width[1] = std::max(width[1], r.value.size());
    width[2] = std::max(width[2], r.unit.size());
    width[3] = std::max(width[3], r.range.size());
  }
  text += "\n";
  for (const auto& r : rows) {
    text += fmt::format("  {:<{}}  {:<{}}  {:<{}}  {:<{}}  {}\n", r.name, width[0], r.value, width[1], r.unit, width[2],
                        r.range, width[3], r.sentence);
  }
  const SamplerList solvers = make_samplers();
  const bool solves =
      std::any_of(solvers.begin(), solvers.end(), [&](const auto& s) { return s->info().name == info.name; });
  return text + fmt::format("\nSet one with -p, for example: {}-p {}={}\n",
                            solves ? fmt::format("isinglass solve G1 --sampler {} ", info.name) : "", rows[1].name,
                            rows[1].value);
}

std::string topic_text(const std::string& topic, const std::vector<SamplerInfo>& samplers,
                       const flow::Catalogue& catalogue) {
  if (topic.empty()) {
    return build_text() + "\n" + samplers_text(samplers) + "\n" + cores_text(catalogue) + "\n" +
           boards_text(catalogue) + "\n" + features_text();
  }
  if (topic == "samplers") return samplers_text(samplers);
  if (topic == "cores") return cores_text(catalogue);
  if (topic == "boards") return boards_text(catalogue);
  if (topic == "features") return features_text();
  std::vector<std::string> names = {"samplers", "cores", "boards", "features"};
  for (const auto& info : samplers) {
    if (info.name == topic) return sampler_text(info);
    names.push_back(info.name);
  }
  if (topic.find(':') != std::string::npos) static_cast<void>(choose_sampler(make_samplers(), topic));
  const std::string near = nearest_name(topic, names);
  throw UsageError(fmt::format("there is nothing to tell about '{}'", topic),
                   near.empty() ? fmt::format("the topics are: {}", fmt::join(names, ", "))
                                : fmt::format("did you mean '{}'?", near));
}

ExitCode print_info(const InfoFlags& flags) {
  const auto samplers = all_infos();
  const flow::Catalogue catalogue = flow::built_in_catalogue();
  if (!flags.json) {
    write_stdout(topic_text(flags.topic, samplers, catalogue));
    return ExitCode::done;
  }
  const auto named =
      std::find_if(samplers.begin(), samplers.end(), [&](const SamplerInfo& info) { return info.name == flags.topic; });
  write_json(named == samplers.end() ? info_json(samplers, catalogue) : sampler_json(*named));
  return ExitCode::done;
}

}  // namespace

void add_info(CLI::App& app, Action& action) {
  auto flags = std::make_shared<InfoFlags>();
  auto* command =
      app.add_subcommand("info", "Samplers and their parameters, cores, boards, and what this build can do");
  command->add_option("topic", flags->topic, "A sampler, or samplers, cores, boards, features (default: everything)")
      ->type_name("TOPIC");
  command->add_flag("--json", flags->json, "Print one JSON object");
  command->footer(
      "Examples:\n"
      "  isinglass info\n"
      "  isinglass info anneal              its parameters with units, defaults and ranges\n"
      "  isinglass info features            what is missing in this build, and the package to install\n"
      "  isinglass info --json | jq '.samplers[].name'");
  command->callback([flags, &action] { action.run = [flags] { return print_info(*flags); }; });
}

}  // namespace isinglass::cli
