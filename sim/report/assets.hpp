// Texts built into the program for the page: its style sheet and script, and uPlot (MIT, see sim/report/uplot/LICENSE).
#pragma once

#include <string_view>

namespace isinglass::embedded {

extern const std::string_view page_css;
extern const std::string_view page_js;
extern const std::string_view uplot_css;
extern const std::string_view uplot_js;

}  // namespace isinglass::embedded
