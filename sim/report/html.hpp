// Text that is safe inside HTML.
#pragma once

#include <string>
#include <string_view>

namespace isinglass {

/// Escapes &, <, >, " and ' for element content and quoted attributes.
std::string html_escape(std::string_view text);

/// Escapes JSON for a <script> element: "</" and "<!--" cannot occur.
std::string script_escape(std::string_view json);

}  // namespace isinglass
