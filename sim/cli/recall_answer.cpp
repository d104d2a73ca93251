// The two ways of writing a recall down.
#include "sim/cli/recall_answer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/answer_parts.hpp"
#include "sim/report/format.hpp"
#include "sim/report/text_columns.hpp"
#include "sim/sampler/device_flaws.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int32_t kWidestPicture = 32;
constexpr std::size_t kTerminalWidth = 96;

// ---- JSON -----------------------------------------------------------------------------------------------------------

/// In the terms of the file: -1 and +1, or 0 and 1.
Json spins_json(std::span<const Spin> spins, bool zero_one) {
  Json values = Json::array();
  for (const Spin spin : spins) values.push_back(zero_one ? (spin + 1) / 2 : spin);
  return values;
}

void add_score(const RecallScore& score, Json& row) {
  row["cues"] = score.cues;
  row["successes"] = score.successes;
  row["success_rate"] = score.success_rate;
  row["success_interval"] = interval_json(score.interval);
  row["mean_overlap"] = score.mean_overlap;
}

Json load_json(const std::vector<LoadPoint>& points) {
  Json rows = Json::array();
  for (const auto& p : points) {
    rows.push_back({{"patterns", p.patterns}, {"load", p.load}});
    add_score(p.score, rows.back());
  }
  return rows;
}

Json varied_json(const SweepAxis& axis, const std::vector<RecallScore>& scores) {
  const auto numbers = axis.numbers();
  Json rows = Json::array();
  for (std::size_t k = 0; k < scores.size(); ++k) {
    rows.push_back({{"value", numbers.empty() ? Json(axis.values[k]) : Json(numbers[k])}});
    add_score(scores[k], rows.back());
  }
  return {{"key", axis.key}, {"rows", rows}};
}

void add_machine(const RecallRecord& record, const MachineRecall& machine, Json& json) {
  const auto& outcome = machine.outcome;
  json["sampler"] = machine.name;
  json["parameters"] = settings_json(machine.settings);
  json["non-idealities"] = machine.flaws;
  json["overlap"] = outcome.overlap;
  json["recalled"] = Json::array();
  for (const auto& spins : outcome.recalled) json["recalled"].push_back(spins_json(spins, record.images.zero_one));
  json["nearest"] = outcome.nearest;
  json["successes"] = outcome.successes;
  json["success_rate"] = outcome.count() == 0 ? Json(nullptr) : Json(outcome.success_rate());
  json["success_interval"] = outcome.count() == 0 ? Json(nullptr) : interval_json(outcome.interval);
  json["mean_overlap"] = outcome.count() == 0 ? Json(nullptr) : Json(outcome.mean_overlap());
  json["energies"] = outcome.energy;
  json["unsettled"] = outcome.unsettled;
  json["undecided"] = outcome.undecided;
  json["hardware_time_s"] = outcome.hardware_time_s;
  if (!machine.load.empty()) json["load"] = load_json(machine.load);
  if (record.varied) json["varied"] = varied_json(*record.varied, machine.varied);
}

// ---- table ----------------------------------------------------------------------------------------------------------

// Label and text; the text begins in one column.
std::string row(const std::string& label, const std::string& text) { return fmt::format("{:<19}{}\n", label, text); }

std::string machine_rows(const RecallRecord& record, const MachineRecall& machine, const Painter& painter) {
  const auto& outcome = machine.outcome;
  if (outcome.count() == 0) return row(machine.name, "no recall was finished");
  const std::string recalled = fmt::format("{} of {} recalled", outcome.successes, outcome.count());
  const bool all = outcome.successes == static_cast<std::int64_t>(outcome.count());
  std::string text =
      row(machine.name,
          fmt::format("{}  success {} [{}–{}]  mean overlap {:.3f}  hardware time {}",
                      all ? painter.green(recalled) : painter.bold(recalled), format_ratio(outcome.success_rate()),
                      format_ratio(outcome.interval.low), format_ratio(outcome.interval.high), outcome.mean_overlap(),
                      format_seconds(outcome.hardware_time_s)));
  if (machine.flaws != no_flaws_text) text += row("", machine.flaws);
  if (record.cues.count() == 1) {
    text += row("", fmt::format("overlap {:.3f} with pattern {}", outcome.overlap[0],
                                record.images.labels[static_cast<std::size_t>(record.cues.wanted[0])]));
  }
  return text;
}

/// Success of every machine, a line for each name; of an interrupted run some are not known.
template <typename ScoreOf>
std::string score_table(const RecallRecord& record, std::vector<std::vector<std::string>> rows, ScoreOf&& score_of) {
  for (const auto& machine : record.machines) {
    rows.front().push_back(machine.name);
    for (std::size_t k = 1; k < rows.size(); ++k) {
      const auto score = score_of(machine, k - 1);
      rows[k].push_back(score ? score_text(*score) : unknown_text);
    }
  }
  return "\n" + aligned(rows, 0);
}

std::string load_table(const RecallRecord& record) {
  if (record.machines.front().load.empty()) return "";
  std::vector<std::vector<std::string>> rows{{"patterns", "load"}};
  for (const auto& point : record.machines.front().load) {
    rows.push_back({std::to_string(point.patterns), fmt::format("{:.3g}", point.load)});
  }
  return score_table(record, rows, [](const MachineRecall& machine, std::size_t k) {
    return k < machine.load.size() ? std::optional(machine.load[k].score) : std::nullopt;
  });
}

std::string varied_table(const RecallRecord& record) {
  if (!record.varied) return "";
  std::vector<std::vector<std::string>> rows{{record.varied->key}};
  for (const auto& value : record.varied->values) rows.push_back({value});
  return score_table(record, rows, [](const MachineRecall& machine, std::size_t k) {
    return k < machine.varied.size() ? std::optional(machine.varied[k]) : std::nullopt;
  });
}

/// One picture as lines of '#' and '.', under its caption, all of one width.
struct Block {
  std::string caption;
  std::vector<std::string> lines;
  std::size_t width = 0;
};

Block block(const PatternImages& images, std::span<const Spin> spins, const std::string& caption) {
  Block block{caption, {}, std::max<std::size_t>(caption.size(), static_cast<std::size_t>(images.columns))};
  for (std::int32_t r = 0; r < images.rows; ++r) {
    const auto columns = static_cast<std::size_t>(images.columns);
    std::string line;
    for (const Spin spin : spins.subspan(static_cast<std::size_t>(r) * columns, columns)) line += spin > 0 ? '#' : '.';
    block.lines.push_back(line);
  }
  return block;
}

std::string side_by_side(const std::vector<Block>& blocks) {
  std::string captions;
  for (const auto& b : blocks) captions += fmt::format("  {:<{}}", b.caption, b.width);
  std::string text = finished_line(captions);
  for (std::size_t r = 0; r < blocks.front().lines.size(); ++r) {
    std::string line;
    for (const auto& b : blocks) line += fmt::format("  {:<{}}", b.lines[r], b.width);
    text += finished_line(line);
  }
  return text;
}

std::vector<Block> blocks_of(const RecallRecord& record, std::size_t k) {
  const auto& images = record.images;
  const std::string& label = images.labels[static_cast<std::size_t>(record.cues.wanted[k])];
  const auto cue = record.cues.cue(k, images.set.size);
  std::vector<Block> blocks{
      block(images, cue, fmt::format("cue {} {:.2f}", label, overlap(cue, images.set.pattern(record.cues.wanted[k]))))};
  for (const auto& machine : record.machines) {
    if (k >= machine.outcome.count()) continue;
    const std::string caption = record.machines.size() == 1 ? std::string("recalled") : machine.name;
    blocks.push_back(
        block(images, machine.outcome.recalled[k], fmt::format("{} {:.2f}", caption, machine.outcome.overlap[k])));
  }
  return blocks;
}

/// Pictures of the first cues, as many beside each other as fit.
std::string pictures_text(const RecallRecord& record, std::int64_t pictures) {
  const auto& images = record.images;
  if (images.rows == 0 || images.columns > kWidestPicture) return "";
  std::string text;
  std::vector<Block> line;
  std::size_t used = 0;
  for (const std::size_t k : shown_cues(record, static_cast<std::size_t>(pictures))) {
    const auto blocks = blocks_of(record, k);
    std::size_t width = 0;
    for (const auto& b : blocks) width += b.width + 2;
    if (!line.empty() && used + width > kTerminalWidth) {
      text += "\n" + side_by_side(line);
      line.clear();
      used = 0;
    }
    line.insert(line.end(), blocks.begin(), blocks.end());
    used += width;
  }
  if (!line.empty()) text += "\n" + side_by_side(line);
  return text;
}

}  // namespace

nlohmann::ordered_json recall_json(const RecallRecord& record, const std::string& version) {
  const auto& set = record.images.set;
  Json json = {{"schema", "isinglass-recall-1"},
               {"version", version},
               {"patterns",
                {{"name", set.name},
                 {"count", set.count()},
                 {"size", set.size},
                 {"load", record.load()},
                 {"labels", record.images.labels},
                 {"values", record.images.zero_one ? "0/1" : "-1/+1"}}},
               {"seed", record.seed},
               {"cues", record.cues.count()},
               {"flip", record.flip ? Json(*record.flip) : Json(nullptr)},
               {"threshold", record.threshold},
               {"wanted", record.cues.wanted},
               {"cue_overlap", Json::array()}};
  for (std::size_t k = 0; k < record.cues.count(); ++k) {
    json["cue_overlap"].push_back(overlap(record.cues.cue(k, set.size), set.pattern(record.cues.wanted[k])));
  }
  if (record.machines.size() == 1) {
    add_machine(record, record.machines.front(), json);
  } else {
    json["results"] = Json::array();
    for (const auto& machine : record.machines) {
      Json result = Json::object();
      add_machine(record, machine, result);
      json["results"].push_back(result);
    }
  }
  json["interrupted"] = record.interrupted;
  json["diagnostics"] = diagnostics_json(diagnose_recall(record));
  return json;
}

std::string recall_table(const RecallRecord& record, std::int64_t pictures, const Painter& painter) {
  std::string text = row("patterns", fmt::format("{}: {}", record.images.set.name, patterns_sentence(record)));
  text += row("cues", fmt::format("{}, seed {}", cues_sentence(record), record.seed));
  text += row("success", fmt::format("overlap of at least {} with the pattern that is meant", record.threshold));
  for (const auto& machine : record.machines) text += machine_rows(record, machine, painter);
  text += pictures_text(record, pictures) + load_table(record) + varied_table(record) + "\n";
  const char* interrupted = record.interrupted ? "Interrupted: these are the recalls that were finished." : "";
  return text + findings_text(diagnose_recall(record), interrupted, painter);
}

}  // namespace isinglass::cli
