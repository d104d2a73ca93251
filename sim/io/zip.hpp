// ZIP archives in memory (deflate), as far as NumPy's .npz files need them. Format: PKWARE APPNOTE 6.3.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isinglass {

/// Name and content of each member, in order.
using ZipMembers = std::vector<std::pair<std::string, std::string>>;

/// The bytes of an archive; the same members give the same bytes (no clock, no attributes). Throws UsageError when a
/// member or the archive reaches 4 GiB.
std::string write_zip(const ZipMembers& members);

/// All members of an archive, checked by their CRC. `name` is used in messages. Throws InputError.
ZipMembers read_zip(std::string_view bytes, std::string_view name);

}  // namespace isinglass
