# frozen_string_literal: true

# Every case of conformance/cases, bytes compared: conformance.rb FOLDER
#
# A case goes through the door for JSON, and, where its call has a method of its own, through that method as well.

require "json"
require "sono_eval"

# Errors as the cases write them: canonical JSON, rebuilt from what a host of the layer sees.
module Canonical
  module_function

  def error(error)
    problems = error.problems.map { |problem| object(problem.to_h.compact) }
    fields = { kind: error.kind, message: error.reason }
    fields[:problems] = problems unless problems.empty?
    object(fields)
  end

  # Keys in the order of RFC 8785. Values are scalars, or members that were written already.
  def object(fields)
    members = fields.sort.map do |key, value|
      text = value.is_a?(Array) ? "[#{value.join(",")}]" : JSON.generate(value)
      "#{JSON.generate(key)}:#{text}"
    end
    "{#{members.join(",")}}"
  end
end

# A case, through the methods of the layer.
class Idiomatic
  # The content of a request, if a method can make it; nil otherwise.
  def self.of(text)
    request = JSON.parse(text)
    return unless request.is_a?(Hash) && request.fetch("options", {}).is_a?(Hash)

    # A number beyond those of Ruby is read, and cannot be written again.
    JSON.generate(request)
    new(request)
  rescue JSON::JSONError
    nil
  end

  def initialize(request)
    @options = { "position_encoding" => "utf-8" }.merge(request["options"] || {})
    @fields = request.except("options", "call")
    @call = request["call"]
  end

  # The answer, or nil when the call has no method that says the same.
  def answer
    engine = SonoEval::Engine.new(JSON.generate(@options))
    case [@call, @fields.keys.sort]
    in "assess", ["submission"] then engine.assess(submission)
    in "metrics", ["submission"] then engine.metrics(submission)
    in "verify", ["assessment", "submission"] then engine.verify(@fields["assessment"], submission)
    in "override", _ then engine.override(**symbols(@fields))
    in "record", _ then engine.record(**symbols(@fields))
    in "check_log", [*, "log"] if @fields["log"] then engine.check_log(@fields["log"], head: @fields["head"])
    in "batch", ["submissions"] if @fields["submissions"].is_a?(Array) then batch(engine)
    in "schema", ["of"] then engine.schema(@fields["of"])
    in ("about" | "signals" | "rubrics"), [] then engine.public_send(@call)
    in "check_rubric", _ if @fields["source"] then check(engine)
    in String, _ then engine.call(@call, **symbols(@fields))
    else nil
    end
  end

  private

  # A string would be taken for JSON.
  def submission
    JSON.generate(@fields["submission"])
  end

  def symbols(fields)
    fields.transform_keys(&:to_sym)
  end

  def check(engine)
    engine.check_rubric(@fields["source"], **symbols(@fields.except("source")))
  end

  def batch(engine)
    items = []
    engine.batch(@fields["submissions"].map { |one| JSON.generate(one) }, jobs: 2) { |item| items << written(item) }
    SonoEval::Answer.new("{\"items\":[#{items.join(",")}]}")
  end

  def written(item)
    return "{\"error\":#{Canonical.error(item.error)},\"index\":#{item.index},\"status\":\"failed\"}" if item.error

    "{\"assessment\":#{item.assessment.to_json},\"index\":#{item.index},\"status\":\"completed\"}"
  end
end

def outcome
  yield&.to_json
rescue SonoEval::Error => e
  "{\"error\":#{Canonical.error(e)}}"
end

# The answers of the methods of the layer: pointers begin at the submission or options, which are arguments.
def of_methods(expected)
  options = expected.gsub('"pointer":"/options', '"pointer":"')
                    .sub('"invalid_call","message":"the call is', '"invalid_options","message":"the options are')
  [expected, expected.gsub('"pointer":"/submission', '"pointer":"'), options]
end

# Faults that only the text of a request can show: invalid JSON, a repeated field, and problems of options and call
# at once.
def only_as_text?(expected)
  error = JSON.parse(expected)["error"] || {}
  problems = error["problems"] || []
  twice = problems.any? { |problem| problem["message"] == "the field is given more than once" }
  of_options = problems.map { |problem| problem["pointer"].to_s.start_with?("/options") }
  error["kind"] == "invalid_json" || twice || of_options.uniq.size == 2
end

folder = ARGV.fetch(0)
passed = 0
failed = 0
Dir[File.join(folder, "cases", "*", "*.json")].sort.each do |path|
  request = File.read(path, encoding: "UTF-8")
  expected = File.read(path.sub("/cases/", "/answers/"), encoding: "UTF-8")
  ways = { "request" => outcome { SonoEval::Engine.request(request) } }
  idiomatic = Idiomatic.of(request) unless only_as_text?(expected)
  ways["method"] = outcome { idiomatic.answer } if idiomatic
  wrong = ways.compact.reject { |way, got| way == "request" ? got == expected : of_methods(expected).include?(got) }
  wrong.each { |way, got| warn "#{path}, #{way}:\n  expected #{expected[0, 300]}\n  got      #{got[0, 300]}" }
  wrong.empty? ? passed += 1 : failed += 1
end

puts "conformance: Ruby: #{passed} passed, #{failed} failed"
exit passed.positive? && failed.zero?
