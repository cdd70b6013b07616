// The C++ interface of sono-eval (C++17): handles that free themselves, and exceptions instead of statuses. Everything
// is inline; link the C library. See sono_eval.h for the form of texts, the options and the rules for threads.
#ifndef SONO_EVAL_HPP
#define SONO_EVAL_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "sono_eval.h"

namespace sono {

namespace detail {

// A text of the library, freed at the end.
class text {
 public:
  text() = default;
  text(const text&) = delete;
  text& operator=(const text&) = delete;
  ~text() { sono_string_free(&string_); }

  SonoString* out() noexcept { return &string_; }
  std::string_view view() const noexcept {
    return string_.ptr == nullptr ? std::string_view() : std::string_view(string_.ptr, string_.len);
  }
  std::string str() const { return std::string(view()); }

 private:
  SonoString string_{nullptr, 0};
};

// Bytes of the library, given back at the end.
class bytes {
 public:
  bytes() = default;
  bytes(const bytes&) = delete;
  bytes& operator=(const bytes&) = delete;
  ~bytes() { sono_bytes_free(&bytes_); }

  SonoBytes* out() noexcept { return &bytes_; }
  std::string str() const {
    return bytes_.ptr == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes_.ptr), bytes_.len);
  }

 private:
  SonoBytes bytes_{nullptr, 0};
};

template <auto Free>
struct deleter {
  template <typename T>
  void operator()(T* handle) const noexcept {
    Free(handle);
  }
};

}  // namespace detail

// The value at a JSON pointer (RFC 6901) in a text: a string as its text, anything else as JSON.
inline std::optional<std::string> json_get(std::string_view json, std::string_view pointer);

// An error of the library.
class error : public std::runtime_error {
 public:
  error(SonoStatus status, std::string json)
      : std::runtime_error(json_get(json, "/error/message").value_or("unknown error")),
        status_(status),
        json_(std::make_shared<const std::string>(std::move(json))) {}

  SonoStatus status() const noexcept { return status_; }
  // The stable name of the kind, such as "invalid_submission".
  std::string_view kind() const noexcept { return sono_status_name(status_); }
  // The error as JSON, with every problem and its place.
  const std::string& json() const noexcept { return *json_; }

 private:
  SonoStatus status_;
  // Shared, since copying an exception must not throw.
  std::shared_ptr<const std::string> json_;
};

namespace detail {

// Throws if the status is an error.
inline SonoStatus checked(SonoStatus status, const text& said) {
  if (status > SONO_STATUS_OK) throw error(status, said.str());
  return status;
}

}  // namespace detail

inline std::optional<std::string> json_get(std::string_view json, std::string_view pointer) {
  detail::text out;
  const SonoStatus status = detail::checked(
      sono_json_get(json.data(), json.size(), pointer.data(), pointer.size(), out.out()), out);
  if (status == SONO_STATUS_ABSENT) return std::nullopt;
  return out.str();
}

// The version of the library.
inline std::string_view version() noexcept { return sono_version(); }

// Answers one call with its own engine options.
inline std::string request(std::string_view json) {
  detail::text out;
  detail::checked(sono_request(json.data(), json.size(), out.out()), out);
  return out.str();
}

// Stops the calls and batches that received it.
class cancel_token {
 public:
  cancel_token() : handle_(sono_cancel_token_new()) {}

  void cancel() const noexcept { sono_cancel_token_cancel(get()); }
  bool is_cancelled() const noexcept { return sono_cancel_token_is_cancelled(get()); }
  const SonoCancelToken* get() const noexcept { return handle_.get(); }

 private:
  std::unique_ptr<SonoCancelToken, detail::deleter<sono_cancel_token_free>> handle_;
};

// A running batch.
class batch {
 public:
  explicit batch(SonoBatch* handle) noexcept : handle_(handle) {}

  bool wants_input() const noexcept { return sono_batch_wants_input(get()); }

  void push(std::string_view submission, std::optional<std::string_view> id = std::nullopt) {
    detail::text out;
    // No key is null; an empty key is not.
    const std::string_view key = id.value_or(std::string_view());
    const char* key_data = id && key.data() == nullptr ? "" : key.data();
    detail::checked(sono_batch_push(get(), id ? key_data : nullptr, key.size(), submission.data(),
                                    submission.size(), out.out()),
                    out);
  }

  void end_input() noexcept { sono_batch_end_input(get()); }
  void cancel() noexcept { sono_batch_cancel(get()); }

  // Waits for the next message; nothing after the last one.
  std::optional<std::string> next() {
    std::string message;
    return next(-1, message) == SONO_STATUS_OK ? std::optional(std::move(message)) : std::nullopt;
  }

  // Takes the next message within a time: SONO_STATUS_OK, SONO_STATUS_PENDING or SONO_STATUS_ENDED.
  SonoStatus next(std::chrono::milliseconds limit, std::string& message) {
    return next(limit.count() < 0 ? 0 : static_cast<std::int64_t>(limit.count()), message);
  }

  SonoBatch* get() const noexcept { return handle_.get(); }

 private:
  SonoStatus next(std::int64_t timeout_ms, std::string& message) {
    detail::text out;
    const SonoStatus status = detail::checked(sono_batch_next(get(), timeout_ms, out.out()), out);
    if (status == SONO_STATUS_OK) message = out.view();
    return status;
  }

  std::unique_ptr<SonoBatch, detail::deleter<sono_batch_free>> handle_;
};

// The messages of a batch over a range of submissions, which is read no faster than results are taken:
// `for (const std::string& message : engine.messages(submissions)) ...`. The submissions must outlive it.
template <typename Submissions>
class messages {
 public:
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = std::string;
    using difference_type = std::ptrdiff_t;
    using pointer = const std::string*;
    using reference = const std::string&;

    iterator() = default;
    explicit iterator(messages* of) : of_(of) { ++*this; }
    reference operator*() const { return *of_->current_; }
    pointer operator->() const { return &*of_->current_; }
    iterator& operator++() {
      if (!of_->advance()) of_ = nullptr;
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& a, const iterator& b) { return a.of_ == b.of_; }
    friend bool operator!=(const iterator& a, const iterator& b) { return a.of_ != b.of_; }

   private:
    messages* of_ = nullptr;
  };

  messages(batch under_way, const Submissions& submissions)
      : batch_(std::move(under_way)), next_(std::begin(submissions)), last_(std::end(submissions)) {}

  iterator begin() { return iterator(this); }
  iterator end() { return iterator(); }

 private:
  bool advance() {
    while (batch_.wants_input()) {
      if (next_ == last_) {
        batch_.end_input();
      } else {
        batch_.push(*next_);
        ++next_;
      }
    }
    current_ = batch_.next();
    return current_.has_value();
  }

  batch batch_;
  decltype(std::begin(std::declval<const Submissions&>())) next_;
  decltype(std::end(std::declval<const Submissions&>())) last_;
  std::optional<std::string> current_;
};

// A report in some format.
struct report {
  // Text in UTF-8, or the bytes of a format that is not text.
  std::string content;
  // The rest of the answer in JSON: `format` and `media_type`.
  std::string head;
};

// A configured engine. Any number of threads may use it.
class engine {
 public:
  // Gets an event in JSON; false stops the batch.
  using progress = std::function<bool(std::string_view event)>;

  explicit engine(std::string_view options = {}) {
    detail::text out;
    SonoEngine* handle = nullptr;
    detail::checked(sono_engine_new(options.data(), options.size(), &handle, out.out()), out);
    handle_.reset(handle);
  }

  std::string call(std::string_view json, const cancel_token* token = nullptr) const {
    detail::text out;
    detail::checked(sono_call(get(), json.data(), json.size(), raw(token), out.out()), out);
    return out.str();
  }

  std::string assess(std::string_view submission, const cancel_token* token = nullptr) const {
    detail::text out;
    detail::checked(sono_assess(get(), submission.data(), submission.size(), raw(token), out.out()), out);
    return out.str();
  }

  // Answers a call `report`.
  sono::report report(std::string_view json, const cancel_token* token = nullptr) const {
    detail::text out;
    detail::bytes content;
    detail::checked(sono_report(get(), json.data(), json.size(), raw(token), content.out(), out.out()), out);
    return {content.str(), out.str()};
  }

  // Assesses JSON lines. An exception of `watch` stops the batch and comes out here.
  std::string assess_batch(std::string_view lines, std::string_view options = {}, const progress& watch = {},
                           const cancel_token* token = nullptr) const {
    detail::text out;
    watcher watcher{watch, nullptr};
    const SonoStatus status =
        sono_assess_batch(get(), lines.data(), lines.size(), options.data(), options.size(), raw(token),
                          watch ? &tell : nullptr, &watcher, out.out());
    if (watcher.thrown) std::rethrow_exception(watcher.thrown);
    detail::checked(status, out);
    return out.str();
  }

  // Begins a batch.
  sono::batch batch(std::string_view options = {}, const cancel_token* token = nullptr) const {
    detail::text out;
    SonoBatch* handle = nullptr;
    detail::checked(sono_batch_new(get(), options.data(), options.size(), raw(token), &handle, out.out()),
                    out);
    return sono::batch(handle);
  }

  // Begins a batch over a range of submissions in JSON.
  template <typename Submissions>
  sono::messages<Submissions> messages(const Submissions& submissions, std::string_view options = {},
                                       const cancel_token* token = nullptr) const {
    return sono::messages<Submissions>(batch(options, token), submissions);
  }

  const SonoEngine* get() const noexcept { return handle_.get(); }

 private:
  struct watcher {
    const progress& watch;
    std::exception_ptr thrown;
  };

  // No exception may pass through the library.
  static std::int32_t tell(void* user_data, const char* event, std::size_t event_len) noexcept {
    auto& self = *static_cast<watcher*>(user_data);
    try {
      return self.watch(std::string_view(event, event_len)) ? 0 : 1;
    } catch (...) {
      self.thrown = std::current_exception();
      return 1;
    }
  }

  static const SonoCancelToken* raw(const cancel_token* token) noexcept {
    return token == nullptr ? nullptr : token->get();
  }

  std::unique_ptr<SonoEngine, detail::deleter<sono_engine_free>> handle_;
};

}  // namespace sono

#endif  // SONO_EVAL_HPP
