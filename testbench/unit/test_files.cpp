// Files: SHA-256 against the examples published with FIPS 180-4, gzip, whole or no writing.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "models/error.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/gzip.hpp"
#include "sim/io/sha256.hpp"
#include "sim/io/text_file.hpp"

using namespace isinglass;
namespace fs = std::filesystem;

namespace {

// A folder of its own for each test, gone afterwards.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& name) : path_(fs::path(ISINGLASS_BINARY_DIR) / ("test-" + name)) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { fs::remove_all(path_); }
  [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(path_), {}); }

 private:
  fs::path path_;
};

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("SHA-256 gives the published digests") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a text hashes the same in one piece and in pieces of any length") {
  const std::string text(200, 'x');
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const std::string part = text.substr(0, length);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{65}}) {
      Sha256 hash;
      for (std::size_t at = 0; at < part.size(); at += piece) hash.add(std::string_view(part).substr(at, piece));
      CHECK(hash.hex() == sha256_hex(part));
    }
  }
}

TEST_CASE("gzip gives back what went in, and says what is wrong with damaged data") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i * 7919 % 10007) + "\n";
  const std::string packed = gzip(text);
  CHECK(packed.size() < text.size());
  CHECK(gunzip(packed, "x", 1U << 30U) == text);
  CHECK(gunzip(gzip(""), "x", 10).empty());
  CHECK(gunzip(packed + packed, "x", 1U << 30U) == text + text);

  using Catch::Contains;
  CHECK_THAT(message_of([&] { (void)gunzip(packed.substr(0, packed.size() / 2), "f.gz", 1U << 30U); }),
             Contains("f.gz: the gzip data end too early: the file is truncated"));
  CHECK_THAT(message_of([&] { (void)gunzip(packed.substr(0, packed.size() - 1), "f.gz", 1U << 30U); }),
             Contains("truncated"));
  CHECK_THAT(message_of([&] { (void)gunzip(packed.substr(0, 5), "f.gz", 1U << 30U); }), Contains("truncated"));
  CHECK_THAT(message_of([&] { (void)gunzip(packed + "tail", "f.gz", 1U << 30U); }),
             Contains("followed by 4 bytes of something else"));
  std::string damaged = packed;
  damaged[damaged.size() - 6] ^= 1;  // in the checksum
  CHECK_THAT(message_of([&] { (void)gunzip(damaged, "f.gz", 1U << 30U); }), Contains("are damaged"));
  CHECK_THAT(message_of([&] { (void)gunzip(packed, "f.gz", 1000); }), Contains("hold more than 1000 bytes"));
}

TEST_CASE("a file is written whole, compressed by its suffix, and leaves nothing else behind") {
  const TemporaryFolder folder("atomic");
  write_file(folder / "a.txt", "first");
  write_file(folder / "a.txt", "second");
  write_file(folder / "b.gz", "packed");
  CHECK(read_text_file((folder / "a.txt").string()) == "second");
  CHECK(read_text_file((folder / "b.gz").string()) == "packed");
  CHECK(fs::file_size(folder / "b.gz") > 20);
  CHECK(folder.files() == 2);
}

TEST_CASE("a file that cannot be written is refused with the reason, and the old content stays") {
  const TemporaryFolder folder("unwritable");
  fs::create_directory(folder / "sub");
  write_file(folder / "old", "kept");
  CHECK(message_of([&] { write_file(folder / "none" / "x", "y"); }) ==
        "cannot write '" + (folder / "none" / "x").string() + "': No such file or directory");
  CHECK(message_of([&] { write_file(folder / "sub", "y"); }) ==
        "cannot write '" + (folder / "sub").string() + "': Is a directory");
  CHECK(message_of([&] { write_file("/dev/full", "y"); }) == "cannot write '/dev/full': No space left on device");
  CHECK(read_text_file((folder / "old").string()) == "kept");
  CHECK(folder.files() == 2);
}

TEST_CASE("a link is followed, so that writing through it changes the file it points to") {
  const TemporaryFolder folder("link");
  write_file(folder / "target", "old");
  fs::create_symlink(folder / "target", folder / "link");
  write_file(folder / "link", "new");
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(read_text_file((folder / "target").string()) == "new");
}
