// The Verilog of the board link under Verilator, driven at its serial pins, against the host's encoder and decoder.
#include <Vuart_link.h>
#include <verilated.h>

#include <catch2/catch.hpp>
#include <deque>
#include <map>

#include "hw/host/frame.hpp"
#include "models/random.hpp"
#include "testbench/rtl/rtl_coverage.hpp"

using namespace isinglass;

namespace {

constexpr int clocks_per_bit = 4;         // as verilated: 4 MHz, 1 MBd
constexpr int silence_clocks = 4 * 500;   // 500 us
constexpr int longest_answer = 120 * 50;  // clocks that a write of 120 words may take on the slowest slave

// Register slave, serial line and checker around one Verilated link.
class Bench {
 public:
  explicit Bench(std::uint64_t seed) : random_(seed, 0, 0) {
    top_.uart_rx_i = 1;
    top_.rst_ni = 0;
    for (int k = 0; k < 4; ++k) clock();
    top_.rst_ni = 1;
    for (int k = 0; k < 4; ++k) clock();
  }
  ~Bench() {
    top_.final();
    write_rtl_coverage(*top_.contextp());
  }

  std::map<std::uint8_t, std::uint32_t> registers;
  std::vector<std::pair<std::uint8_t, std::uint32_t>> writes;
  std::int64_t reads = 0;
  std::uint32_t slowest = 8;  // most clocks that the slave takes
  // Tenths of a clock by which the sender's bit is longer (or shorter) than the link's.
  int skew_tenths = 0;

  void send(const Bytes& bytes) {
    for (const auto byte : bytes) {
      const unsigned frame = 0x600U | static_cast<unsigned>(byte) << 1U;  // start, data, stop and one bit of rest
      for (int bit = 0; bit < 10; ++bit) hold((frame >> bit & 1U) != 0);
    }
  }
  void send_broken(std::uint8_t byte) {  // a stop bit that is low
    const unsigned frame = static_cast<unsigned>(byte) << 1U;
    for (int bit = 0; bit < 10; ++bit) hold((frame >> bit & 1U) != 0);
    hold(true);
  }
  void rest(int clocks) {
    top_.uart_rx_i = 1;
    for (int k = 0; k < clocks; ++k) clock();
  }
  // Rests until nothing has been sent for a while.
  std::vector<LinkResponse> responses() {
    for (int quiet = 0; quiet < longest_answer;) {
      const auto before = received_.size();
      clock();
      quiet = received_.size() != before || !receiver_idle_ ? 0 : quiet + 1;
    }
    std::vector<LinkResponse> found;
    ResponseDecoder decoder;
    for (const auto byte : received_) {
      if (auto response = decoder.take(byte)) found.push_back(*response);
    }
    received_.clear();
    return found;
  }
  [[nodiscard]] std::size_t bytes_received() const { return received_.size(); }

 private:
  void hold(bool level) {
    top_.uart_rx_i = level;
    phase_ += 10 * clocks_per_bit + skew_tenths;
    for (; phase_ >= 10; phase_ -= 10) clock();
  }

  void clock() {
    top_.clk_i = 0;
    top_.eval();
    top_.clk_i = 1;
    top_.eval();
    serve_bus();
    listen();
  }

  // What the master holds until it is answered; of a read the data to write mean nothing.
  std::tuple<bool, std::uint8_t, std::uint32_t> request() {
    return {top_.bus_write_o, top_.bus_addr_o, top_.bus_write_o != 0 ? top_.bus_wdata_o : 0U};
  }

  // The bus slave answers after a random number of clocks and checks that the master's outputs do not move meanwhile.
  void serve_bus() {
    const bool answered = top_.bus_ready_i != 0;
    top_.bus_ready_i = 0;
    top_.bus_rdata_i = random_.word();
    if (answered || top_.bus_valid_o == 0) {
      waiting_ = false;
      return;
    }
    if (!waiting_) {
      waiting_ = true;
      delay_ = random_.below(slowest + 1);
      held_ = request();
    }
    REQUIRE(held_ == request());
    if (delay_-- > 0) return;
    top_.bus_ready_i = 1;
    if (top_.bus_write_o != 0) {
      registers[top_.bus_addr_o] = top_.bus_wdata_o;
      writes.emplace_back(top_.bus_addr_o, top_.bus_wdata_o);
    } else {
      top_.bus_rdata_i = registers[top_.bus_addr_o];
      ++reads;
    }
  }

  // A receiver of its own, so that transmitter and receiver of the link are judged apart.
  void listen() {
    if (receiver_idle_) {
      if (top_.uart_tx_o != 0) return;
      receiver_idle_ = false;
      receiver_clock_ = 0;
      receiver_bits_ = 0;
    } else {
      ++receiver_clock_;
    }
    if (receiver_clock_ % clocks_per_bit != clocks_per_bit / 2) return;
    const unsigned bit = static_cast<unsigned>(receiver_clock_ / clocks_per_bit);
    receiver_bits_ |= static_cast<unsigned>(top_.uart_tx_o) << bit;
    if (bit < 9) return;
    REQUIRE((receiver_bits_ & 0x201U) == 0x200U);
    received_.push_back(static_cast<std::uint8_t>(receiver_bits_ >> 1U));
    receiver_idle_ = true;
  }

  Vuart_link top_;
  RandomStream random_;
  bool waiting_ = false;
  std::uint32_t delay_ = 0;
  std::tuple<bool, std::uint8_t, std::uint32_t> held_;
  int phase_ = 0;
  bool receiver_idle_ = true;
  int receiver_clock_ = 0;
  unsigned receiver_bits_ = 0;
  std::deque<std::uint8_t> received_;
};

LinkRequest write_request(std::uint8_t sequence, std::uint8_t address, std::vector<std::uint32_t> words,
                          LinkCommand command = LinkCommand::write) {
  return {sequence, command, address, static_cast<std::uint8_t>(words.size()), std::move(words)};
}

std::vector<std::uint32_t> random_words_of(RandomStream& random, std::size_t count) {
  std::vector<std::uint32_t> words(count);
  for (auto& word : words) word = random.word();
  return words;
}

}  // namespace

TEST_CASE("random requests are carried out on the bus and answered in order") {
  Bench bench(1);
  RandomStream random(2, 0, 0);
  for (int round = 0; round < 300; ++round) {
    const auto sequence = static_cast<std::uint8_t>(random.word());
    const auto address = static_cast<std::uint8_t>(random.word());
    const bool fixed = random.below(2) == 1;
    bench.writes.clear();
    bench.reads = 0;
    bench.slowest = random.below(40);
    bench.skew_tenths = static_cast<int>(random.below(3)) - 1;  // 2.5 % slower, equal, 2.5 % faster
    if (random.below(2) == 0) {
      const auto words = random_words_of(random, round == 0 ? max_write_words : random.below(max_write_words + 1));
      bench.send(
          encode(write_request(sequence, address, words, fixed ? LinkCommand::write_fixed : LinkCommand::write)));
      const auto answers = bench.responses();
      REQUIRE(answers.size() == 1);
      CHECK(answers[0].sequence == sequence);
      CHECK(answers[0].status == LinkStatus::ok);
      CHECK(answers[0].words.empty());
      REQUIRE(bench.writes.size() == words.size());
      for (std::size_t k = 0; k < words.size(); ++k) {
        CHECK(bench.writes[k].first == static_cast<std::uint8_t>(address + (fixed ? 0 : k)));
        CHECK(bench.writes[k].second == words[k]);
      }
      CHECK(bench.reads == 0);
    } else {
      const auto count = static_cast<std::uint8_t>(round == 1 ? max_read_words : random.below(256));
      for (int k = 0; k < 256; ++k) bench.registers[static_cast<std::uint8_t>(k)] = random.word();
      bench.send(
          encode(LinkRequest{sequence, fixed ? LinkCommand::read_fixed : LinkCommand::read, address, count, {}}));
      const auto answers = bench.responses();
      REQUIRE(answers.size() == 1);
      CHECK(answers[0].sequence == sequence);
      CHECK(answers[0].status == LinkStatus::ok);
      REQUIRE(answers[0].words.size() == count);
      for (std::size_t k = 0; k < count; ++k) {
        CHECK(answers[0].words[k] == bench.registers[static_cast<std::uint8_t>(address + (fixed ? 0 : k))]);
      }
      CHECK(bench.reads == count);
      CHECK(bench.writes.empty());
    }
  }
}

TEST_CASE("requests sent without waiting are answered one by one") {
  Bench bench(3);
  Bytes bytes;
  for (std::uint8_t k = 0; k < 40; ++k) {
    const Bytes frame = k % 4 == 3 ? encode(LinkRequest{k, LinkCommand::read, 0, 2, {}})
                                   : encode(write_request(k, k, {k, 1000U + k, 7}));
    bytes.insert(bytes.end(), frame.begin(), frame.end());
  }
  bench.send(bytes);
  const auto answers = bench.responses();
  REQUIRE(answers.size() == 40);
  for (std::size_t k = 0; k < 40; ++k) {
    CHECK(answers[k].sequence == k);
    CHECK(answers[k].status == LinkStatus::ok);
  }
  CHECK(bench.writes.size() == 90);
}

TEST_CASE("a frame with any one byte damaged writes nothing and the next frame works") {
  Bench bench(4);
  RandomStream random(5, 0, 0);
  const Bytes good = encode(write_request(1, 0x20, {0xDEADBEEF, 0x5A5A5A5A, 3}));
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int trial = 0; trial < 6; ++trial) {
      Bytes bad = good;
      bad[at] = static_cast<std::uint8_t>(bad[at] ^ (1 + random.below(255)));
      bench.writes.clear();
      bench.send(bad);
      const auto answers = bench.responses();
      for (const auto& answer : answers) CHECK(answer.status != LinkStatus::ok);
      CHECK(bench.writes.empty());
      CHECK(bench.reads == 0);
      bench.rest(silence_clocks + 100);
      bench.send(encode(write_request(2, 0x11, {static_cast<std::uint32_t>(at)})));
      const auto after = bench.responses();
      REQUIRE(after.size() == 1);
      CHECK(after[0].sequence == 2);
      CHECK(after[0].status == LinkStatus::ok);
      REQUIRE(bench.writes.size() == 1);
    }
  }
}

TEST_CASE("a frame cut short is forgotten after the silence, without an answer") {
  Bench bench(6);
  const Bytes good = encode(write_request(1, 0x20, {1, 2, 3}));
  for (std::size_t length = 1; length < good.size(); ++length) {
    bench.send(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length)));
    bench.rest(silence_clocks + 50);
    CHECK(bench.responses().empty());
    bench.send(encode(LinkRequest{5, LinkCommand::read, 0, 1, {}}));
    const auto answers = bench.responses();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].status == LinkStatus::ok);
  }
  CHECK(bench.writes.empty());
}

TEST_CASE("a pause shorter than the silence inside a frame does no harm") {
  Bench bench(7);
  const Bytes frame = encode(write_request(1, 0x20, {1, 2}));
  for (const auto byte : frame) {
    bench.send({byte});
    bench.rest(silence_clocks - 100);
  }
  const auto answers = bench.responses();
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].status == LinkStatus::ok);
  CHECK(bench.writes.size() == 2);
}

TEST_CASE("unknown commands and too long writes are refused as a whole") {
  Bench bench(8);
  bench.send(encode(LinkRequest{1, static_cast<LinkCommand>(0x41), 0, 3, {}}));
  bench.send(encode(LinkRequest{2, static_cast<LinkCommand>(0x42), 0, 2, {1, 2}}));
  RandomStream random(9, 0, 0);
  for (const std::size_t count : {max_write_words + 1, std::size_t{128}, std::size_t{129}, std::size_t{255}}) {
    bench.send(encode(write_request(3, 0, random_words_of(random, count))));
  }
  const auto answers = bench.responses();
  REQUIRE(answers.size() == 6);
  CHECK(answers[0].status == LinkStatus::bad_command);
  CHECK(answers[1].status == LinkStatus::bad_command);
  for (std::size_t k = 2; k < 6; ++k) CHECK(answers[k].status == LinkStatus::bad_length);
  CHECK(bench.writes.empty());
  CHECK(bench.reads == 0);
}

TEST_CASE("a byte with a broken stop bit is dropped and nothing is sent for rubbish") {
  Bench bench(10);
  bench.send_broken(0x5A);
  bench.send({0x00, 0xFF, 0x13});
  bench.rest(silence_clocks + 50);
  CHECK(bench.responses().empty());
  CHECK(bench.bytes_received() == 0);
  bench.send(encode(LinkRequest{1, LinkCommand::read, 0, 1, {}}));
  CHECK(bench.responses().size() == 1);
}
