// Reads the fields of a JSON object by name.
#pragma once

#include <nlohmann/json.hpp>

namespace isinglass::flow {

inline void read_fields(const nlohmann::ordered_json&) {}

/// read_fields(object, "spins", spins, "baud", baud, ...): each name with what it is read into. Throws
/// nlohmann::json::exception, which names the field, when one is missing or of another type.
template <class Value, class... Rest>
void read_fields(const nlohmann::ordered_json& object, const char* name, Value& value, Rest&&... rest) {
  object.at(name).get_to(value);
  read_fields(object, rest...);
}

}  // namespace isinglass::flow
