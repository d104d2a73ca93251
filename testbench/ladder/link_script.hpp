// What the serial link is asked by link_script.v, written beside what it must answer: the host's own frames.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "hw/host/frame.hpp"

namespace isinglass::testbench {

class LinkScript {
 public:
  /// Words that one write may carry, and the clocks of silence after which a frame is forgotten: those of the bench.
  static constexpr std::size_t most = 12;
  static constexpr int silence = 400;

  LinkScript();

  /// What the bench says of a link is right: the bytes are the frames expected, the writes those asked for, and nothing
  /// undefined, ragged or moving was seen. Answers "" or a sentence.
  [[nodiscard]] std::string difference(const std::string& log) const;
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void op(char what, std::size_t n);
  void send(const Bytes& bytes);
  void settle();
  /// A request that is carried out; `settled` waits for the answer.
  void ask(const LinkRequest& request, bool settled = true);
  /// A request that is answered with this status, and not carried out.
  void refused(const Bytes& frame, LinkStatus status);
  void every_command();
  void damages();
  void pauses();
  void line_faults();
  void hurry();
  void resets();

  std::string text_;
  std::uint8_t sequence_ = 0;
  std::array<std::uint32_t, 256> words_{};
  std::vector<LinkResponse> responses_;
  std::vector<std::string> accesses_;  ///< as the bench shows them
};

}  // namespace isinglass::testbench
