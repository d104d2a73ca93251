// Looks through what the parser left over.
#include "sim/cli/parse_help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "models/text.hpp"
#include "sim/cli/help_format.hpp"

namespace isinglass::cli {
namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

UsageError unknown_command(const CLI::App& app, const std::string& word) {
  const auto names = command_names(app);
  const std::string near = nearest_name(word, names);
  const std::string what = app.get_parent() == nullptr ? "subcommand" : app.get_name() + " subcommand";
  return UsageError(fmt::format("there is no {} '{}'", what, word),
                    near.empty() ? fmt::format("the subcommands are: {}", fmt::join(names, ", "))
                                 : fmt::format("did you mean '{}'?", near));
}

UsageError unknown_option(const CLI::App& command, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  const std::string near = nearest_name(name, option_names(command));
  return UsageError(fmt::format("{} has no flag '{}'", spoken_path(command), name),
                    near.empty() ? fmt::format("'{} --help' lists them", command_path(command))
                                 : fmt::format("did you mean '{}'?", near));
}

const CLI::App& innermost(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : innermost(*chosen.front());
}

/// The parser's own sentences, as a person would say them.
std::string plain_sentence(const std::string& said, const std::string& command) {
  std::smatch part;
  if (std::regex_match(said, part, std::regex("Could not convert: (\\S+) = (.*)"))) {
    return fmt::format("{}: '{}' is not a number", part[1].str(), part[2].str());
  }
  if (std::regex_match(said, part, std::regex("(\\S+): At Most 1 required but received ([0-9]+)"))) {
    return fmt::format("{} is given {} times, but takes one value", part[1].str(), part[2].str());
  }
  if (std::regex_match(said, part, std::regex("(\\S+): 1 required (.*) missing"))) {
    return fmt::format("{} needs a value: {}", part[1].str(), part[2].str());
  }
  if (std::regex_match(said, part, std::regex("([a-z]+) is required"))) {
    return fmt::format("{} needs a {}", command, part[1].str());
  }
  return said;
}

bool takes_subcommands(const CLI::App& app) { return !command_names(app).empty(); }

}  // namespace

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    for (const auto& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

Error explain_parse_error(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = innermost(app);
  const auto left = app.remaining(true);
  const auto flag = std::find_if(left.begin(), left.end(),
                                 [](const std::string& word) { return word.size() > 1 && word.front() == '-'; });
  if (takes_subcommands(command) && !left.empty() && flag != left.begin()) {
    return unknown_command(command, left.front());
  }
  if (flag != left.end()) return unknown_option(command, *flag);
  if (!left.empty()) {
    return UsageError(fmt::format("'{}' is one word too many for {}", left.front(), spoken_path(command)),
                      fmt::format("{} --help", command_path(command)));
  }
  const std::string path = command_path(command);
  if (takes_subcommands(command)) {
    return UsageError(fmt::format("{} needs a subcommand: {}", path, fmt::join(command_names(command), ", ")),
                      fmt::format("'{} --help' explains them", path));
  }
  return UsageError(plain_sentence(error.what(), spoken_path(command)),
                    fmt::format("'{} --help' explains the flags", path));
}

}  // namespace isinglass::cli
