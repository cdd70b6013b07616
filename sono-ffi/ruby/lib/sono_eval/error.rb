# frozen_string_literal: true

module SonoEval
  # A problem of an input, with its place: members that do not apply are nil.
  Problem = Struct.new(:pointer, :file, :line, :key, :message, keyword_init: true) do
    def to_s
      place = "#{pointer.empty? ? "(whole input)" : pointer}: " if pointer
      source = "#{[file, line].compact.join(":")}: " if file
      name = "`#{key}`: " unless key.to_s.empty?
      "#{place}#{source}#{name}#{message}"
    end
  end

  # A misuse of the library, or work that was stopped.
  class Error < StandardError
    # Stable name for programs, such as "invalid_submission".
    attr_reader :kind
    # The message for people, without the problems; +message+ has both.
    attr_reader :reason
    # Every problem of the input, in the order of the input.
    attr_reader :problems

    def initialize(kind, reason, problems = [])
      @kind = kind
      @reason = reason
      @problems = problems.freeze
      super([reason, *problems].join("\n  "))
    end

    # From the generated record.
    def self.from(info)
      problems = info.problems.map do |problem|
        Problem.new(**Problem.members.to_h { |member| [member, problem.public_send(member)] }).freeze
      end
      new(info.kind, info.message, problems)
    end
  end
end
