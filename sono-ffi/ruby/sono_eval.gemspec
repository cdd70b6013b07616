# frozen_string_literal: true

require_relative "lib/sono_eval/version"

# Built by scripts/release/jvm_and_ruby.sh, which puts generated code and library beside it.
Gem::Specification.new do |spec|
  spec.name = "sono_eval"
  spec.version = SonoEval::VERSION
  spec.platform = ENV.fetch("GEM_PLATFORM")
  spec.summary = "Scores what developers submit and explains every point with evidence."
  spec.description = "#{spec.summary} The engine is a compiled library that works without network and state."
  spec.authors = ["The sono-eval developers"]
  spec.homepage = "https://rubygems.org/gems/sono_eval"
  spec.licenses = %w[MIT Apache-2.0]
  spec.required_ruby_version = ">= 3.1"
  spec.files = Dir["lib/**/*.{rb,so,dylib,dll}", "README.md", "LICENSE-*"]
  spec.add_dependency "ffi", "~> 1.15"
  spec.metadata["rubygems_mfa_required"] = "true"
end
