# frozen_string_literal: true

require_relative "helper"

class TestEngine < Minitest::Test
  def setup
    @engine = SonoEval::Engine.new
  end

  def test_an_assessment_reads_like_a_hash_and_has_the_same_bytes_every_time
    assessment = SonoEval::Engine.new(rubric: "hiring").assess(FINE)
    assert_includes 0..100, assessment["overall_score"]
    assert_equal "hiring", assessment.dig("metadata", "provenance", "rubric", "id")
    assert_equal SonoFfi.version, assessment.fetch("engine_version")
    assert_equal @engine.assess(FINE), @engine.assess(JSON.generate(FINE))
  end

  def test_positions_count_as_strings_of_ruby_do_unless_the_options_say_otherwise
    # The crab is 4 bytes, 2 UTF-16 code units and 1 code point; after it comes the handler that does nothing.
    code = "def f():\n    try: print('🦀')\n    except: pass\n"
    last = ->(engine) { engine.assess(submission(code)).to_json.scan(/"offset":(\d+)/).flatten.map(&:to_i).max }
    utf8 = last.(SonoEval::Engine.new(position_encoding: "utf-8"))
    utf16 = last.(SonoEval::Engine.new(position_encoding: "utf-16"))
    assert_equal [utf8 - 2, utf8 - 3], [utf16, last.(@engine)]
  end

  def test_an_error_names_its_kind_and_every_problem
    error = assert_raises(SonoEval::Error) { @engine.assess({ content: { code: 3 }, candidat: "x" }) }
    assert_equal "invalid_submission", error.kind
    assert_equal ["/candidat", "/content/code"], error.problems.map(&:pointer).sort
    assert_includes error.message, "\n  /content/code: "
  end

  def test_errors_of_options_rubrics_and_texts_have_kinds_of_their_own
    expected = {
      "invalid_options" => -> { SonoEval::Engine.new(rubrik: "growth") },
      "unknown_rubric" => -> { SonoEval::Engine.new(rubric: "grwoth") },
      "invalid_json" => -> { @engine.assess("{") },
      "invalid_call" => -> { @engine.call("assassinate") }
    }
    expected.each { |kind, call| assert_equal kind, assert_raises(SonoEval::Error, &call).kind }
  end

  def test_texts_that_are_no_utf8_and_values_that_are_no_json_are_refused
    assert_equal "invalid_json", assert_raises(SonoEval::Error) { @engine.assess("{\"a\": \"\xff\"}") }.kind
    assert_equal "invalid_json", assert_raises(SonoEval::Error) { @engine.assess(submission("\xff")) }.kind
    assert_equal "invalid_json", assert_raises(SonoEval::Error) { @engine.assess({ content: Float::NAN }) }.kind
    latin = submission("x = 'é'\n".encode("ISO-8859-1"))
    assert_equal @engine.assess(submission("x = 'é'\n")), @engine.assess(latin)
  end

  def test_a_token_and_a_deadline_stop_an_assessment
    token = SonoEval::CancelToken.new
    @engine.assess(FINE, token: token)
    token.cancel
    assert_predicate token, :is_cancelled
    assert_equal "cancelled", assert_raises(SonoEval::Error) { @engine.assess(FINE, token: token) }.kind
    assert_equal "deadline_exceeded", assert_raises(SonoEval::Error) { @engine.assess(FINE, within: 0) }.kind
  end

  def test_another_thread_can_stop_an_assessment
    long = submission(Array.new(20_000) { |i| "def f#{i}(a, b):\n    return a if b else a * #{i}\n" }.join)
    engine = SonoEval::Engine.new(limits: { max_file_bytes: 10_000_000 })
    token = SonoEval::CancelToken.new
    stopper = Thread.new { sleep(0.02); token.cancel }
    error = assert_raises(SonoEval::Error) { engine.assess(long, token: token) }
    assert_equal "cancelled", error.kind
  ensure
    stopper&.join
  end

  def test_a_panic_is_an_error_and_the_next_call_works
    error = assert_raises(SonoEval::Error) { @engine.call("panic") }
    assert_equal "internal", error.kind
    assert_includes error.reason, "panicked"
    refute_nil @engine.assess(FINE)["overall_score"]
  end

  def test_every_call_has_a_method
    assessment = @engine.assess(FINE)
    assert_equal "equal", @engine.verify(assessment, FINE)["result"]
    assert_equal "equal", @engine.verify(assessment.to_json, JSON.generate(FINE))["result"]
    refute_empty @engine.metrics(FINE)["signals"]
    assert @engine.report(FINE, format: "markdown").start_with?("#")
    assert_equal Encoding::UTF_8, @engine.report(FINE).encoding
    assert_equal (0..255).to_a.pack("C*"), @engine.report(FINE, format: "every-byte")
    assert_equal assessment.to_h, JSON.parse(@engine.report(assessment: assessment, format: "json"))
    assert_includes @engine.rubrics["rubrics"].map { |rubric| rubric["id"] }, "growth"
    assert @engine.check_rubric(@engine.rubric("growth"))["valid"]
    refute @engine.check_rubric("format = 2")["valid"]
    assert_includes @engine.schema("assessment").to_h, "$schema"
    assert_operator @engine.signals["signals"].size, :>, 10
    assert_equal @engine.about, SonoEval::Engine.request({ call: "about" })
  end

  def test_threads_may_share_an_engine
    expected = @engine.assess(FINE)
    results = Array.new(4) { Thread.new { Array.new(20) { @engine.assess(FINE) } } }.flat_map(&:value)
    assert_equal [expected], results.uniq
  end
end
