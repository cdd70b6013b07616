# frozen_string_literal: true

module SonoEval
  VERSION = "0.1.0"
end
