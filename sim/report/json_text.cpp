// Lays out JSON.
#include "sim/report/json_text.hpp"

#include <algorithm>

namespace isinglass {
namespace {

using Json = nlohmann::ordered_json;

bool is_plain_list(const Json& value) {
  return value.is_array() && std::none_of(value.begin(), value.end(), [](const Json& e) { return e.is_structured(); });
}

void append(const Json& value, int depth, std::string& text) {
  if (!value.is_structured() || value.empty() || is_plain_list(value)) {
    text += value.dump();
    return;
  }
  const std::string indent(static_cast<std::size_t>(depth) + 1, ' ');
  text += value.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& [key, element] : value.items()) {
    text += first ? "\n" : ",\n";
    first = false;
    text += indent;
    if (value.is_object()) text += Json(key).dump() + ": ";
    append(element, depth + 1, text);
  }
  text += "\n" + indent.substr(1) + (value.is_object() ? '}' : ']');
}

}  // namespace

std::string json_text(const Json& document) {
  std::string text;
  append(document, 0, text);
  return text + "\n";
}

}  // namespace isinglass
