// Reads and checks parameter values against a sampler's table.
#include "sim/sampler/parameter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "models/error.hpp"

namespace isinglass {
namespace {

[[noreturn]] void refuse(std::string_view sampler, const Parameter& parameter, std::string_view text,
                         std::string_view why) {
  const std::string range = range_text(parameter);
  throw UsageError(fmt::format("parameter '{}' of {}: '{}' {}", parameter.name, sampler, text, why),
                   range.empty() ? parameter.sentence : fmt::format("{} ({})", parameter.sentence, range));
}

ParameterValue read_real(std::string_view sampler, const Parameter& parameter, std::string_view text) {
  const auto value = parse_number<double>(text);
  if (!value || !std::isfinite(*value)) refuse(sampler, parameter, text, "is not a finite number");
  if (*value < parameter.minimum || *value > parameter.maximum) refuse(sampler, parameter, text, "is out of range");
  return *value;
}

/// "1e6" is a whole number too.
std::optional<std::int64_t> whole_from_real(std::string_view text) {
  constexpr double kExact = 9007199254740992.0;  // 2^53: up to here every whole number is a double
  const auto real = parse_number<double>(text);
  if (!real || !(std::abs(*real) <= kExact) || *real != std::floor(*real)) return std::nullopt;
  return static_cast<std::int64_t>(*real);
}

ParameterValue read_integer(std::string_view sampler, const Parameter& parameter, std::string_view text) {
  auto value = parse_number<std::int64_t>(text);
  if (!value) value = whole_from_real(text);
  if (!value) refuse(sampler, parameter, text, "is not a whole number");
  const auto real = static_cast<double>(*value);
  if (real < parameter.minimum || real > parameter.maximum) refuse(sampler, parameter, text, "is out of range");
  return *value;
}

ParameterValue read_flag(std::string_view sampler, const Parameter& parameter, std::string_view text) {
  if (text == "true" || text == "1" || text == "on") return true;
  if (text == "false" || text == "0" || text == "off") return false;
  refuse(sampler, parameter, text, "is neither true nor false");
}

ParameterValue read_word(std::string_view sampler, const Parameter& parameter, std::string_view text) {
  const auto& choices = parameter.choices;
  if (!choices.empty() && std::find(choices.begin(), choices.end(), text) == choices.end()) {
    refuse(sampler, parameter, text, "is not a choice");
  }
  return std::string(text);
}

ParameterValue read_value(std::string_view sampler, const Parameter& parameter, std::string_view text) {
  if (std::holds_alternative<Automatic>(parameter.default_value)) {
    if (text == "auto") return Automatic{};
    if (parameter.whole) return read_integer(sampler, parameter, text);
    return read_real(sampler, parameter, text);
  }
  if (std::holds_alternative<bool>(parameter.default_value)) return read_flag(sampler, parameter, text);
  if (std::holds_alternative<std::int64_t>(parameter.default_value)) return read_integer(sampler, parameter, text);
  if (std::holds_alternative<double>(parameter.default_value)) return read_real(sampler, parameter, text);
  return read_word(sampler, parameter, text);
}

}  // namespace

bool has_parameter(const ParameterTable& table, std::string_view name) {
  return std::any_of(table.begin(), table.end(), [&](const Parameter& row) { return row.name == name; });
}

bool is_whole(const Parameter& parameter) {
  return parameter.whole || std::holds_alternative<std::int64_t>(parameter.default_value);
}

Settings::Settings(std::string_view sampler, const ParameterTable& table, const WrittenSettings& written) {
  for (const auto& parameter : table) values_[parameter.name] = parameter.default_value;
  for (const auto& [key, text] : written) {
    const auto row =
        std::find_if(table.begin(), table.end(), [&key = key](const Parameter& p) { return p.name == key; });
    if (row == table.end()) {
      std::vector<std::string> names;
      for (const auto& parameter : table) names.push_back(parameter.name);
      const std::string near = nearest_name(key, names);
      const auto meant = std::find_if(table.begin(), table.end(), [&](const Parameter& p) { return p.name == near; });
      throw UsageError(fmt::format("{} has no parameter '{}'", sampler, key),
                       near.empty() ? fmt::format("its parameters are: {}", fmt::join(names, ", "))
                                    : fmt::format("did you mean '{}' ({})?", near, range_text(*meant)));
    }
    values_[key] = read_value(sampler, *row, text);
    written_.insert(key);
  }
}

const ParameterValue& Settings::value(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end())
    throw Error(ExitCode::internal, fmt::format("the code asks for an undeclared parameter '{}'", name));
  return found->second;
}

double Settings::number(std::string_view name) const {
  const auto& held = value(name);
  if (const auto* whole = std::get_if<std::int64_t>(&held)) return static_cast<double>(*whole);
  return std::get<double>(held);
}

double Settings::number_or(std::string_view name, double automatic) const {
  return std::holds_alternative<Automatic>(value(name)) ? automatic : number(name);
}

std::int64_t Settings::integer(std::string_view name) const { return std::get<std::int64_t>(value(name)); }
bool Settings::flag(std::string_view name) const { return std::get<bool>(value(name)); }
const std::string& Settings::word(std::string_view name) const { return std::get<std::string>(value(name)); }

std::string to_string(const ParameterValue& value) {
  struct Writer {
    std::string operator()(Automatic) const { return "auto"; }
    std::string operator()(bool on) const { return on ? "true" : "false"; }
    std::string operator()(std::int64_t whole) const { return std::to_string(whole); }
    std::string operator()(double real) const { return fmt::format("{}", real); }
    std::string operator()(const std::string& word) const { return word; }
  };
  return std::visit(Writer{}, value);
}

std::string range_text(const Parameter& parameter) {
  if (!parameter.choices.empty()) return fmt::format("one of {}", fmt::join(parameter.choices, ", "));
  if (std::holds_alternative<bool>(parameter.default_value)) return "true or false";
  if (std::holds_alternative<std::string>(parameter.default_value)) return "";
  const bool low = std::isfinite(parameter.minimum);
  const bool high = std::isfinite(parameter.maximum);
  if (low && high) return fmt::format("{}..{}", parameter.minimum, parameter.maximum);
  if (low) return fmt::format("at least {}", parameter.minimum);
  if (high) return fmt::format("at most {}", parameter.maximum);
  return "any number";
}

}  // namespace isinglass
