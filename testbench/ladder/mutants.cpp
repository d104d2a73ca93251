// Finds places for wrong changes by pattern.
#include "testbench/ladder/mutants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <sstream>
#include <utility>

#include "hw/flow/checksum.hpp"

namespace isinglass::testbench {
namespace {

struct Rule {
  std::regex pattern;  ///< group 1 is what is replaced
  std::string to;
};

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = [] {
    const std::vector<std::pair<const char*, const char*>> written = {
        {R"(\s(\+)\s)", "-"},
        {R"([\w\])}]\s(-)\s)", "+"},
        {R"(\s(&&)\s)", "||"},
        {R"(\s(\|\|)\s)", "&&"},
        {R"(\s(==)\s)", "!="},
        {R"(\s(!=)\s)", "=="},
        {R"(\s(<)\s)", "<="},
        {R"(\s(>=)\s)", ">"},
        {R"(\s(>)\s)", ">="},
        {R"(\s(\^)\s)", "|"},
        {R"(\s(&)\s)", "|"},
        {R"(\s(\|)\s)", "&"},
        {R"((1'b0))", "1'b1"},
        {R"((1'b1))", "1'b0"},
        {R"(<=\s*('0);)", "'1"},
        {R"((!)[a-z(])", ""},
        {R"(if \((!rst_ni)\))", "1'b0"},
        {R"(^\s*logic\s[^;]*_BITS(-1):0\])", "-2"},
    };
    std::vector<Rule> made;
    for (const auto& [pattern, to] : written) made.push_back({std::regex(pattern), to});
    return made;
  }();
  return all;
}

bool is_left_alone(const std::string& line) {
  static const std::regex passive(
      R"(^\s*(//|parameter|localparam|input|output|module|endmodule|`|genvar|function|for |generate|assign unused|\(\*))");
  return std::regex_search(line, passive);
}

}  // namespace

std::string to_string(const Mutant& m, const std::string& text) {
  std::istringstream stream(text);
  std::string line;
  for (std::size_t k = 0; k < m.line; ++k) std::getline(stream, line);
  line.erase(0, line.find_first_not_of(' '));
  return fmt::format("{}:{}:{}: '{}' becomes '{}' in `{}`", m.file, m.line, m.column + 1, m.from, m.to, line);
}

std::vector<Mutant> mutants_of(const std::string& file, const std::string& text) {
  std::vector<Mutant> found;
  std::istringstream stream(text);
  std::string line;
  bool formal = false;
  for (std::size_t number = 1; std::getline(stream, line); ++number) {
    if (line.rfind("`ifdef FORMAL", 0) == 0) formal = true;
    if (line.rfind("`endif", 0) == 0) formal = false;
    if (formal || is_left_alone(line)) continue;
    const std::string code = line.substr(0, line.find("//"));
    for (const Rule& rule : rules()) {
      for (std::sregex_iterator at(code.begin(), code.end(), rule.pattern), end; at != end; ++at) {
        found.push_back({file, number, static_cast<std::size_t>(at->position(1)), at->str(1), rule.to});
      }
    }
  }
  return found;
}

std::string mutated(const std::string& text, const Mutant& mutant) {
  std::size_t begin = 0;
  for (std::size_t k = 1; k < mutant.line; ++k) begin = text.find('\n', begin) + 1;
  std::string changed = text;
  return changed.replace(begin + mutant.column, mutant.from.size(), mutant.to);
}

std::vector<Change> changes_of(const std::vector<std::string>& files) {
  std::vector<Change> all;
  for (const auto& file : files) {
    const std::string text = flow::read_text(std::filesystem::path(ISINGLASS_SOURCE_DIR) / file);
    for (const Mutant& mutant : mutants_of(file, text)) all.push_back({mutant, text});
  }
  return all;
}

Share try_changes(const std::string& name, const std::vector<Change>& all,
                  const std::function<Verdict(const Change&)>& examine) {
  const char* asked = std::getenv("ISINGLASS_MUTANTS");
  const char* place = std::getenv("ISINGLASS_PLACE");
  const std::size_t count = place != nullptr ? all.size() : asked != nullptr ? std::stoul(asked) : 40;
  const std::size_t step = std::max<std::size_t>(1, all.size() / count);
  const char* from = std::getenv("ISINGLASS_FIRST");
  const char* piece = std::getenv("ISINGLASS_PIECE");
  const int most = piece != nullptr ? std::stoi(piece) : static_cast<int>(all.size());
  Share share;
  for (std::size_t k = step / 2 + (from != nullptr ? step * std::stoul(from) : 0); k < all.size() && share.tried < most;
       k += step) {
    const auto& [mutant, text] = all[k];
    const std::string described = to_string(mutant, text);
    if (place != nullptr && described.find(place) == std::string::npos) continue;
    const Verdict verdict = examine(all[k]);
    if (verdict == Verdict::not_verilog) continue;
    ++share.tried;
    if (verdict == Verdict::noticed) ++share.noticed;
    std::printf("%s: %s\n", verdict == Verdict::noticed ? "noticed" : "SURVIVED", described.c_str());
    std::fflush(stdout);
  }
  std::printf("%s: %d of %d noticed, of %zu places\n", name.c_str(), share.noticed, share.tried, all.size());
  return share;
}

}  // namespace isinglass::testbench
