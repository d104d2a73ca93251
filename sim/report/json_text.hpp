// JSON that people can read: objects indented, lists of plain values on one line.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace isinglass {

/// The text of `document`, ending with a line break. Parsing it gives the same document, every number to the last bit.
std::string json_text(const nlohmann::ordered_json& document);

}  // namespace isinglass
