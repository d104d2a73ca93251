// run.json: each record lists its keys once, for writing and for reading.
#include "sim/report/run_record.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <type_traits>

#include "models/error.hpp"

namespace isinglass {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;
template <class T>
constexpr bool is_vector = false;
template <class T>
constexpr bool is_vector<std::vector<T>> = true;

class JsonWriter;
class JsonReader;

// The keys of each record. `Archive` is JsonWriter or JsonReader.
template <class Archive>
void fields(Archive& archive, IntervalRecord& r) {
  archive("low", r.low)("high", r.high);
}
template <class Archive>
void fields(Archive& archive, ParameterRecord& r) {
  archive("name", r.name)("value", r.value)("unit", r.unit)("sentence", r.sentence)("is_default", r.is_default);
}
template <class Archive>
void fields(Archive& archive, CurveRecord& r) {
  archive("time_s", r.time_s)("objective", r.objective);
}
template <class Archive>
void fields(Archive& archive, StatesRecord& r) {
  archive("quantity", r.quantity)("unit", r.unit)("read", r.read)("time_s", r.time_s)("variables", r.variables)(
      "spins", r.spins)("values", r.values);
}
template <class Archive>
void fields(Archive& archive, Diagnostic& r) {
  archive("sentence", r.sentence)("advice", r.advice);
}
template <class Archive>
void fields(Archive& archive, SamplerRecord& r) {
  archive("name", r.name)("kind", r.kind)("sentence", r.sentence)("baseline", r.baseline)("kernel", r.kernel);
  archive("stopped_by", r.stopped_by)("exact", r.exact)("reads", r.reads)("successes", r.successes)("p", r.p);
  archive("p_interval", r.p_interval)("clock", r.clock)("t_s", r.t_s)("tts99_s", r.tts99_s);
  archive("tts99_interval", r.tts99_interval)("best", r.best)("mean", r.mean)("worst", r.worst);
  archive("standard_deviation", r.standard_deviation)("wall_s", r.wall_s)("hardware_time_s", r.hardware_time_s);
  archive("programming_s", r.programming_s)("readout_s", r.readout_s)("objectives", r.objectives);
  archive("timing", r.timing)("parameters", r.parameters)("figures", r.figures)("info", r.info)("curve", r.curve);
  archive("states", r.states)("diagnostics", r.diagnostics);
}
template <class Archive>
void fields(Archive& archive, ProblemRecord& r) {
  archive("name", r.name)("kind", r.kind)("variables", r.variables)("couplings", r.couplings);
  archive("objective_name", r.objective_name)("objective_sense", r.objective_sense)("sha256", r.sha256);
  archive("best_known", r.best_known);
}
template <class Archive>
void fields(Archive& archive, RunRecord& r) {
  archive("schema", r.schema)("version", r.version)("compiler", r.compiler)("build_type", r.build_type)("isa", r.isa);
  archive("started", r.started)("argv", r.command)("seed", r.seed)("reads", r.reads)("threads", r.threads);
  archive("interrupted", r.interrupted)("problem", r.problem)("target", r.target)("target_origin", r.target_origin);
  archive("samplers", r.samplers)("hardware", r.hardware)("headline", r.headline)("findings", r.findings);
  archive("diagnostics", r.diagnostics);
}

template <class T>
constexpr bool is_map = false;
template <class T>
constexpr bool is_map<std::map<std::string, T>> = true;

/// What JSON writes and reads by itself.
template <class T>
constexpr bool is_plain =
    std::is_arithmetic_v<T> || std::is_same_v<T, std::string> || std::is_same_v<T, nlohmann::json>;

class JsonWriter {
 public:
  template <class T>
  JsonWriter& operator()(const char* key, T& value) {
    document_[key] = write(value);
    return *this;
  }
  Json take() { return std::move(document_); }

 private:
  template <class T>
  static Json write(T& value) {
    if constexpr (std::is_same_v<T, double>) {
      return std::isfinite(value) ? Json(value) : Json(nullptr);
    } else if constexpr (is_plain<T>) {
      return Json(value);
    } else if constexpr (is_optional<T>) {
      return value ? write(*value) : Json(nullptr);
    } else if constexpr (is_vector<T>) {
      Json list = Json::array();
      for (auto& element : value) list.push_back(write(element));
      return list;
    } else if constexpr (is_map<T>) {
      Json object = Json::object();
      for (auto& [key, element] : value) object[key] = write(element);
      return object;
    } else {
      JsonWriter writer;
      fields(writer, value);
      return writer.take();
    }
  }
  Json document_ = Json::object();
};

class JsonReader {
 public:
  JsonReader(const nlohmann::json& document, std::string path) : document_(document), path_(std::move(path)) {}
  template <class T>
  JsonReader& operator()(const char* key, T& value) {
    const std::string place = path_.empty() ? key : path_ + "." + key;
    if (!document_.is_object() || !document_.contains(key)) {
      throw InputError(fmt::format("run.json has no '{}'", place), "it was not written by this program, or was edited");
    }
    try {
      read(document_.at(key), value, place);
    } catch (const nlohmann::json::exception&) {
      throw InputError(fmt::format("run.json: '{}' is not of the expected type", place),
                       "it was not written by this program, or was edited");
    }
    return *this;
  }

 private:
  template <class T>
  static void read(const nlohmann::json& document, T& value, const std::string& place) {
    if constexpr (std::is_same_v<T, double>) {
      value = document.is_null() ? std::numeric_limits<double>::quiet_NaN() : document.get<double>();
    } else if constexpr (is_plain<T>) {
      value = document.get<T>();
    } else if constexpr (is_map<T>) {
      value.clear();
      for (const auto& [key, element] : document.get_ref<const nlohmann::json::object_t&>()) {
        read(element, value[key], fmt::format("{}.{}", place, key));
      }
    } else if constexpr (is_optional<T>) {
      value.reset();
      if (!document.is_null()) read(document, value.emplace(), place);
    } else if constexpr (is_vector<T>) {
      value.clear();
      for (const auto& element : document.get_ref<const nlohmann::json::array_t&>()) {
        read(element, value.emplace_back(), fmt::format("{}.{}", place, value.size()));
      }
    } else {
      JsonReader reader(document, place);
      fields(reader, value);
    }
  }
  const nlohmann::json& document_;
  std::string path_;
};

Json pair_json(const std::optional<IntervalRecord>& interval) {
  if (!interval) return nullptr;
  const auto end = [](const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); };
  return Json::array({end(interval->low), end(interval->high)});
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

}  // namespace

nlohmann::ordered_json to_json(const RunRecord& record) {
  RunRecord copy = record;
  JsonWriter writer;
  fields(writer, copy);
  return writer.take();
}

RunRecord run_record_from_json(const nlohmann::json& document) {
  RunRecord record;
  // First of all: another version's document may lack keys, and that is not what is wrong with it.
  const auto schema = document.is_object() ? document.find("schema") : document.end();
  if (schema != document.end() && schema->is_string() && schema->get<std::string>() != record.schema) {
    throw InputError(
        fmt::format("run.json follows '{}', this program reads '{}'", schema->get<std::string>(), record.schema),
        "use the version of the program that wrote it");
  }
  JsonReader reader(document, "");
  fields(reader, record);
  return record;
}

nlohmann::ordered_json row_json(const RunRecord& record, const SamplerRecord& sampler) {
  return {{"instance", record.problem.name},
          {"sampler", sampler.name},
          {"kind", sampler.kind},
          {"baseline", sampler.baseline},
          {"reads", sampler.reads},
          {"target", or_null(record.target)},
          {"successes", or_null(sampler.successes)},
          {"p", or_null(sampler.p)},
          {"p_interval", pair_json(sampler.p_interval)},
          {"clock", sampler.clock},
          {"t_s", or_null(sampler.t_s)},
          {"tts99_s", or_null(sampler.tts99_s)},
          {"tts99_interval", pair_json(sampler.tts99_interval)},
          {"best", or_null(sampler.best)},
          {"mean", or_null(sampler.mean)},
          {"wall_s", sampler.wall_s},
          {"hardware_time_s", or_null(sampler.hardware_time_s)},
          {"programming_s", or_null(sampler.programming_s)},
          {"readout_s", or_null(sampler.readout_s)},
          {"exact", sampler.exact},
          {"interrupted", sampler.stopped_by == "interrupted"}};
}

}  // namespace isinglass
