// Reads an FST wave file back with GTKWave's own fst2vcd.
#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace isinglass {

/// All values of each signal ("scope.name"): (picoseconds, text).
using Waves = std::map<std::string, std::vector<std::pair<std::uint64_t, std::string>>>;

/// False, with a visible word, where the tool is missing.
inline bool can_read_waves(const std::string& fst2vcd) {
  if (fst2vcd.find('/') != std::string::npos) return true;
  WARN("SKIPPED: the waves are not read back, for fst2vcd (package gtkwave) is missing");
  return false;
}

/// `fst2vcd` is the path of the tool.
inline Waves read_waves(const std::string& fst2vcd, const std::filesystem::path& file) {
  std::string output;
  std::FILE* pipe = popen((fst2vcd + " '" + file.string() + "'").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 65536> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    output.append(buffer.data(), got);
  REQUIRE(pclose(pipe) == 0);
  std::map<std::string, std::string> names;
  Waves waves;
  std::istringstream lines(output);
  std::string scope;
  std::uint64_t time = 0;
  bool body = false;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string first, second;
    words >> first;
    if (first == "$enddefinitions") {
      body = true;
    } else if (!body && first == "$scope") {
      words >> second >> scope;
    } else if (!body && first == "$var") {
      std::string type, width, symbol, name;
      words >> type >> width >> symbol >> name;
      names[symbol] = scope + "." + name;
    } else if (body && first[0] == '#') {
      time = std::stoull(first.substr(1));
    } else if (body && first[0] == 'r') {
      words >> second;
      waves[names.at(second)].emplace_back(time, first.substr(1));
    } else if (body && (first[0] == '0' || first[0] == '1')) {
      waves[names.at(first.substr(1))].emplace_back(time, first.substr(0, 1));
    }
  }
  return waves;
}

}  // namespace isinglass
