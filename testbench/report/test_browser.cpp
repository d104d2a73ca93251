// The page of a real comparison in a real browser: it renders, reports no error and asks nothing of the network.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace fs = std::filesystem;

namespace {

const fs::path scratch = fs::path(ISINGLASS_BINARY_DIR) / "testbench" / "scratch" / "browser";

std::string read_text(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::string in_shell(const fs::path& path) { return "'" + path.string() + "'"; }

/// What the browser made of a page.
struct Rendering {
  std::string dom;
  std::string complaints;  ///< lines of the console: script errors, refused loads
  std::string requests;    ///< addresses asked for, save those in files and those of the browser itself
};

/// All addresses in the browser's network log, without its own errands at its makers' (which have no switch).
std::string outside_addresses(const std::string& net_log) {
  static const std::regex address(
      R"re("url":"((?!file:|data:|chrome|devtools|about:|blob:|https?://[a-z0-9.]*google(apis)?\.com/)[^"]*)")re");
  std::string found;
  for (std::sregex_iterator match(net_log.begin(), net_log.end(), address), end; match != end; ++match) {
    found += (*match)[1].str() + "\n";
  }
  return found;
}

std::string console_lines(const std::string& log) {
  std::istringstream stream(log);
  std::string found;
  for (std::string line; std::getline(stream, line);) {
    if (line.find(":CONSOLE") != std::string::npos) found += line + "\n";
  }
  return found;
}

Rendering render(const fs::path& page) {
  const fs::path profile = scratch / "profile";
  fs::remove_all(profile);
  fs::create_directories(profile);
  const std::string command =
      std::string("timeout 60 '") + CHROMIUM +
      "' --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
      "--disable-component-update "
      "--disable-sync --disable-extensions --disable-default-apps --enable-logging=stderr --v=0 "
      "--host-resolver-rules='MAP * ~NOTFOUND' --virtual-time-budget=3000 --window-size=1200,900 --user-data-dir=" +
      in_shell(profile) + " --log-net-log=" + in_shell(scratch / "net.json") + " --dump-dom " +
      in_shell("file://" + page.string()) + " >" + in_shell(scratch / "dom.html") + " 2>" +
      in_shell(scratch / "log.txt");
  REQUIRE(std::system(command.c_str()) == 0);
  return {read_text(scratch / "dom.html"), console_lines(read_text(scratch / "log.txt")),
          outside_addresses(read_text(scratch / "net.json"))};
}

std::size_t count(const std::string& text, const std::string& piece) {
  std::size_t found = 0;
  for (std::size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) ++found;
  return found;
}

bool browser_is_missing() {
  const bool missing = std::string(CHROMIUM).find("NOTFOUND") != std::string::npos;
  if (missing) WARN("skipped: chromium is not installed");
  return missing;
}

/// A small comparison by the program itself: an analog machine, with phases, a digital one, with spins, and software.
fs::path real_page() {
  const fs::path folder = scratch / "run";
  fs::remove_all(folder);
  fs::create_directories(scratch);
  const std::string command = std::string("'") + ISINGLASS_PROGRAM +
                              "' compare regular:60:3:1 --sampler oscillator,pbit-sparse,anneal --reads 8 -q -o " +
                              in_shell(folder) + " >" + in_shell(scratch / "table.txt");
  REQUIRE(std::system(command.c_str()) == 0);
  return folder / "report.html";
}

}  // namespace

TEST_CASE("a browser shows the page of a comparison without errors and without the network") {
  if (browser_is_missing()) return;
  const Rendering page = render(real_page());
  CHECK(page.complaints.empty());
  CHECK(page.requests.empty());
  CHECK(page.dom.find("data-charts=\"4\"") != std::string::npos);  // curves on two clocks, phases, spins: all drawn
  CHECK(count(page.dom, "<canvas") == 4);
  CHECK(count(page.dom, "<table class=\"results\"") == 1);
  CHECK(count(page.dom, "<th scope=\"col\"") >= 2);
  CHECK(count(page.dom, "<svg") == 3);
  CHECK(count(page.dom, "role=\"img\" aria-label=") == 7);
  for (const std::string id : {"results", "curves", "statistics", "states", "diagnostics", "settings", "provenance"}) {
    CHECK(count(page.dom, "<section id=\"" + id + "\"") == 1);
  }
}

TEST_CASE("the page itself names nothing outside of it") {
  if (browser_is_missing()) return;
  const std::string page = read_text(real_page());
  CHECK(page.find("default-src 'none'") != std::string::npos);
  static const std::regex reference(R"re(\s(src|href)="(?!data:)[^"]*"|@import|url\()re");
  // uPlot's and our own scripts and styles are inside; regular expressions over 60 kB of them are quick.
  CHECK_FALSE(std::regex_search(page, reference));
}

TEST_CASE("the browser check notices a script error, a refused load and a request") {
  if (browser_is_missing()) return;
  const std::string page = read_text(real_page());
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = page;
    changed.replace(changed.find(from), from.size(), to);
    const fs::path path = scratch / "changed.html";
    std::ofstream(path, std::ios::binary) << changed;
    return render(path);
  };
  CHECK_FALSE(with("charts.push(", "charts.pusch(").complaints.empty());
  const std::string image = "<img src=\"http://example.org/x.png\" alt=\"\"><main>";
  CHECK_FALSE(with("<main>", image).complaints.empty());
  const Rendering open =
      with("default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">",
           "script-src 'unsafe-inline'\"><img src=\"http://example.org/x.png\" alt=\"\">");
  CHECK_FALSE(open.requests.empty());
}
