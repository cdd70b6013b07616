# frozen_string_literal: true

require "json"

module SonoEval
  # An answer of the engine: a JSON object, such as an assessment. It reads like a hash with string keys.
  class Answer
    def initialize(text)
      @text = text.freeze
    end

    # The exact bytes as text: canonical JSON (RFC 8785), if positions are counted in UTF-8 bytes.
    def to_json(*)
      @text
    end

    # The same as a hash, parsed on first use.
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
