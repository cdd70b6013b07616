# frozen_string_literal: true

require "minitest/autorun"
require "open3"
require "rbconfig"
require "stringio"
require_relative "assess"

class TestAssess < Minitest::Test
  SUBMISSIONS = File.join(__dir__, "..", "submissions")

  def paths(*names)
    names.map { |name| File.join(SUBMISSIONS, name) }
  end

  def test_files_are_scored_in_their_order
    out = StringIO.new
    files = paths("fixed.py", "csv_parser.js")
    assert_equal 0, assess(SonoEval::Engine.new, files, out: out)
    heads = out.string.lines.grep_v(/^  /)
    assert_equal 2, heads.size
    files.zip(heads) { |file, head| assert_match(/\A#{Regexp.escape(file)}: \d+\.\d of 100$/, head) }
  end

  def test_what_breaks_a_limit_fails_alone
    out = StringIO.new
    assert_equal 1, assess(SonoEval::Engine.new(limits: { max_file_bytes: 10 }), paths("fixed.py"), out: out)
    assert_includes out.string, "limit_exceeded"
  end

  def test_the_example_of_the_readme_prints_a_score_and_a_line
    example = File.join(__dir__, "..", "readme", "ruby.rb")
    printed, status = Open3.capture2(RbConfig.ruby, example)
    assert_predicate status, :success?
    assert_match(/\A\d+ of 100\nline \d+: .+\n\z/, printed)
  end
end
