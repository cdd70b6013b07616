# Everything is built in the profile `ci` and in one target folder, so that nothing is compiled twice.
# Needs rustup (or Rust 1.91 with clippy and rustfmt), a C compiler and Python 3.11; the rest is installed on
# demand, below build/tools.

SHELL := /bin/bash
CARGO := cargo
PYTHON := python3
PROFILE := ci
FLAGS := --locked --profile $(PROFILE)

export PATH := $(CURDIR)/build/tools/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all coverage fuzz bench fmt lint docs schema licences tracked-files

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what the build needs: compiler components
	@scripts/setup.sh

demo: setup ## Assess the examples; reports go to build/demo
	$(CARGO) build $(FLAGS) --package sono-core --features cli --bin sono-eval
	$(PYTHON) scripts/demo.py $(PROFILE) build/demo

test: setup ## Run all tests, with several sets of features
	$(CARGO) test $(FLAGS) --workspace --all-features
	$(CARGO) test $(FLAGS) --package sono-core
	# The examples in the documentation assess real code, so that they need a language.
	$(CARGO) test $(FLAGS) --package sono-core --no-default-features --lib --tests
	$(CARGO) test $(FLAGS) --package sono-core --no-default-features --features lang-python

test-all: test coverage ## Also coverage, each feature alone, the release profile, and all of cargo-deny
	$(CARGO) test --locked --release --workspace --all-features
	@scripts/need.sh cargo-hack 0.6.46
	$(CARGO) hack check $(FLAGS) --package sono-core --each-feature --all-targets
	@scripts/need.sh cargo-deny 0.20.2
	$(CARGO) deny --locked check

coverage: setup ## Measure the lines of sono-core that tests reach; fails below 90 %
	@scripts/need.sh cargo-llvm-cov 0.9.1
	$(CARGO) llvm-cov $(FLAGS) --package sono-core --all-features \
		--ignore-filename-regex "/tests(/|\.rs$$)" --fail-under-lines 90

fuzz: setup ## Run each fuzz target for SECONDS (60); what is found goes to build/fuzz
	@scripts/fuzz.sh $(or $(SECONDS),60)

bench: setup ## Run the benchmarks; docs/performance.md explains the numbers
	$(CARGO) bench --locked --package sono-benches

fmt: setup ## Format the code
	$(CARGO) fmt --all

lint: setup ## Check format and lints
	$(CARGO) fmt --all --check
	$(CARGO) clippy $(FLAGS) --workspace --all-targets --all-features -- -D warnings

docs: setup ## Build the API documentation; warnings are errors
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc $(FLAGS) --workspace --all-features --no-deps

schema: setup ## Write the generated files: docs/schema/*.json and docs/signals.md
	$(CARGO) xtask generate

licences: setup ## Check the licences of all dependencies against deny.toml
	$(CARGO) xtask licences

tracked-files: ## Check that no tracked file names a folder of somebody's machine
	@scripts/tracked_files.sh
