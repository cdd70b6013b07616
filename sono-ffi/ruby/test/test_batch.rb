# frozen_string_literal: true

require_relative "helper"

class TestBatch < Minitest::Test
  def setup
    @engine = SonoEval::Engine.new
  end

  def numbered(count)
    Array.new(count) { |index| submission("x = #{index}\n") }
  end

  def test_results_come_in_order_with_the_bytes_of_single_assessments
    texts = []
    state = @engine.batch(numbered(30)) { |item| texts << item.assessment!.to_json }
    assert_equal numbered(30).map { |one| @engine.assess(one).to_json }, texts
    assert_equal 30, state["completed"]
  end

  def test_what_cannot_be_read_fails_alone_and_keys_come_back
    broken, fine = @engine.batch({ broken: "{", fine: FINE }, keyed: true).to_a
    assert_equal %w[broken fine], [broken.id, fine.id]
    assert_equal "invalid_json", broken.error.kind
    assert_raises(SonoEval::Error) { broken.assessment! }
    refute_nil fine.assessment
  end

  def test_the_input_is_read_as_results_are_taken
    read = 0
    endless = Enumerator.new { |out| loop { out << submission("x = #{read += 1}\n") } }
    items = @engine.batch(endless, jobs: 1, window: 4).first(10)
    assert_equal (0..9).to_a, items.map(&:index)
    assert_operator read, :<=, 10 + 4
  end

  def test_a_batch_that_was_stopped_goes_on_from_its_state
    token = SonoEval::CancelToken.new
    taken = 0
    state = @engine.batch(numbered(40), token: token, jobs: 1, window: 2) do
      taken += 1
      token.cancel if taken == 5
    end
    assert_equal "cancelled", state["phase"]
    state = @engine.batch(numbered(40), resume: state.to_h) { taken += 1 }
    assert_equal [40, 40], [taken, state["completed"]]
  end

  def test_events_tell_of_progress
    events = []
    @engine.batch(numbered(3), on_event: ->(event) { events << event }) { |item| refute_nil item.assessment }
    assert_includes events.last.to_json, "completed"
  end

  def test_a_batch_that_fails_as_a_whole_says_so
    state = @engine.batch(numbered(2)) { |item| item }.to_h
    assert_raises(SonoEval::Error) { @engine.batch(numbered(2), resume: { **state, "engine_version" => "0.0.0" }).to_a }
    assert_equal "invalid_options", assert_raises(SonoEval::Error) { @engine.batch([], job: 1) }.kind
  end

  def test_an_input_that_raises_ends_the_batch
    failing = Enumerator.new { |out| out << FINE; raise ArgumentError, "lost" }
    assert_equal "lost", assert_raises(ArgumentError) { @engine.batch(failing).to_a }.message
  end
end
