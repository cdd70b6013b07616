# frozen_string_literal: true

# Scores files, in a batch, and prints the score of each and the improvement that would help it most: assess.rb FILE...

require "sono_eval"

# Prints a line or two per file, and returns how many could not be assessed.
def assess(engine, paths, out: $stdout)
  inputs = paths.lazy.map { |path| [path, submission(path)] }
  engine.batch(inputs, keyed: true).count do |item|
    out.puts "#{item.id}: #{item.error ? "#{item.error.kind}: #{item.error.message}" : summary(item.assessment)}"
    item.error
  end
end

def submission(path)
  { submission_type: "code", content: { files: [{ path: File.basename(path), text: File.read(path) }] } }
end

def summary(assessment)
  return "not assessed" unless assessment["overall_score"]

  advice = assessment["recommendations"].first
  score = format("%.1f of 100", assessment["overall_score"])
  advice ? format("%s\n  %+.1f  %s", score, advice["points"], advice["text"]) : score
end

if $PROGRAM_NAME == __FILE__
  abort "usage: assess.rb FILE..." if ARGV.empty?
  exit assess(SonoEval::Engine.new(rubric: "hiring"), ARGV).zero?
end
