// What must hold for any bytes given to the readers; shared by the mutation test and the libFuzzer program.
#pragma once

#include <string>
#include <string_view>

namespace isinglass::fuzz {

/// Reads `bytes` as each format and kind, and gunzips them. Whatever is accepted is written and read again. Throws
/// std::logic_error when a reader fails with anything but an InputError (or a UsageError about the kind), when the
/// message names no file, or when a problem changes on its way through a file.
void try_all_readers(std::string_view bytes);

}  // namespace isinglass::fuzz
