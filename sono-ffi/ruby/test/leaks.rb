# frozen_string_literal: true

# Fails when the resident memory grows over many calls: leaks.rb CALLS

require "sono_eval"

# The growth that a leak of a hundred bytes per call would exceed at 100,000 calls.
ALLOWED = 8 << 20
ENGINE = SonoEval::Engine.new
SUBMISSION = { content: { code: "x = 1\n" } }.freeze

# Assessments, errors, panics, objects that are dropped, and batches that are left early.
def work(calls)
  calls.times do |index|
    ENGINE.assess(SUBMISSION)
    next unless (index % 10).zero?

    begin
      ENGINE.assess("{")
    rescue SonoEval::Error
      SonoEval::CancelToken.new
    end
    next unless (index % 1000).zero?

    SonoEval::Engine.new
    ENGINE.batch(Array.new(4, SUBMISSION), jobs: 1).first
  end
  GC.start
end

def resident
  File.read("/proc/self/status")[/VmRSS:\s+(\d+)/, 1].to_i << 10
end

calls = Integer(ARGV.fetch(0))
# Until the allocators of both languages have their working set.
work(calls / 5)
before = resident
work(calls)
grown = resident - before
puts "leaks: ruby: #{calls} calls, memory grew by #{grown >> 10} KiB from #{before >> 10} KiB"
exit grown <= ALLOWED
