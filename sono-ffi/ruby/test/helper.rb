# frozen_string_literal: true

require "minitest/autorun"
require "sono_eval"

def submission(code)
  { content: { code: code } }
end

FINE = submission("def double(x):\n    return 2 * x\n").freeze
