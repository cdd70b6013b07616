# frozen_string_literal: true

# Scores what developers submit and explains every point with evidence.
#
#   engine = SonoEval::Engine.new
#   assessment = engine.assess({ content: { code: "def double(x):\n    return 2 * x\n" } })
#   assessment["overall_score"]
module SonoEval
  # The shared library: the one named by the environment, the one in the gem, or the system's.
  def self.library
    bundled = Dir[File.join(__dir__, "sono_eval", "{lib,}sono_eval.{so,dylib,dll}")].first
    ENV.fetch("SONO_EVAL_LIBRARY") { bundled || "sono_eval" }
  end
end

require "sono_ffi"
require_relative "sono_eval/version"
require_relative "sono_eval/error"
require_relative "sono_eval/answer"
require_relative "sono_eval/native"
require_relative "sono_eval/batch"
require_relative "sono_eval/engine"
