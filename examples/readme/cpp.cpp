#include <iostream>
#include <sono_eval.hpp>

int main() try {
  const sono::engine engine(R"({"rubric": "growth"})");
  const auto assessment =
      engine.assess(R"({"content": {"code": "def mean(xs):\n    return sum(xs) / len(xs)\n"}})");
  std::cout << "score: " << sono::json_get(assessment, "/overall_score").value() << '\n'
            << "first: " << sono::json_get(assessment, "/recommendations/0/text").value() << '\n'
            << "line:  " << sono::json_get(assessment, "/recommendations/0/location/start/line").value() << '\n';
} catch (const sono::error& error) {
  std::cerr << error.kind() << ": " << error.what() << '\n';
  return 1;
}
