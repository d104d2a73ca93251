// The serial port, with a pseudo-terminal in its place and a made-up board at the other end.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <thread>

#include "hw/host/anneal_driver.hpp"
#include "hw/host/link_transport.hpp"
#include "hw/host/serial_stream.hpp"
#include "testbench/link/fake_board.hpp"

using namespace isinglass;
using Catch::Matchers::Contains;

namespace {

// The far end of a pseudo-terminal, served by a thread.
class Terminal {
 public:
  explicit Terminal(FakeBoard& board) : board_(&board), master_(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK)) {
    REQUIRE(master_ >= 0);
    REQUIRE(grantpt(master_) == 0);
    REQUIRE(unlockpt(master_) == 0);
    name_ = ptsname(master_);
    server_ = std::thread([this] { serve(); });
  }
  ~Terminal() {
    done_ = true;
    server_.join();
    close(master_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  void serve() {
    std::array<std::uint8_t, 256> bytes{};
    std::vector<std::uint8_t> waiting;
    while (!done_) {
      const ssize_t count = read(master_, bytes.data(), bytes.size());
      if (count > 0) board_->send(std::span(bytes).first(static_cast<std::size_t>(count)));
      std::size_t answered = count > 0 ? 1 : 0;
      while (count > 0 && answered != 0) {
        answered = board_->receive(bytes, 0.0);
        waiting.insert(waiting.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(answered));
      }
      const ssize_t written = waiting.empty() ? 0 : write(master_, waiting.data(), waiting.size());
      if (written > 0) waiting.erase(waiting.begin(), waiting.begin() + written);
      if (count <= 0 && written <= 0) usleep(200);
    }
  }

  FakeBoard* board_;
  int master_;
  std::string name_;
  std::atomic<bool> done_ = false;
  std::thread server_;
};

}  // namespace

TEST_CASE("registers and memories travel over a serial port") {
  FakeBoard board{PbitSparseSize{}};
  const Terminal terminal(board);
  SerialStream stream(terminal.name(), 1000000);
  LinkTransport link(stream);
  AnnealDriver driver(link, core_pbit_sparse);
  CHECK(driver.identity().spins == 4096);
  RandomStream random(5, 0, 0);
  for (int k = 0; k < 20; ++k) {
    const std::uint32_t value = random.word();
    write_register(link, reg::scratch, value);
    CHECK(read_register(link, reg::scratch) == value);
  }
}

TEST_CASE("a silent serial port is given up after the timeout") {
  FakeBoard board{PbitSparseSize{}};
  board.dead = true;
  const Terminal terminal(board);
  SerialStream stream(terminal.name(), 115200);
  LinkTransport link(stream, LinkOptions{.timeout_s = 0.02, .silence_s = 0.005, .attempts = 2});
  CHECK_THROWS_WITH(AnnealDriver(link, core_pbit_sparse), Contains("does not answer: no response within"));
}

TEST_CASE("a serial port that is not there is a usage error with the reason") {
  CHECK_THROWS_WITH(SerialStream("/dev/no-such-port", 115200),
                    Contains("cannot open the serial port /dev/no-such-port: No such file"));
  CHECK_THROWS_AS(SerialStream("/dev/no-such-port", 115200), UsageError);
}
