// The parameter table of a sampler: the only place where its options are declared. Command line, config file, `info`
// and docs come from it.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "models/text.hpp"

namespace isinglass {

/// The value "auto": the sampler works it out from the problem, as the parameter's sentence says.
struct Automatic {
  friend bool operator==(Automatic, Automatic) = default;
};
using ParameterValue = std::variant<Automatic, bool, std::int64_t, double, std::string>;

/// One row of the table. The type of a parameter is the type of its default; an automatic one is a number.
struct Parameter {
  std::string name;
  std::string unit;  ///< "s", "Hz", "ppm", or empty for a pure number
  std::string sentence;
  ParameterValue default_value;
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  std::vector<std::string> choices;  ///< for words: the allowed ones; empty = any
  bool whole = false;                ///< for automatic ones: a number given must be whole
};
/// True when its numbers must be whole.
bool is_whole(const Parameter& parameter);

using ParameterTable = std::vector<Parameter>;
bool has_parameter(const ParameterTable& table, std::string_view name);
/// KEY=VALUE as written by a person.
using WrittenSettings = std::vector<std::pair<std::string, std::string>>;

/// The validated values of one sampler's parameters.
class Settings {
 public:
  /// All defaults, overridden by `written`. Throws UsageError for an unknown key (with the nearest name), a value that
  /// cannot be read or is out of range.
  Settings(std::string_view sampler, const ParameterTable& table, const WrittenSettings& written);

  [[nodiscard]] double number(std::string_view name) const;  ///< also of integer parameters
  [[nodiscard]] double number_or(std::string_view name, double automatic) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] const std::string& word(std::string_view name) const;
  [[nodiscard]] const std::map<std::string, ParameterValue, std::less<>>& values() const { return values_; }
  /// True when somebody gave the parameter a value, be it the default.
  [[nodiscard]] bool was_written(std::string_view name) const { return written_.find(name) != written_.end(); }

 private:
  [[nodiscard]] const ParameterValue& value(std::string_view name) const;
  std::map<std::string, ParameterValue, std::less<>> values_;
  std::set<std::string, std::less<>> written_;
};

/// As a person would write it: "auto", "true", "12", "0.25", "cosine".
std::string to_string(const ParameterValue& value);
/// "0..1", "> 0", "one of a, b", "true or false"; empty when anything goes.
std::string range_text(const Parameter& parameter);

}  // namespace isinglass
