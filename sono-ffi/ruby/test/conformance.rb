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
  # What a request holds, if it can be asked through a method; nil otherwise.
  def self.of(text)
    request = JSON.parse(text)
    return unless request.is_a?(Hash) && request.fetch("options", {}).is_a?(Hash)

    new(request)
  rescue JSON::ParserError
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
    in "assess", ["submission"] then engine.assess(@fields["submission"])
    in "metrics", ["submission"] then engine.metrics(@fields["submission"])
    in "verify", ["assessment", "submission"] then engine.verify(*@fields.values_at("assessment", "submission"))
    in "batch", ["submissions"] then batch(engine)
    in "schema", ["of"] then engine.schema(@fields["of"])
    in ("about" | "signals" | "rubrics"), [] then engine.public_send(@call)
    in "check_rubric", _ if @fields["source"] then check(engine)
    in String, _ then engine.call(@call, **@fields.transform_keys(&:to_sym))
    else nil
    end
  end

  private

  def check(engine)
    engine.check_rubric(@fields["source"], **@fields.except("source").transform_keys(&:to_sym))
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

# A method takes the submission itself, so that its pointers begin there.
def same?(expected, got)
  got == expected || got == expected.gsub('"pointer":"/submission', '"pointer":"')
end

folder = ARGV.fetch(0)
passed = 0
failed = 0
Dir[File.join(folder, "cases", "*", "*.json")].sort.each do |path|
  request = File.read(path, encoding: "UTF-8")
  expected = File.read(path.sub("/cases/", "/answers/"), encoding: "UTF-8")
  ways = { "request" => outcome { SonoEval::Engine.request(request) } }
  idiomatic = Idiomatic.of(request)
  ways["method"] = outcome { idiomatic.answer } if idiomatic
  wrong = ways.compact.reject { |way, got| way == "request" ? got == expected : same?(expected, got) }
  wrong.each { |way, got| warn "#{path}, #{way}:\n  expected #{expected[0, 300]}\n  got      #{got[0, 300]}" }
  wrong.empty? ? passed += 1 : failed += 1
end

puts "conformance: ruby: #{passed} passed, #{failed} failed"
exit passed.positive? && failed.zero?
