// Folders for vendor tools.
#include "hw/flow/families/vendor_scripts.hpp"

#include <fmt/format.h>

#include "hw/flow/checksum.hpp"

namespace isinglass::flow {

std::vector<std::string> copy_sources(const StepContext& context, const BuildRequest& request,
                                      const std::string& pins) {
  std::vector<std::string> names;
  for (const auto& source : source_names(request)) {
    const std::string name = "sources/" + source;
    const auto copy = context.directory / name;
    std::filesystem::create_directories(copy.parent_path());
    put_text(copy, read_text(request.sources / source));
    names.push_back(name);
  }
  for (const auto& name : generated_source_names(request)) names.push_back(name);  // synthesis has written them here
  put_text(context.directory / pins, read_text(request.sources / request.board.pins));
  return names;
}

std::string tcl_list(const std::vector<std::string>& words) {
  std::string text = "[list";
  for (const auto& word : words) text += " \\\n  " + word;
  return text + "]";
}

std::string script_head(const BuildRequest& request, const std::string& command) {
  return fmt::format(
      "# {} for {} ({}), written by `isinglass hw build`: generated, not run.\n"
      "# Run it with the vendor's tools: {}\n"
      "# All that it reads lies in this folder.\n\n"
      "set here [file dirname [file normalize [info script]]]\ncd $here\n",
      request.core.name, request.board.name, request.board.part, command);
}

}  // namespace isinglass::flow
