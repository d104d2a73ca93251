// The link's examination.
#include "testbench/ladder/link_script.hpp"

#include <fmt/format.h>

#include <sstream>

namespace isinglass::testbench {
namespace {

bool writes(LinkCommand command) { return (static_cast<unsigned>(command) & 2U) != 0; }
bool fixed(LinkCommand command) { return (static_cast<unsigned>(command) & 16U) != 0; }

std::vector<std::uint32_t> some_words(std::size_t count, std::uint32_t seed) {
  std::vector<std::uint32_t> words(count);
  for (std::size_t k = 0; k < count; ++k) words[k] = (static_cast<std::uint32_t>(k) * 7U + seed) * 0x9E3779B9U;
  return words;
}

}  // namespace

LinkScript::LinkScript() {
  for (std::uint32_t k = 0; k < words_.size(); ++k) words_[k] = (k * 0x01010101U) ^ 0x5AA5C33CU;
  op('Z', 4);
  op('W', 20);
  every_command();
  damages();
  pauses();
  line_faults();
  hurry();
  resets();
  text_ += "E 0\n";
}

void LinkScript::op(char what, std::size_t n) { text_ += fmt::format("{} {:x}\n", what, n); }

void LinkScript::send(const Bytes& bytes) {
  for (const auto byte : bytes) op('S', byte);
}

void LinkScript::settle() { op('Q', 100); }

void LinkScript::ask(const LinkRequest& request, bool settled) {
  send(encode(request));
  LinkResponse answer{request.sequence, LinkStatus::ok, {}};
  for (std::size_t k = 0; k < request.count; ++k) {
    const auto address = static_cast<std::uint8_t>(request.address + (fixed(request.command) ? 0 : k));
    if (writes(request.command)) {
      words_[address] = request.words.at(k);
      accesses_.push_back(fmt::format("w {:02x} {:08x}", address, words_[address]));
    } else {
      answer.words.push_back(words_[address]);
      accesses_.push_back(fmt::format("r {:02x}", address));
    }
  }
  responses_.push_back(answer);
  if (settled) settle();
}

void LinkScript::refused(const Bytes& frame, LinkStatus status) {
  send(frame);
  responses_.push_back({frame[1], status, {}});
  settle();
}

void LinkScript::every_command() {
  const auto read = [&](LinkCommand command, std::uint8_t address, std::uint8_t count) {
    ask({++sequence_, command, address, count, {}});
  };
  const auto write = [&](LinkCommand command, std::uint8_t address, std::size_t count) {
    ask({++sequence_, command, address, static_cast<std::uint8_t>(count), some_words(count, sequence_)});
  };
  read(LinkCommand::read, 0x10, 1);
  for (const std::size_t skew : {9U, 10U, 11U}) {
    op('K', skew);
    read(LinkCommand::read, 0xFE, 5);  // the address goes round
    read(LinkCommand::read_fixed, 0x33, 3);
    read(LinkCommand::read, 0x34, 0);
    write(LinkCommand::write, 0x5A, most);
    write(LinkCommand::write, 0xFE, 4);
    write(LinkCommand::write_fixed, 0xA5, 3);
    write(LinkCommand::write, 0x01, 0);
    write(LinkCommand::write, 0x02, 1);
    read(LinkCommand::read, 0x58, 16);
  }
  op('K', 10);
  read(LinkCommand::read, 0, 255);
  for (const unsigned command : {0x00U, 0x21U, 0x41U, 0x03U, 0x42U, 0x13U, 0x82U, 0x06U, 0x0AU}) {
    const std::size_t count = (command & 2U) != 0 ? 2 : 3;
    refused(encode({++sequence_, static_cast<LinkCommand>(command), 7, static_cast<std::uint8_t>(count),
                    (command & 2U) != 0 ? some_words(2, 1) : std::vector<std::uint32_t>{}}),
            LinkStatus::bad_command);
  }
  for (const std::size_t count : {most + 1, most + 4, std::size_t{64}, std::size_t{140}}) {
    refused(
        encode({++sequence_, LinkCommand::write, 7, static_cast<std::uint8_t>(count), some_words(count, sequence_)}),
        LinkStatus::bad_length);
    write(LinkCommand::write, 0x20, most);
  }
  read(LinkCommand::read, 0, 40);
}

void LinkScript::damages() {
  // Every byte with one bit wrong. A frame that is longer or shorter for it ends in silence, and some are answered.
  const Bytes good = encode({1, LinkCommand::write, 0x20, 1, {0x005A00FF}});
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] = static_cast<std::uint8_t>(bad[at] ^ 1U << (at % 8));
    if (at == 4) bad[at] = 2;  // a word more
    const bool in_time = at != 0 && at != 4;
    if (in_time) {
      refused(bad, LinkStatus::bad_crc);
    } else {
      send(bad);
    }
    op('W', silence + 40);
    ask({++sequence_, LinkCommand::read, 0x20, 1, {}});
  }
  for (const unsigned wrong : {1U, 0x100U, 0xFFFFU}) {  // in either half of the CRC, of a read and of one too long
    for (const std::size_t count : {std::size_t{1}, most + 1}) {
      Bytes bad = count == 1 ? encode({9, LinkCommand::read, 0x20, 1, {}})
                             : encode({9, LinkCommand::write, 0x20, most + 1, some_words(most + 1, 3)});
      bad[bad.size() - 2] ^= static_cast<std::uint8_t>(wrong);
      bad[bad.size() - 1] ^= static_cast<std::uint8_t>(wrong >> 8U);
      refused(bad, LinkStatus::bad_crc);
    }
  }
  ask({++sequence_, LinkCommand::read, 0x1E, 6, {}});
}

void LinkScript::pauses() {
  const Bytes frame = encode({1, LinkCommand::write, 0x20, 1, {1}});
  for (std::size_t length = 1; length < frame.size(); ++length) {  // cut short, then forgotten
    send(Bytes(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(length)));
    op('W', silence + 40);
    ask({++sequence_, LinkCommand::read, 0x20, 1, {}});
  }
  op('W', 3 * silence);
  const LinkRequest slow{++sequence_, LinkCommand::write, 0x21, 1, {0x5A5A5A5A}};
  const Bytes bytes = encode(slow);
  for (const auto byte : bytes) {  // pauses that are just short enough
    op('S', byte);
    op('W', silence - 50);
  }
  responses_.push_back({slow.sequence, LinkStatus::ok, {}});
  words_[0x21] = slow.words[0];
  accesses_.push_back("w 21 5a5a5a5a");
  settle();
  op('D', 2 * silence);  // a slave that takes longer than the silence is waited for
  ask({++sequence_, LinkCommand::read, 0x20, 2, {}}, false);
  op('W', 5 * silence);
  settle();
  op('D', 0);
}

void LinkScript::line_faults() {
  for (int k = 0; k < 3; ++k) {  // shorter than half a bit
    op('P', 1);
    op('W', 11 + static_cast<std::size_t>(k));
  }
  op('B', 0x5A);  // no start of a frame
  op('B', 0xFF);
  for (const std::size_t rubbish : {0x00U, 0xFFU, 0xA5U}) op('S', rubbish);
  op('P', 100);  // a break
  op('W', 20);
  ask({++sequence_, LinkCommand::read, 0x21, 1, {}});
  const Bytes frame = encode({1, LinkCommand::read, 0x21, 1, {}});
  for (std::size_t k = 0; k < frame.size(); ++k) op(k == 3 ? 'B' : 'S', frame[k]);  // a byte is lost inside
  op('W', silence + 40);
  ask({++sequence_, LinkCommand::read, 0x21, 1, {}});
}

void LinkScript::hurry() {
  op('D', 60);
  for (std::uint8_t k = 0; k < 6; ++k) {
    ask({++sequence_, LinkCommand::write, k, 2, {k, 0x5A5AU + k}}, false);
    ask({++sequence_, LinkCommand::read, k, 1, {}}, false);
  }
  settle();
  // More than the queue holds while the slave sleeps: what is lost is not answered wrongly, and after a silence all is
  // well.
  op('D', 6000);
  ask({++sequence_, LinkCommand::read, 0x40, 1, {}}, false);
  op('W', 100);
  for (std::uint8_t k = 0; k < 20; ++k) {
    const LinkRequest request{++sequence_, LinkCommand::read_fixed, 0x40, 1, {}};
    // 64 places, of which the last three may be refused, and one byte in hand: 8 whole frames of 7 bytes.
    if (k < 8) {
      ask(request, false);
    } else {
      send(encode(request));
    }
  }
  op('W', 6000);
  op('D', 0);
  op('W', 8000);
  settle();
  op('W', silence + 40);
  ask({++sequence_, LinkCommand::read, 0x40, 2, {}});
}

void LinkScript::resets() {
  const Bytes frame = encode({1, LinkCommand::write, 0x20, 1, {1}});
  for (const std::size_t length : {1U, 5U, 8U, 10U}) {  // in the middle of a frame
    send(Bytes(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(length)));
    op('Z', 4);
    op('W', 8);
    ask({++sequence_, LinkCommand::read, 0x20, 1, {}});
  }
  op('D', 500);
  const Bytes read = encode({1, LinkCommand::read, 0x20, 3, {}});
  send(read);
  send(read);  // one waits in the queue
  op('Z', 4);  // while the slave is asked
  op('D', 0);
  op('W', 8);
  ask({++sequence_, LinkCommand::read, 0x20, 1, {}});
  op('P', 2);  // a byte begins
  op('Z', 4);
  op('W', 60);
  ask({++sequence_, LinkCommand::read, 0x20, 1, {}});
}

std::string LinkScript::difference(const std::string& log) const {
  std::istringstream stream(log);
  ResponseDecoder decoder;
  std::size_t responses = 0, accesses = 0, line_number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++line_number;
    const auto wrong = [&](const std::string& what) { return fmt::format("line {}, {}: {}", line_number, line, what); };
    if (line.rfind("b ", 0) == 0) {
      if (line.find('x') != std::string::npos) return wrong("undefined");
      const auto response = decoder.take(static_cast<std::uint8_t>(std::stoul(line.substr(2), nullptr, 16)));
      if (!response) continue;
      if (responses == responses_.size()) return wrong("a response that nobody asked for");
      const LinkResponse& expected = responses_[responses++];
      if (response->sequence != expected.sequence || response->status != expected.status ||
          response->words != expected.words) {
        return wrong(fmt::format("response {} has sequence {}, status {} and {} words; expected {}, {} and {}",
                                 responses, response->sequence, static_cast<int>(response->status),
                                 response->words.size(), expected.sequence, static_cast<int>(expected.status),
                                 expected.words.size()));
      }
    } else if (line.rfind("w ", 0) == 0 || line.rfind("r ", 0) == 0) {
      if (accesses == accesses_.size()) return wrong("an access that nobody asked for");
      if (accesses_[accesses++] != line) return wrong("expected " + accesses_[accesses - 1]);
    } else if (line == "reset") {
      decoder.reset();  // of an answer under way, the rest is gone
    } else if (line != "quiet" && line.rfind("active for ", 0) != 0) {
      return wrong("not expected");
    }
  }
  if (decoder.damaged_frames() != 0) return "a response was damaged";
  if (responses != responses_.size()) return fmt::format("{} of {} responses", responses, responses_.size());
  if (accesses != accesses_.size()) return fmt::format("{} of {} accesses", accesses, accesses_.size());
  return "";
}

}  // namespace isinglass::testbench
