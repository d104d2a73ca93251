// Decides between file and name, then reads or generates.
#include "sim/io/problem_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <vector>

#include "models/error.hpp"
#include "models/problem/generators.hpp"
#include "models/problem/honeycomb.hpp"
#include "models/problem/rudy.hpp"
#include "models/text.hpp"
#include "sim/io/instances.hpp"
#include "sim/io/missing_file.hpp"
#include "sim/io/problem_reader.hpp"
#include "sim/io/text_file.hpp"

namespace isinglass {
namespace {

template <typename Number>
Number number(const std::string& name, const std::string& text, const std::string& meaning, const std::string& form) {
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) {
    throw InputError(fmt::format("'{}': the {} '{}' is not a whole number in range", name, meaning, text),
                     fmt::format("the form is {}", form));
  }
  return value;
}

Problem generate_sk(const std::string& name, const std::vector<std::string>& parts) {
  const std::string form = "sk:N:SEED, for example sk:100:7";
  if (parts.size() != 3) throw InputError(fmt::format("'{}' is incomplete", name), fmt::format("the form is {}", form));
  return sk_problem(number<std::int64_t>(name, parts[1], "number of spins", form),
                    number<std::uint64_t>(name, parts[2], "seed", form));
}

Problem generate_regular(const std::string& name, const std::vector<std::string>& parts) {
  const std::string form = "regular:N:DEGREE:SEED, for example regular:100:3:7";
  if (parts.size() != 4) throw InputError(fmt::format("'{}' is incomplete", name), fmt::format("the form is {}", form));
  return regular_problem(number<std::int64_t>(name, parts[1], "number of vertices", form),
                         number<std::int64_t>(name, parts[2], "degree", form),
                         number<std::uint64_t>(name, parts[3], "seed", form));
}

Problem generate_gaussian(const std::string& name, const std::vector<std::string>& parts) {
  const std::string form = "gaussian:N:SEED or gaussian:N:DEGREE:SEED, for example gaussian:64:7";
  if (parts.size() != 3 && parts.size() != 4) {
    throw InputError(fmt::format("'{}' is incomplete", name), fmt::format("the form is {}", form));
  }
  const auto spins = number<std::int64_t>(name, parts[1], "number of spins", form);
  const auto seed = number<std::uint64_t>(name, parts.back(), "seed", form);
  if (parts.size() == 3) return gaussian_problem(spins, seed);
  return gaussian_problem(spins, number<std::int64_t>(name, parts[2], "degree", form), seed);
}

Problem generate_honeycomb(const std::string& name, const std::vector<std::string>& parts) {
  const std::string form = "honeycomb:M:N, for example honeycomb:2:5";
  if (parts.size() != 3) throw InputError(fmt::format("'{}' is incomplete", name), fmt::format("the form is {}", form));
  return honeycomb_problem({number<std::int32_t>(name, parts[1], "number of cycles", form),
                            number<std::int32_t>(name, parts[2], "length of a cycle", form)});
}

std::vector<std::string> generated_names() {
  std::vector<std::string> names;
  for (const auto& row : instances()) {
    if (!row.rudy_arguments.empty()) names.push_back(row.name);
  }
  return names;
}

[[noreturn]] void refuse_unknown(const std::string& spec) {
  constexpr const char* names =
      "names are G1..G67, G70, G72, G77, G81, K2000, sk:N:SEED, gaussian:N:SEED, gaussian:N:DEGREE:SEED, "
      "regular:N:DEGREE:SEED and honeycomb:M:N";
  std::error_code ignored;
  if (std::filesystem::is_directory(spec, ignored)) {
    throw InputError(fmt::format("cannot read '{}': it is a folder", spec), "name a file in it");
  }
  if (spec.find('/') != std::string::npos || problem_format_from_suffix(spec)) {
    throw InputError(fmt::format("cannot read '{}': No such file or directory", spec), missing_file_hint(spec));
  }
  if (const auto* row = find_instance(spec)) {
    throw InputError(fmt::format("the instance '{}' is known, but not generated: its file is needed", row->name),
                     names);
  }
  const std::string near = nearest_name(spec, generated_names());
  throw InputError(fmt::format("there is no file and no instance named '{}'", spec),
                   near.empty() ? names : fmt::format("did you mean '{}'? ({})", near, names));
}

void apply_kind(Problem& problem, std::optional<Kind> kind) {
  if (!kind || *kind == problem.kind) return;
  if (*kind == Kind::qubo) {
    throw UsageError(fmt::format("--kind qubo does not fit {}, which is made of spins", problem.name),
                     "leave --kind out, or write it as a QUBO with 'isinglass convert'");
  }
  problem.kind = *kind;
}

bool is_file(const std::string& spec) {
  std::error_code ignored;
  return spec == "-" || (std::filesystem::exists(spec, ignored) && !std::filesystem::is_directory(spec, ignored));
}

// Nothing when `name` has not the form of a name.
std::optional<Problem> generate(const std::string& name) {
  const auto parts = split(name, ':');
  if (parts[0] == "sk" && parts.size() > 1) return generate_sk(name, parts);
  if (parts[0] == "gaussian" && parts.size() > 1) return generate_gaussian(name, parts);
  if (parts[0] == "regular" && parts.size() > 1) return generate_regular(name, parts);
  if (parts[0] == "honeycomb" && parts.size() > 1) return generate_honeycomb(name, parts);
  const Instance* row = find_instance(name);
  if (row == nullptr || row->rudy_arguments.empty()) return std::nullopt;
  return rudy_problem(name, split(row->rudy_arguments, ' '));
}

}  // namespace

Problem load_named_problem(const std::string& name, std::optional<Kind> kind) {
  auto problem = generate(name);
  if (!problem) refuse_unknown(name);
  apply_kind(*problem, kind);
  return *std::move(problem);
}

Problem load_problem(const std::string& spec, const ProblemOptions& options) {
  if (spec.empty()) throw InputError("the name of the problem is empty");
  if (!is_file(spec)) return load_named_problem(spec, options.kind);
  const std::string text = read_text_file(spec);
  const std::string shown = spec == "-" ? "standard input" : spec;
  const auto format = options.format ? *options.format : recognise_problem_format(shown, text);
  return read_problem(text, shown, format, options.kind);
}

}  // namespace isinglass
