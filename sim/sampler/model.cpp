// The words for questions.
#include "sim/sampler/model.hpp"

namespace isinglass {

std::string to_string(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::ising:
      return "Ising problems";
    case QuestionKind::recall:
      return "recall";
    case QuestionKind::reconstruct:
      return "sparse codes";
    case QuestionKind::infer:
      return "generative models";
  }
  return {};
}

}  // namespace isinglass
