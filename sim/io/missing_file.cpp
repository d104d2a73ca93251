// Looks round in the folder.
#include "sim/io/missing_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <vector>

#include "models/text.hpp"

namespace isinglass {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 10000;  ///< looked at in a folder

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (names.size() == kMostFiles) break;
    if (!entry.is_directory(ignored)) names.push_back(entry.path().filename().string());
  }
  return names;
}

}  // namespace

std::string missing_file_hint(const std::string& path) {
  const fs::path wanted(path);
  const fs::path folder = wanted.parent_path();
  std::error_code ignored;
  if (!folder.empty() && !fs::is_directory(folder, ignored)) {
    return fmt::format("there is no folder '{}'", folder.string());
  }
  const std::string near = nearest_name(wanted.filename().string(), files_in(folder.empty() ? "." : folder));
  if (!near.empty()) return fmt::format("did you mean '{}'?", (folder / near).string());
  return fmt::format("no file in {} has a similar name",
                     folder.empty() ? "this folder" : fmt::format("'{}'", folder.string()));
}

}  // namespace isinglass
