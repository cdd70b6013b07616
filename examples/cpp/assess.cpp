// Assesses JSON lines, one submission each, and prints the scores, then reports on the first: assess FILE
#include <fstream>
#include <iostream>
#include <sono_eval.hpp>
#include <string>
#include <vector>

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: " << argv[0] << " FILE\n";
    return 2;
  }
  std::ifstream file(argv[1]);
  if (!file) {
    std::cerr << "cannot read " << argv[1] << '\n';
    return 2;
  }
  std::vector<std::string> submissions;
  for (std::string line; std::getline(file, line);) submissions.push_back(line);

  const sono::engine engine;
  for (const std::string& message : engine.messages(submissions)) {
    if (sono::json_get(message, "/type") != "item") continue;
    const auto score = sono::json_get(message, "/assessment/overall_score");
    std::cout << *sono::json_get(message, "/index") << ": "
              << (score ? *score : *sono::json_get(message, "/error/message")) << '\n';
  }

  if (!submissions.empty()) {
    const std::string call = R"({"call": "report", "detail": "brief", "submission": )" + submissions.front() + "}";
    std::cout << *sono::json_get(engine.call(call), "/report");
  }
} catch (const sono::error& error) {
  // The kind is stable, so a program can rely on it.
  std::cerr << error.kind() << ": " << error.what() << '\n';
  return 1;
}
