// What a driver needs from any way to a core's registers: a serial board, a Verilated model, a SystemC socket, a test's
// fake.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "models/error.hpp"

namespace isinglass {

/// Whether the register address goes up by one after each word of a transfer or stays (a memory window).
enum class Addressing { counting, fixed };

/// Registers of one core. Word addresses, 32-bit words, transfers of any length. Everything may throw HardwareError.
template <class T>
concept Transport = requires(T& transport, std::uint8_t address, Addressing addressing,
                             std::span<const std::uint32_t> out, std::span<std::uint32_t> in, double seconds) {
  transport.write(address, addressing, out);
  transport.read(address, addressing, in);
  transport.pause(seconds);  // lets time pass before the next poll, in the transport's time
  { transport.describe() } -> std::convertible_to<std::string>;  // "the board at /dev/ttyUSB1"
};

/// A transfer to a fixed address broke off, which cannot be mended without knowing what the address means. The first
/// `words_done` words are known to have been transferred; about the rest nothing is known.
struct TransferError : HardwareError {
  TransferError(const std::string& sentence, std::string advice, std::size_t words)
      : HardwareError(sentence, std::move(advice)), words_done(words) {}
  std::size_t words_done;
};

/// The device answers, but what it says contradicts itself or what it was told: worth asking again.
struct DoubtError : HardwareError {
  using HardwareError::HardwareError;
};

/// A line that carries bytes both ways.
template <class T>
concept ByteStream = requires(T& stream, std::span<const std::uint8_t> out, std::span<std::uint8_t> in,
                              double seconds) {
  stream.send(out);
  {
    stream.receive(in, seconds)
    } -> std::convertible_to<std::size_t>;  // waits for at least one byte; 0 after `seconds`
  stream.pause(seconds);
  { stream.describe() } -> std::convertible_to<std::string>;
};

}  // namespace isinglass
