// Registers over the framed link (docs/link.md) on any stream of bytes: splits transfers into frames, sends some ahead,
// repeats what got lost.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "hw/host/frame.hpp"
#include "hw/host/transport.hpp"

namespace isinglass {

struct LinkOptions {
  double timeout_s = 0.5;    ///< for a response, after the request's bytes have been handed to the stream
  double silence_s = 0.025;  ///< after which the link has forgotten an unfinished frame (20 ms), with margin
  int attempts = 4;          ///< at one place, the first included
  std::size_t write_words = max_write_words;  ///< most words of a write that the board's link takes
  std::size_t ahead_bytes = 500;  ///< request bytes that may wait in the link while it answers an earlier request
  /// Requests without an answer. Few enough that the numbers of all that can be under way when one of them is answered
  /// at last (this many in every attempt) differ: then an answer that was held up is never taken for a newer one.
  std::size_t ahead_requests = 60;
  std::size_t babble_bytes = 65536;  ///< bytes without the awaited answer among them after which the line is given up
};

/// What happened on the line, for reports and tests.
struct LinkStatistics {
  std::int64_t requests = 0;
  std::int64_t retries = 0;
  std::int64_t bytes_sent = 0;
  std::int64_t bytes_received = 0;
};

template <ByteStream Stream>
class LinkTransport {
 public:
  /// The stream must outlive the transport.
  explicit LinkTransport(Stream& stream, LinkOptions options = {}) : stream_(&stream), options_(options) {}

  void write(std::uint8_t address, Addressing addressing, std::span<const std::uint32_t> words) {
    const auto command = addressing == Addressing::fixed ? LinkCommand::write_fixed : LinkCommand::write;
    std::vector<LinkRequest> requests;
    for (std::size_t at = 0; at < words.size(); at += options_.write_words) {
      const auto part = words.subspan(at, std::min(options_.write_words, words.size() - at));
      requests.push_back({0,
                          command,
                          target(address, addressing, at),
                          static_cast<std::uint8_t>(part.size()),
                          {part.begin(), part.end()}});
    }
    exchange(requests, addressing, [](std::size_t, const LinkResponse&) {});
  }

  void read(std::uint8_t address, Addressing addressing, std::span<std::uint32_t> words) {
    const auto command = addressing == Addressing::fixed ? LinkCommand::read_fixed : LinkCommand::read;
    std::vector<LinkRequest> requests;
    for (std::size_t at = 0; at < words.size(); at += max_read_words) {
      const std::size_t count = std::min(max_read_words, words.size() - at);
      requests.push_back({0, command, target(address, addressing, at), static_cast<std::uint8_t>(count), {}});
    }
    exchange(requests, addressing, [&](std::size_t k, const LinkResponse& response) {
      std::copy(response.words.begin(), response.words.end(),
                words.begin() + static_cast<std::ptrdiff_t>(k * max_read_words));
    });
  }

  /// Waits until the link has forgotten what it had, and forgets what it sent. To be done first on a line that somebody
  /// else may have used: old answers could still be on it.
  void resynchronise() {
    stream_->pause(options_.silence_s);
    for (std::size_t seen = 0; seen <= options_.babble_bytes; seen += received_) {
      if (receive(options_.silence_s) == 0) break;
    }
    decoder_.reset();
    read_at_ = received_ = 0;
  }

  void pause(double seconds) { stream_->pause(seconds); }
  [[nodiscard]] std::string describe() const { return stream_->describe(); }
  [[nodiscard]] const LinkStatistics& statistics() const { return statistics_; }

 private:
  static std::uint8_t target(std::uint8_t address, Addressing addressing, std::size_t words_before) {
    return static_cast<std::uint8_t>(addressing == Addressing::fixed ? address : address + words_before);
  }

  /// Carries out the requests in order; `accept(k, response)` is called once for each, in order.
  template <class Accept>
  void exchange(std::vector<LinkRequest>& requests, Addressing addressing, const Accept& accept) {
    std::size_t done = 0;
    std::size_t words_done = 0;
    for (int failures = 0; done < requests.size();) {
      const std::size_t before = done;
      std::string reason;
      pass(requests, done, reason, [&](std::size_t k, const LinkResponse& response) {
        accept(k, response);
        words_done += requests[k].count;
      });
      if (done == requests.size()) return;
      failures = done == before ? failures + 1 : 1;
      resynchronise();
      ++statistics_.retries;
      const std::string sentence = stream_->describe() + " " + reason;
      const std::string hint = "check the cable, the serial port, the baud rate and that the bitstream is loaded";
      if (addressing == Addressing::fixed) throw TransferError(sentence, hint, words_done);
      if (failures >= options_.attempts) throw HardwareError(sentence, hint);
    }
  }

  /// Sends requests from `done` on, some ahead of their answers, until all are answered or one is not.
  template <class Accept>
  void pass(std::vector<LinkRequest>& requests, std::size_t& done, std::string& reason, const Accept& accept) {
    std::size_t next = done;
    std::size_t ahead = 0;  // bytes sent behind the oldest unanswered request
    while (done < requests.size()) {
      while (next < requests.size()) {
        requests[next].sequence = sequence_;
        const Bytes bytes = encode(requests[next]);
        if (next != done && (ahead + bytes.size() > options_.ahead_bytes || next - done >= options_.ahead_requests))
          break;
        if (next != done) ahead += bytes.size();
        ++sequence_;
        stream_->send(bytes);
        statistics_.bytes_sent += static_cast<std::int64_t>(bytes.size());
        ++statistics_.requests;
        ++next;
      }
      const auto response = await(requests[done].sequence, reason);
      if (!response) return;
      const std::size_t expected = requests[done].words.empty() ? requests[done].count : 0U;
      if (response->status == LinkStatus::bad_crc) {
        reason = "does not answer: it says that requests arrive damaged";
        return;
      }
      if (response->status != LinkStatus::ok || response->words.size() != expected) {
        reason = "answers outside the protocol: " + to_string(response->status) + ", " +
                 std::to_string(response->words.size()) + " words";
        return;
      }
      accept(done, *response);
      ++done;
      if (done < next) ahead -= std::min(ahead, encode(requests[done]).size());
    }
  }

  /// The response with this number; others are skipped. Nothing, and the reason, after the timeout or when what arrives
  /// has no end.
  std::optional<LinkResponse> await(std::uint8_t sequence, std::string& reason) {
    for (std::size_t seen = 0; seen <= options_.babble_bytes;) {
      while (read_at_ < received_) {
        if (auto response = decoder_.take(buffer_[read_at_++])) {
          if (response->sequence == sequence) return response;
        }
      }
      seen += receive(options_.timeout_s);
      if (received_ == 0) {
        reason = "does not answer: no response within " + std::to_string(options_.timeout_s) + " s";
        return std::nullopt;
      }
    }
    reason = "does not answer: what it sends is no response";
    return std::nullopt;
  }

  std::size_t receive(double seconds) {
    read_at_ = 0;
    received_ = stream_->receive(buffer_, seconds);
    statistics_.bytes_received += static_cast<std::int64_t>(received_);
    return received_;
  }

  Stream* stream_;
  LinkOptions options_;
  LinkStatistics statistics_;
  ResponseDecoder decoder_;
  std::array<std::uint8_t, 512> buffer_{};
  std::size_t read_at_ = 0;
  std::size_t received_ = 0;
  std::uint8_t sequence_ = 0;
};

}  // namespace isinglass
