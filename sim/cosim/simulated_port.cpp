// Serves a pseudo-terminal from a thread that clocks the board.
#include "sim/cosim/simulated_port.hpp"

#include <Vbifurcation_row_inferred_board.h>
#include <Vmemory_match_inferred_board.h>
#include <Voscillator_hybrid_inferred_board.h>
#include <Vpbit_colour_inferred_board.h>
#include <Vpbit_lane_inferred_board.h>
#include <Vpbit_lane_signs_board.h>
#include <Vpbit_ring_inferred_board.h>
#include <Vpbit_ring_w8_board.h>
#include <Vpbit_sparse_inferred_board.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#include "hw/host/registers.hpp"
#include "sim/cosim/link_pins.hpp"

namespace isinglass {

/// The far end of a pseudo-terminal, which never waits.
class FarTerminal {
 public:
  FarTerminal() : file_(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)) {
    if (file_ < 0 || grantpt(file_) != 0 || unlockpt(file_) != 0) {
      throw HardwareError(fmt::format("cannot make a pseudo-terminal: {}", std::strerror(errno)));
    }
    std::array<char, 64> name{};
    if (ptsname_r(file_, name.data(), name.size()) != 0) {
      throw HardwareError(fmt::format("the pseudo-terminal has no name: {}", std::strerror(errno)));
    }
    name_ = name.data();
  }
  ~FarTerminal() { close(file_); }
  FarTerminal(const FarTerminal&) = delete;
  FarTerminal& operator=(const FarTerminal&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  std::size_t take(std::span<std::uint8_t> bytes) const {
    return static_cast<std::size_t>(std::max<ssize_t>(read(file_, bytes.data(), bytes.size()), 0));
  }
  /// Hands over as much of `bytes` as there is room for, and drops that from them.
  void give(std::vector<std::uint8_t>& bytes) const {
    if (bytes.empty()) return;
    const ssize_t count = write(file_, bytes.data(), bytes.size());
    if (count > 0) bytes.erase(bytes.begin(), bytes.begin() + count);
  }
  /// Until something can be taken, or a millisecond has passed.
  void wait() const {
    pollfd waited{file_, POLLIN, 0};
    poll(&waited, 1, 1);
    // With nobody at the near end poll does not wait.
    if ((waited.revents & POLLHUP) != 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

 private:
  int file_;
  std::string name_;
};

struct SimulatedPort::Server {
  FarTerminal terminal;
  std::atomic<bool> done = false;
  std::thread thread;

  ~Server() {
    done = true;
    if (thread.joinable()) thread.join();
  }

  template <class Top>
  void serve() {
    constexpr std::int64_t clocks = 1024;  // between two looks at the terminal
    LinkPins<Top> board(48e6, 4);          // as verilated: 48 MHz, 12 MBd
    std::array<std::uint8_t, 4096> bytes{};
    std::vector<std::uint8_t> waiting;
    while (!done) {
      const std::size_t count = terminal.take(bytes);
      board.send(std::span(bytes).first(count));
      if (board.idle()) terminal.wait();
      board.run(clocks);
      const std::size_t answered = board.receive(bytes, 0.0);
      waiting.insert(waiting.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(answered));
      terminal.give(waiting);
    }
  }
};

namespace {

/// One board-level design, as sim/cosim/CMakeLists.txt verilates it.
struct VerilatedBoard {
  std::uint32_t core;
  int weight_bits;
  void (SimulatedPort::Server::*serve)();
};

constexpr std::array verilated_boards = {
    VerilatedBoard{core_pbit_sparse, 4, &SimulatedPort::Server::serve<Vpbit_sparse_inferred_board>},
    VerilatedBoard{core_pbit_ring, 4, &SimulatedPort::Server::serve<Vpbit_ring_inferred_board>},
    VerilatedBoard{core_pbit_ring, 8, &SimulatedPort::Server::serve<Vpbit_ring_w8_board>},
    VerilatedBoard{core_pbit_lane, 4, &SimulatedPort::Server::serve<Vpbit_lane_inferred_board>},
    VerilatedBoard{core_pbit_lane, 1, &SimulatedPort::Server::serve<Vpbit_lane_signs_board>},
    VerilatedBoard{core_bifurcation_row, 4, &SimulatedPort::Server::serve<Vbifurcation_row_inferred_board>},
    VerilatedBoard{core_oscillator_hybrid, 4, &SimulatedPort::Server::serve<Voscillator_hybrid_inferred_board>},
    VerilatedBoard{core_memory_match, 12, &SimulatedPort::Server::serve<Vmemory_match_inferred_board>},
    VerilatedBoard{core_pbit_colour, 2, &SimulatedPort::Server::serve<Vpbit_colour_inferred_board>},
};

}  // namespace

SimulatedPort::SimulatedPort(std::uint32_t core, int weight_bits) {
  for (const VerilatedBoard& board : verilated_boards) {
    if (board.core != core || board.weight_bits != weight_bits) continue;
    server_ = std::make_unique<Server>();
    server_->thread = std::thread(board.serve, server_.get());
    return;
  }
  throw UsageError(fmt::format("no board with core {} and {}-bit weights was verilated", core, weight_bits),
                   "the twin answers for every configuration, bit for bit the same: isinglass solve --sampler NAME");
}

SimulatedPort::~SimulatedPort() = default;

const std::string& SimulatedPort::name() const { return server_->terminal.name(); }

}  // namespace isinglass
