// CLI11 reads the TOML; where each item goes is decided here, because CLI11 reads files for the main program only.
#include "sim/cli/config_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "models/error.hpp"
#include "models/text.hpp"
#include "sim/cli/help_format.hpp"
#include "sim/io/file_error.hpp"
#include "sim/io/missing_file.hpp"

namespace isinglass::cli {
namespace {

// Flags that say where the answer goes, not what is asked.
const std::vector<std::string> not_kept = {"config", "json", "output",  "quiet", "verbose",
                                           "color",  "help", "samples", "resume"};

bool is_kept(const CLI::Option& option) {
  const std::string& name = option.get_single_name();
  return std::find(not_kept.begin(), not_kept.end(), name) == not_kept.end();
}

CLI::Option* find_option(CLI::App& command, const std::string& key) {
  for (CLI::Option* option : command.get_options([](const CLI::Option*) { return true; })) {
    const bool found = option->get_single_name() == key || option->check_lname(key);
    if (found && key != "config" && key != "help") return option;
  }
  return nullptr;
}

[[noreturn]] void refuse_key(const CLI::App& command, const std::string& file, const std::string& key) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    if (is_kept(*option)) names.push_back(option->get_single_name());
  }
  const std::string near = nearest_name(key, names);
  throw UsageError(fmt::format("{}: {} has no setting '{}'", file, command.get_name(), printable_text(key)),
                   near.empty() ? fmt::format("the settings are: {}", fmt::join(names, ", "))
                                : fmt::format("did you mean '{}'?", near));
}

std::vector<CLI::ConfigItem> read_items(const std::string& file) {
  std::ifstream stream(file);
  if (!stream) throw UsageError(fmt::format("cannot read the configuration file {}", file), missing_file_hint(file));
  try {
    return CLI::ConfigTOML().from_config(stream);
  } catch (const CLI::Error& error) {
    throw UsageError(fmt::format("{}: {}", file, error.what()), "the file holds lines KEY = VALUE, as in TOML");
  }
}

// The part of the section's name that concerns `command`: nothing when the item belongs to another subcommand.
bool belongs(const CLI::App& command, std::vector<std::string>& sections) {
  if (!sections.empty() && sections.front() == command.get_name()) sections.erase(sections.begin());
  return sections.empty() || sections.front() == "parameters";
}

void apply_item(CLI::App& command, const std::string& file, CLI::ConfigItem item,
                std::vector<std::string>& parameters) {
  if (item.name == "++" || item.name == "--") return;  // CLI11's marks for the ends of a section
  if (!belongs(command, item.parents)) return;
  if (!item.parents.empty()) {
    std::string key;
    for (auto part = item.parents.begin() + 1; part != item.parents.end(); ++part) key += *part + ".";
    parameters.push_back(fmt::format("{}{}={}", key, item.name, fmt::join(item.inputs, ",")));
    return;
  }
  CLI::Option* option = find_option(command, item.name);
  if (option == nullptr) refuse_key(command, file, item.name);
  if (option->count() > 0) return;  // the command line goes before the file
  if (option->get_expected_min() == 0) {
    if (item.inputs != std::vector<std::string>{"false"})
      option->add_result(item.inputs.empty() ? "true" : item.inputs.front());
  } else {
    option->add_result(item.inputs);
  }
  if (option->count() > 0) option->run_callback();
}

}  // namespace

void add_config_option(CLI::App& command) {
  command
      .add_option("--config", "Read flags from this TOML file (a run directory has one); flags given here go before it")
      ->type_name("FILE")
      ->configurable(false);
}

void apply_config_option(CLI::App& command) {
  const CLI::Option* config = command.get_option_no_throw("--config");
  if (config == nullptr || config->count() == 0) return;
  const auto file = config->as<std::string>();
  std::vector<std::string> parameters;
  try {
    for (auto& item : read_items(file)) apply_item(command, file, item, parameters);
    CLI::Option* option = command.get_option_no_throw("--param");
    if (option == nullptr || parameters.empty()) return;
    // Settings of the file come first: of two values for one key the later one, from the command line, holds.
    const auto given = option->results();
    option->clear();
    option->add_result(parameters);
    if (!given.empty()) option->add_result(given);
    option->run_callback();
  } catch (const CLI::Error& error) {
    throw UsageError(fmt::format("{}: {}", file, error.what()), fmt::format("{} --help", command_path(command)));
  }
}

namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

bool is_number(const std::string& word) {
  double value = 0.0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
  return problem == std::errc{} && end == word.data() + word.size();
}

std::string value_text(const std::vector<std::string>& words) {
  if (words.size() == 1) return is_number(words.front()) ? words.front() : quoted(words.front());
  std::vector<std::string> list;
  list.reserve(words.size());
  for (const auto& word : words) list.push_back(quoted(word));
  return fmt::format("[{}]", fmt::join(list, ", "));
}

// "parameters", or "parameters.anneal" for "anneal.sweeps=20".
std::string section_of(const std::string& pair) {
  const std::string key = pair.substr(0, pair.find('='));
  const auto dot = key.rfind('.');
  return dot == std::string::npos ? "parameters" : "parameters." + key.substr(0, dot);
}

void write_parameters(const std::vector<std::string>& pairs, std::string& text) {
  std::string section;
  for (const auto& pair : pairs) {
    const std::string wanted = section_of(pair);
    if (wanted != section) text += fmt::format("\n[{}]\n", wanted);
    section = wanted;
    const auto equals = pair.find('=');
    const std::string key = pair.substr(0, equals);
    const auto dot = key.rfind('.');
    text += fmt::format("{} = {}\n", dot == std::string::npos ? key : key.substr(dot + 1),
                        value_text({pair.substr(equals + 1)}));
  }
}

}  // namespace

std::string config_text(const CLI::App& command, std::uint64_t seed) {
  std::string text = fmt::format("# isinglass {} --config FILE runs this again\n", command.get_name());
  std::vector<std::string> parameters;
  for (const CLI::Option* option : command.get_options()) {
    if (!is_kept(*option)) continue;
    const std::string name = option->get_single_name();
    const auto words = option->count() > 0 ? option->results() : std::vector<std::string>{option->get_default_str()};
    if (name == "param") {
      parameters = option->results();
    } else if (name == "seed") {
      text += fmt::format("seed = {}\n", seed);
    } else if (words == std::vector<std::string>{""}) {
      continue;  // left alone, and without a default
    } else if (option->get_expected_min() == 0) {
      text += fmt::format("{} = {}\n", name, option->as<bool>());
    } else {
      text += fmt::format("{} = {}\n", name, value_text(words));
    }
  }
  std::stable_sort(parameters.begin(), parameters.end(),
                   [](const std::string& a, const std::string& b) { return section_of(a) < section_of(b); });
  write_parameters(parameters, text);
  return text;
}

}  // namespace isinglass::cli
