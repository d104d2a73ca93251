// The rules of the house, read off the tree: who may include whom, where the heavy libraries live, and what lies at the
// top level.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

const fs::path root = ISINGLASS_SOURCE_DIR;

// A layer may include itself and the layers named here (docs/architecture.md draws the same).
const std::map<std::string, std::set<std::string>> allowed = {
    {"models", {}},
    {"hw/host", {"models"}},
    {"hw/flow", {"hw/host", "models"}},
    {"sim/integrate", {"models"}},
    {"sim/io", {"models"}},
    {"sim/cosim", {"sim/integrate", "sim/io", "hw/host", "models"}},
    {"sim/sampler", {"sim/integrate", "sim/cosim", "sim/io", "hw/host", "hw/flow", "models"}},
    {"sim/bench", {"sim/sampler", "sim/io", "models"}},
    {"sim/report", {"sim/bench", "sim/sampler", "sim/io", "hw/flow", "models"}},
    {"sim/cli",
     {"sim/report", "sim/bench", "sim/sampler", "sim/integrate", "sim/cosim", "sim/io", "hw/flow", "hw/host",
      "models"}},
};

std::string layer_of(const std::string& path) {
  for (const auto& [layer, others] : allowed) {
    if (path.rfind(layer + "/", 0) == 0) return layer;
  }
  return "";
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

bool is_source(const fs::path& path) { return path.extension() == ".cpp" || path.extension() == ".hpp"; }
bool is_verilog(const fs::path& path) { return path.extension() == ".v" || path.extension() == ".sv"; }

std::vector<fs::path> files_below(const std::vector<std::string>& folders, bool (*wanted)(const fs::path&)) {
  std::vector<fs::path> files;
  for (const auto& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file() && wanted(entry.path())) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string path_of(const fs::path& file) { return file.lexically_relative(root).generic_string(); }

// The names between quotes or angle brackets of all include lines.
std::vector<std::string> includes_of(const fs::path& file) {
  static const std::regex include(R"(^\s*#\s*include\s*["<]([^">]+)[">])");
  std::vector<std::string> names;
  std::smatch match;
  for (const auto& line : lines_of(file)) {
    if (std::regex_search(line, match, include)) names.push_back(match[1]);
  }
  return names;
}

}  // namespace

TEST_CASE("dependencies between layers point one way") {
  for (const auto& file : files_below({"models", "hw", "sim"}, is_source)) {
    const std::string from = layer_of(path_of(file));
    INFO(path_of(file));
    REQUIRE_FALSE(from.empty());
    for (const auto& name : includes_of(file)) {
      if (!fs::exists(root / name)) continue;
      const std::string to = layer_of(name);
      INFO("includes " << name);
      CHECK((to == from || allowed.at(from).count(to) == 1));
    }
  }
}

TEST_CASE("heavy libraries are included only where the design puts them") {
  const std::vector<std::pair<std::regex, std::string>> homes = {
      {std::regex("^boost/numeric/odeint"), "sim/integrate"},
      {std::regex("^systemc|^sysc/"), "sim/cosim"},
      {std::regex("^V[a-z_]+\\.h$|^verilated"), "sim/cosim"},
      {std::regex("^gtkwave/"), "sim/io"},
      {std::regex("^CLI/"), "sim/cli"},
      {std::regex("^catch2/"), "testbench"},
  };
  for (const auto& file : files_below({"models", "hw", "sim"}, is_source)) {
    for (const auto& name : includes_of(file)) {
      for (const auto& [library, home] : homes) {
        INFO(path_of(file) << " includes " << name);
        CHECK((!std::regex_search(name, library) || path_of(file).rfind(home + "/", 0) == 0));
      }
    }
  }
}

TEST_CASE(
    "models use the standard library, Eigen and Random123 alone, and neither print nor read clocks, files or threads") {
  const std::set<std::string> refused = {"iostream", "fstream",    "cstdio", "thread",
                                         "chrono",   "filesystem", "mutex",  "future"};
  for (const auto& file : files_below({"models"}, is_source)) {
    for (const auto& name : includes_of(file)) {
      INFO(path_of(file) << " includes " << name);
      CHECK(refused.count(name) == 0);
      const bool standard = name.find('/') == std::string::npos && name.find('.') == std::string::npos;
      const bool known = standard || name.rfind("models/", 0) == 0 || name.rfind("Eigen/", 0) == 0 ||
                         name.rfind("Random123/", 0) == 0 || name.rfind("experimental/", 0) == 0;
      const bool vector_header = name == "immintrin.h" || name == "emmintrin.h";
      CHECK((known || (vector_header && path_of(file).rfind("models/numeric/", 0) == 0)));
    }
  }
}

TEST_CASE("every source file opens with a sentence that says what it is for") {
  auto files = files_below({"models", "hw", "sim", "testbench"}, is_source);
  const auto verilog = files_below({"rtl", "hw"}, is_verilog);
  files.insert(files.end(), verilog.begin(), verilog.end());
  for (const auto& file : files) {
    const auto lines = lines_of(file);
    INFO(path_of(file));
    REQUIRE_FALSE(lines.empty());
    CHECK((lines.front().rfind("// ", 0) == 0 || lines.front().rfind("/* ", 0) == 0));
  }
}

TEST_CASE("no source file is longer than 600 lines") {
  auto files = files_below({"models", "hw", "sim", "testbench"}, is_source);
  const auto verilog = files_below({"rtl", "hw"}, is_verilog);
  files.insert(files.end(), verilog.begin(), verilog.end());
  for (const auto& file : files) {
    INFO(path_of(file));
    CHECK(lines_of(file).size() <= 600);
  }
}

TEST_CASE("the top level holds what the design names and little else") {
  const std::set<std::string> expected = {
      "CMakeLists.txt", "CMakePresets.json", "README.md",   "bootstrap.sh", "models", "sim",     "rtl", "hw",
      "testbench",      "examples",          "docs",        "cmake",        "build",  "LICENSE", ".ci", ".git",
      ".gitignore",     ".clang-format",     ".clang-tidy", "python",       ".github"};
  for (const auto& entry : fs::directory_iterator(root)) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("isinglass-run-", 0) == 0 || name == ".cache" || name == ".venv") continue;
    INFO(name);
    CHECK(expected.count(name) == 1);
  }
}

TEST_CASE("synthesizable Verilog includes nothing from outside rtl") {
  static const std::regex include(R"(^\s*`include\s+"([^"]+)\")");
  std::smatch match;
  for (const auto& file : files_below({"rtl"}, is_verilog)) {
    for (const auto& line : lines_of(file)) {
      if (!std::regex_search(line, match, include)) continue;
      INFO(path_of(file) << " includes " << match[1]);
      CHECK(std::string(match[1]).find("..") == std::string::npos);
    }
  }
}
