# frozen_string_literal: true

require "json"

module SonoEval
  # What the engine answers: a JSON object, such as an assessment. It reads like a hash with strings as keys.
  class Answer
    def initialize(text)
      @text = text.freeze
    end

    # The exact bytes as text: canonical JSON (RFC 8785), if positions are counted in UTF-8 bytes.
    def to_json(*)
      @text
    end

    # The same as a hash; it is read when it is first asked for.
    def to_h
      @to_h ||= JSON.parse(@text)
    end

    def [](field)
      to_h[field]
    end

    def fetch(...)
      to_h.fetch(...)
    end

    def dig(...)
      to_h.dig(...)
    end

    def ==(other)
      other.is_a?(Answer) && other.to_json == @text
    end
    alias eql? ==

    def hash
      @text.hash
    end

    def inspect
      "#<#{self.class.name} #{@text}>"
    end
  end
end
