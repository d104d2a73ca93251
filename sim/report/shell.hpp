// Command lines as a person can paste them.
#pragma once

#include <string>
#include <vector>

namespace isinglass {

/// The words joined by blanks, quoted where a POSIX shell needs it; the first word without its folder.
std::string shell_command(const std::vector<std::string>& words);

}  // namespace isinglass
