// The one error type of the project: what went wrong in a sentence, what to try, and the exit code it ends the program
// with.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace isinglass {

/// Exit codes of the program; the values are part of its interface.
enum class ExitCode : int {
  done = 0,
  missed = 1,        ///< a target was given and missed, or a comparison differs
  usage = 2,         ///< unknown flag, name or parameter, missing optional tool, unwritable output
  input = 3,         ///< unreadable or wrong problem, unknown instance, problem that does not fit
  numerical = 4,     ///< the integration or the linear algebra failed
  hardware = 5,      ///< failing EDA tool, missed timing, energy disagreement
  internal = 70,     ///< a defect of the program
  interrupted = 130  ///< Ctrl-C
};

/// One failure. `what()` is one clear sentence without a trailing full stop; `hint()` says what to try and may be
/// empty.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& sentence, std::string hint = {})
      : std::runtime_error(sentence), code_(code), hint_(std::move(hint)) {}
  [[nodiscard]] ExitCode code() const { return code_; }
  [[nodiscard]] const std::string& hint() const { return hint_; }

 private:
  ExitCode code_;
  std::string hint_;
};

/// Wrong command line: exit code 2.
struct UsageError : Error {
  explicit UsageError(const std::string& sentence, std::string hint = {})
      : Error(ExitCode::usage, sentence, std::move(hint)) {}
};
/// Wrong problem or file: exit code 3.
struct InputError : Error {
  explicit InputError(const std::string& sentence, std::string hint = {})
      : Error(ExitCode::input, sentence, std::move(hint)) {}
};
/// The numbers went wrong: exit code 4.
struct NumericalError : Error {
  explicit NumericalError(const std::string& sentence, std::string hint = {})
      : Error(ExitCode::numerical, sentence, std::move(hint)) {}
};
/// Hardware, EDA tool or co-simulation failure: exit code 5.
struct HardwareError : Error {
  explicit HardwareError(const std::string& sentence, std::string hint = {})
      : Error(ExitCode::hardware, sentence, std::move(hint)) {}
};

}  // namespace isinglass
