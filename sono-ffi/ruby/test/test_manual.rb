# frozen_string_literal: true

require_relative "helper"

# The samples of the manual, one after the other, as a reader would type them.
class TestManual < Minitest::Test
  MANUAL = File.join(__dir__, "..", "README.md")

  def test_the_samples_print_what_they_say
    samples = File.read(MANUAL, encoding: "UTF-8").scan(/^```ruby\n(.*?)^```/m).flatten
    assert_operator samples.size, :>=, 4
    session = TOPLEVEL_BINDING.dup
    printed, = capture_io { samples.each { |sample| session.eval(sample, MANUAL) } }
    said = samples.join.scan(/puts .*# (\w+)$/).flatten
    assert_equal %w[invalid_submission 100 cancelled], said
    said.each { |words| assert_includes printed.lines.map(&:chomp), words }
    assert_match(%r{^/content/code: }, printed)
  end
end
