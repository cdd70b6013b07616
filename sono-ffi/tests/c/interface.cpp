// The C++ interface: ownership, exceptions, batches.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <list>
#include <sono_eval.hpp>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#define CHECK(condition)                                                                     \
  do {                                                                                       \
    if (!(condition)) {                                                                      \
      std::cerr << __FILE__ << ':' << __LINE__ << ": not so: " << #condition << std::endl;   \
      std::exit(EXIT_FAILURE);                                                               \
    }                                                                                        \
  } while (0)

static_assert(std::is_nothrow_move_constructible_v<sono::engine> && !std::is_copy_constructible_v<sono::engine>);
static_assert(std::is_nothrow_move_constructible_v<sono::batch> && !std::is_copy_constructible_v<sono::batch>);
static_assert(std::is_nothrow_copy_constructible_v<sono::error>);

namespace {

const std::string submission = R"({"content": {"code": "def double(x):\n    return 2 * x\n"}})";

template <typename Work>
sono::error thrown_by(Work work) {
  try {
    work();
  } catch (const sono::error& error) {
    return error;
  }
  std::cerr << "no error was thrown" << std::endl;
  std::exit(EXIT_FAILURE);
}

void handles_move() {
  sono::engine first;
  sono::engine second = std::move(first);
  CHECK(second.assess(submission) == sono::request(R"({"call": "assess", "submission": )" + submission + "}"));
  // A handle that was moved from is null, and says so.
  CHECK(thrown_by([&] { first.assess(submission); }).status() == SONO_STATUS_INVALID_CALL);
  first = std::move(second);
  CHECK(sono::json_get(first.call(R"({"call": "about"})"), "/engine_version") == sono::version());
  CHECK(!sono::json_get("{}", "/nothing"));
}

void reports_are_bytes() {
  const sono::engine engine;
  const auto call = [](const std::string& format) {
    return R"({"call": "report", "format": ")" + format + R"(", "submission": )" + submission + "}";
  };
  const sono::report markdown = engine.report(call("markdown"));
  CHECK(markdown.content.rfind("# Assessment", 0) == 0);
  CHECK(sono::json_get(markdown.head, "/media_type") == "text/markdown");
  std::string every;
  for (int byte = 0; byte < 256; byte++) every.push_back(static_cast<char>(byte));
  CHECK(engine.report(call("every-byte")).content == every);
  CHECK(thrown_by([&] { engine.report(R"({"call": "about"})"); }).kind() == "invalid_call");
}

void errors_are_exceptions() {
  const sono::engine engine;
  const sono::error error = thrown_by([&] { engine.assess(R"({"content": {}, "contents": 1})"); });
  CHECK(error.kind() == "invalid_submission");
  CHECK(std::string(error.what()).find("not valid") != std::string::npos);
  CHECK(sono::json_get(error.json(), "/error/problems/0/pointer") == "/contents");
  CHECK(thrown_by([] { sono::engine(R"({"rubrik": 1})"); }).status() == SONO_STATUS_INVALID_OPTIONS);
  CHECK(thrown_by([] { sono::json_get("{", ""); }).kind() == "invalid_json");
  CHECK(thrown_by([&] { engine.call(R"({"call": "panic"})"); }).kind() == "internal");

  const sono::cancel_token token;
  CHECK(!engine.assess(submission, &token).empty());
  token.cancel();
  CHECK(thrown_by([&] { engine.assess(submission, &token); }).status() == SONO_STATUS_CANCELLED);
}

void batches_are_ranges() {
  const sono::engine engine;
  const std::list<std::string> submissions(30, submission);
  std::vector<std::string> types;
  for (const std::string& message : engine.messages(submissions, R"({"window": 3})")) {
    types.push_back(*sono::json_get(message, "/type"));
  }
  CHECK(types.size() == 31 && types.back() == "end");
  CHECK(std::count(types.begin(), types.end(), "item") == 30);
  // A range that is left early stops its batch.
  for (const std::string& message : engine.messages(submissions)) {
    CHECK(!message.empty());
    break;
  }
}

void batches_by_hand() {
  sono::batch batch = sono::engine().batch();
  std::string message;
  CHECK(batch.next(std::chrono::milliseconds(0), message) == SONO_STATUS_PENDING);
  batch.push(submission, "key");
  batch.push(submission, std::string_view());
  batch.push(submission);
  batch.end_input();
  CHECK(thrown_by([&] { batch.push(submission); }).kind() == "invalid_call");
  CHECK(sono::json_get(*batch.next(), "/id") == "key");
  CHECK(sono::json_get(*batch.next(), "/id") == "");
  CHECK(!sono::json_get(*batch.next(), "/id"));
  CHECK(batch.next().has_value() && !batch.next().has_value());
}

void watchers_may_throw() {
  const sono::engine engine;
  const std::string lines = submission + "\n" + submission + "\n";
  int events = 0;
  const auto answer = engine.assess_batch(lines, {}, [&](std::string_view) { return ++events > 0; });
  CHECK(events > 2 && sono::json_get(answer, "/items/1/status") == "completed");
  CHECK(thrown_by([&] { engine.assess_batch(lines, {}, [](std::string_view) { return false; }); }).kind() ==
        "cancelled");
  try {
    engine.assess_batch(lines, {}, [](std::string_view) -> bool { throw std::runtime_error("enough"); });
    CHECK(false);
  } catch (const std::runtime_error& error) {
    CHECK(std::string(error.what()) == "enough");
  }
}

}  // namespace

int main() {
  handles_move();
  reports_are_bytes();
  errors_are_exceptions();
  batches_are_ranges();
  batches_by_hand();
  watchers_may_throw();
  std::cout << "interface of C++: all as it should be\n";
}
