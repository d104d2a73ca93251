// Names, suffixes and tell-tale first lines of the formats.
#include "sim/io/problem_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>
#include <vector>

#include "models/error.hpp"
#include "models/text.hpp"
#include "sim/io/line_scanner.hpp"

namespace isinglass {
namespace {

using Suffix = std::pair<std::string_view, ProblemFormat>;
constexpr std::array<Suffix, 7> suffixes{{{".rud", ProblemFormat::rudy},
                                          {".rudy", ProblemFormat::rudy},
                                          {".mc", ProblemFormat::rudy},
                                          {".sparse", ProblemFormat::biqmac},
                                          {".bq", ProblemFormat::biqmac},
                                          {".coo", ProblemFormat::coo},
                                          {".qubo", ProblemFormat::qbsolv}}};

std::filesystem::path without_gz(const std::string& path) {
  const std::filesystem::path whole(path);
  return whole.extension() == ".gz" ? whole.parent_path() / whole.stem() : whole;
}

[[noreturn]] void refuse_name(const std::string& what, const std::string& name, const std::vector<std::string>& known) {
  const std::string near = nearest_name(name, known);
  throw UsageError(
      fmt::format("unknown {} '{}'", what, name),
      near.empty() ? fmt::format("choose one of {}", fmt::join(known, ", ")) : fmt::format("did you mean '{}'?", near));
}

struct Guess {
  ProblemFormat format = ProblemFormat::rudy;
  bool certain = false;  ///< said by the text, not only shaped like it
};

// The comments before the first other line may name the vartype; that first line tells the rest.
std::optional<Guess> guess_from_content(LineScanner& scanner) {
  while (scanner.next()) {
    const auto& words = scanner.words();
    if (words[0].text[0] == '#') {
      if (scanner.line().find("vartype") != std::string_view::npos) return Guess{ProblemFormat::coo, true};
      continue;
    }
    if (words[0].text == "c") continue;
    if (words[0].text == "p") return Guess{ProblemFormat::qbsolv, true};
    if (words.size() == 2) return Guess{ProblemFormat::rudy, false};
    if (words.size() == 3) return Guess{ProblemFormat::coo, false};
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::string to_string(ProblemFormat format) {
  switch (format) {
    case ProblemFormat::rudy:
      return "rudy";
    case ProblemFormat::biqmac:
      return "biqmac";
    case ProblemFormat::coo:
      return "coo";
    case ProblemFormat::qbsolv:
      return "qubo";
  }
  return "rudy";
}

ProblemFormat problem_format_from_name(const std::string& name) {
  for (const auto format : {ProblemFormat::rudy, ProblemFormat::biqmac, ProblemFormat::coo, ProblemFormat::qbsolv}) {
    if (name == to_string(format)) return format;
  }
  refuse_name("problem format", name, {"rudy", "biqmac", "coo", "qubo"});
}

Kind kind_from_name(const std::string& name) {
  for (const auto kind : {Kind::maxcut, Kind::ising, Kind::qubo}) {
    if (name == to_string(kind)) return kind;
  }
  refuse_name("problem kind", name, {"maxcut", "ising", "qubo"});
}

std::optional<ProblemFormat> problem_format_from_suffix(const std::string& path) {
  const std::string suffix = without_gz(path).extension().string();
  const auto* row = std::find_if(suffixes.begin(), suffixes.end(), [&](const Suffix& s) { return s.first == suffix; });
  if (row == suffixes.end()) return std::nullopt;
  return row->second;
}

ProblemFormat recognise_problem_format(const std::string& path, std::string_view text) {
  LineScanner scanner(text, path);
  const auto content = guess_from_content(scanner);
  if (content && content->certain) return content->format;
  if (const auto suffix = problem_format_from_suffix(path)) return *suffix;
  if (content) return content->format;
  if (scanner.words().empty()) scanner.fail_at_end("the file holds no problem: it is empty");
  scanner.fail_at_line("this is none of the problem formats", "say which with --format rudy|biqmac|coo|qubo");
}

std::string problem_name_from_path(const std::string& path) {
  if (path == "standard input") return "stdin";
  const auto file = without_gz(path).filename();
  return problem_format_from_suffix(path) || file.extension() == ".txt" ? file.stem().string() : file.string();
}

}  // namespace isinglass
