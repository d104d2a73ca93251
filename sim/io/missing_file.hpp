// What to try when a file is not there.
#pragma once

#include <string>

namespace isinglass {

/// "did you mean 'data/G1.rud'?", the file of that folder whose name is nearest; else which folder is missing, or that
/// nothing there has a similar name.
std::string missing_file_hint(const std::string& path);

}  // namespace isinglass
