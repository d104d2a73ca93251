// The header of an ngspice result file, and its values in either form.
#include "sim/io/spice_raw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

#include "models/error.hpp"

namespace isinglass {
namespace {

constexpr const char* kHint = "this reads what `ngspice -b -r FILE` writes for a transient";

[[noreturn]] void refuse(const std::string& name, const std::string& what) {
  throw InputError(fmt::format("{}: {}", name, what), kHint);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

struct Header {
  std::size_t variables = 0;
  std::size_t points = 0;
  std::vector<std::string> names;
  bool binary = false;
  std::size_t end = 0;  ///< first byte of the values
};

std::size_t whole_number(const std::string& text, const std::string& name, const char* what) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    refuse(name, fmt::format("the {} is not a whole number", what));
  return value;
}

Header read_header(const std::string& bytes, const std::string& name) {
  Header header;
  std::size_t position = 0;
  bool listing = false;
  while (position < bytes.size()) {
    const auto end = bytes.find('\n', position);
    if (end == std::string::npos) break;
    const std::string line = bytes.substr(position, end - position);
    position = end + 1;
    if (line.rfind("Binary:", 0) == 0 || line.rfind("Values:", 0) == 0) {
      header.binary = line.front() == 'B';
      header.end = position;
      return header;
    }
    if (listing) {
      std::istringstream words(line);
      std::string index, vector;
      if (words >> index >> vector) header.names.push_back(lower(vector));
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::string key = line.substr(0, colon);
    const std::string value = trimmed(line.substr(colon + 1));
    if (key == "No. Variables") header.variables = whole_number(value, name, "number of variables");
    if (key == "No. Points") header.points = whole_number(value, name, "number of points");
    if (key == "Flags" && value.find("real") == std::string::npos) refuse(name, "the values are complex");
    if (key == "Variables") listing = true;
  }
  refuse(name, "the header ends too early");
}

/// points x variables, point by point.
std::vector<double> read_binary(const std::string& bytes, const Header& header, const std::string& name) {
  const std::size_t left = (bytes.size() - header.end) / sizeof(double);
  if (header.points > left / header.variables) {
    refuse(name, fmt::format("{} points are announced, but only {} are there", header.points, left / header.variables));
  }
  std::vector<double> table(header.points * header.variables);
  std::memcpy(table.data(), bytes.data() + header.end, table.size() * sizeof(double));
  return table;
}

std::vector<double> read_ascii(const std::string& bytes, const Header& header, const std::string& name) {
  std::istringstream words(bytes.substr(header.end));
  std::vector<double> table;
  std::string word;
  for (std::size_t point = 0; point < header.points; ++point) {
    words >> word;  // the number of the point
    for (std::size_t k = 0; k < header.variables; ++k) {
      if (!(words >> word))
        refuse(name, fmt::format("{} points are announced, but only {} are there", header.points, point));
      char* end = nullptr;
      table.push_back(std::strtod(word.c_str(), &end));
      if (*end != '\0') refuse(name, fmt::format("'{}' in point {} is not a number", word, point));
    }
  }
  return table;
}

}  // namespace

const std::vector<double>& SpiceWaves::vector(const std::string& name) const {
  const auto found = std::find(names.begin(), names.end(), lower(name));
  if (found == names.end()) throw InputError(fmt::format("the results have no vector '{}'", name), "name it in .save");
  return values[static_cast<std::size_t>(found - names.begin())];
}

SpiceWaves parse_spice_raw(const std::string& bytes, const std::string& name) {
  const Header header = read_header(bytes, name);
  if (header.variables < 2 || header.names.size() != header.variables || header.names.front() != "time") {
    refuse(name, "it does not list time and at least one vector");
  }
  const auto table = header.binary ? read_binary(bytes, header, name) : read_ascii(bytes, header, name);
  SpiceWaves waves;
  waves.names.assign(header.names.begin() + 1, header.names.end());
  waves.values.assign(waves.names.size(), std::vector<double>(header.points));
  waves.time_s.resize(header.points);
  for (std::size_t point = 0; point < header.points; ++point) {
    const double* row = table.data() + point * header.variables;
    waves.time_s[point] = row[0];
    if (point > 0 && !(row[0] > waves.time_s[point - 1])) {
      refuse(name, fmt::format("time does not rise at point {}: the run was aborted", point));
    }
    for (std::size_t k = 0; k < waves.names.size(); ++k) waves.values[k][point] = row[k + 1];
  }
  return waves;
}

SpiceWaves read_spice_raw(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError(fmt::format("{}: cannot be read", path), kHint);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return parse_spice_raw(bytes, path);
}

}  // namespace isinglass
