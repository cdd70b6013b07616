# Everything is built in the profile `ci` and in one target folder, so that nothing is compiled twice.
# Needs rustup (or Rust 1.91 with clippy and rustfmt), a C compiler, Python 3.11 and Node 20; the rest is installed on
# demand: below build/ where that is possible, else as Debian packages (scripts/apt.sh).

SHELL := /bin/bash
CARGO := cargo
PYTHON := python3
PROFILE := ci
FLAGS := --locked --profile $(PROFILE)
XTASK := $(CARGO) xtask
# Optimising across crates takes half an hour for so many test programs, and changes nothing that they test.
RELEASE_TESTS := CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
	$(CARGO) test --locked --release --workspace --all-features
CORE := $(addprefix --package ,sono-core sono-syntax sono-score sono-report sono-analytics sono-boundary sono-cli)
# A macro declares these modules, and cargo fmt does not look into macros.
LANGUAGES := $(wildcard sono-core/sono-syntax/src/language/*.rs)

export PATH := $(CURDIR)/build/tools/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup build demo test test-rust test-python test-node test-wasm test-c test-all test-languages test-packages \
	leaks conformance conformance-all conformance-answers browser wheel npm wasm ffi uniffi coverage mutants fuzz hostile soak \
	gaming validity calibrate bench crossing \
	fmt lint docs schema licences lines rooms doc-lines tracked-files

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what the build needs: compiler components
	@scripts/setup.sh

build: export WHOLE_WORKSPACE := 1
build: setup ## Build all that the tests of all languages use
	scripts/build.sh

demo: setup ## Assess the examples; reports go to build/demo
	$(CARGO) build $(FLAGS) --package sono-core --features cli --bin sono-eval
	$(PYTHON) scripts/demo.py $(PROFILE) build/demo

test: export WHOLE_WORKSPACE := 1
test: test-rust test-python test-node test-wasm test-c conformance ## Run all tests: Rust, Python, Node, WebAssembly, C

test-rust: setup ## Test the Rust code
	$(CARGO) tests

test-python: setup ## Build the Python package into build/venv, and test it
	scripts/python.sh

test-node: setup ## Build the Node package, and test it
	scripts/node.sh

test-wasm: setup ## Build the WebAssembly package, and test it in Node and Chromium, with the example page
	scripts/wasm-test.sh

test-c: setup ## Build the C library, and test it from C and C++, under valgrind as well
	scripts/c.sh

# Tests that kill batches take minutes with so many items.
test-all: export SONO_KILL_ITEMS := 20000
test-all: export SONO_KILLS := 10
test-all: test coverage test-packages test-languages leaks soak hostile ## Also coverage, packages, Go, Kotlin, Ruby, leaks, each feature alone, the release profile, Miri, and all of cargo-deny
	$(RELEASE_TESTS)
	# Takes minutes: a batch that is killed again and again.
	$(RELEASE_TESTS) --test it -- --ignored twenty_thousand
	@scripts/need.sh cargo-hack 0.6.46
	$(CARGO) hack clippy $(FLAGS) $(CORE) --each-feature --all-targets -- -D warnings
	# Languages are known to the first crate alone.
	$(CARGO) test $(FLAGS) --package sono-syntax
	$(CARGO) test $(FLAGS) --package sono-syntax --features lang-python
	@scripts/need.sh cargo-deny 0.20.2
	$(CARGO) deny --locked check
	scripts/miri.sh

test-languages: setup ## Test Go, Ruby, Kotlin and what UniFFI generates for Python
	scripts/go.sh
	scripts/ruby.sh
	scripts/uniffi_smoke.sh --built
	scripts/kotlin.sh
	$(MAKE) --no-print-directory conformance-all

test-packages: wheel npm wasm ffi ## Build every package as it is released, install it in clean places, and try it
	scripts/wasm-packaging.sh
	scripts/free_threaded.sh

leaks: setup ## Call each binding 100,000 times, and see that memory stays flat
	for binding in python node wasm c ruby kotlin; do scripts/binding.sh leaks $$binding || exit 1; done

conformance: setup ## Compare the answers of all bindings, byte for byte
	scripts/conformance.sh rust python node wasm wasm-browser c

conformance-all: setup ## The same, with Go, Ruby and Kotlin
	scripts/conformance.sh rust python node wasm wasm-browser c go ruby kotlin

conformance-answers: setup ## Write the answers of the conformance cases anew; read the diff
	UPDATE_CONFORMANCE=1 $(CARGO) tests --test it conformance

browser: setup ## Put the example page together in build/browser
	scripts/wasm.sh wasm-release
	scripts/browser-example.sh wasm-release

wheel: setup ## Build and try the Python wheel and source package, in build/wheels
	scripts/wheel.sh

npm: setup ## Build and try the npm package for Node
	scripts/node_package.sh

wasm: setup ## Build the npm package for WebAssembly, in build/wasm/wasm-release/package
	scripts/wasm.sh wasm-release

ffi: setup ## Build the C library, and try the examples of C and C++ against it
	scripts/ffi.sh

uniffi: setup ## Generate Kotlin, Swift, Ruby and Python, in build/uniffi
	scripts/uniffi.sh

coverage: setup ## Measure the lines of the core that tests reach; fails below 90 %
	@scripts/need.sh cargo-llvm-cov 0.9.1
	# A test kills the program, and what that was writing cannot be read: hence the failure mode.
	$(CARGO) llvm-cov $(FLAGS) $(CORE) --all-features --failure-mode all \
		--ignore-filename-regex "/sono-tree-sitter/|/tests(/|\.rs$$)" --fail-under-lines 90

# Where a wrong number matters, and the tests that run in seconds.
MUTATED := signals/*.rs integrity/*.rs rubric/model/curve.rs rubric/score/*.rs

mutants: setup ## Break the scoring in one place after another, and see that a test fails each time; hours, SHARD=0/30 a part
	@scripts/need.sh cargo-mutants 27.1.0
	$(CARGO) mutants --package sono-score --all-features --profile $(PROFILE) --output build \
		$(patsubst %,--file 'sono-core/sono-score/src/%',$(MUTATED)) $(if $(SHARD),--shard $(SHARD)) \
		--cargo-arg=--locked -- --lib --test it --test mdtest

fuzz: setup ## Run each fuzz target for SECONDS (60); what is found goes to build/fuzz
	@scripts/fuzz.sh $(or $(SECONDS),60)

hostile: setup ## Search for texts that cost more than a second per megabyte: PATTERNS (5,000) for each language
	$(CARGO) run --locked --release --package sono-benches --features programs --bin hostile -- $(or $(PATTERNS),5000) $(or $(SEED),1)

soak: setup ## Assess NUMBER (100,000) submissions in one batch, and see that memory stays flat
	$(CARGO) run --locked --release --package sono-benches --features programs --bin soak -- $(or $(NUMBER),100000)

gaming: setup ## Try to raise the scores of real code without better work; GAMING holds options (docs/validity.md)
	scripts/gaming.sh
	$(CARGO) run $(FLAGS) --package sono-benches --features programs --bin gaming -- $(GAMING)

validity: export SONO_RATINGS := $(or $(RATINGS),$(SONO_RATINGS))
validity: setup ## Hold scores against people's ratings in the folder RATINGS; VALIDITY holds options (docs/validity.md)
	$(CARGO) run --locked --release --package sono-benches --features programs --bin validity -- $(VALIDITY)

calibrate: export SONO_RATINGS := $(or $(RATINGS),$(SONO_RATINGS))
calibrate: setup ## Propose numbers for a rubric from people's ratings in the folder RATINGS; CALIBRATE holds options (docs/validity.md)
	$(CARGO) run --locked --release --package sono-benches --features programs --bin calibrate -- $(CALIBRATE)

crossing: setup ## Measure what crossing into each binding costs
	scripts/crossing.sh

bench: setup ## Run the benchmarks; docs/performance.md explains the numbers
	$(CARGO) bench --locked --package sono-benches

fmt: setup ## Format the code
	$(CARGO) fmt --all -- $(LANGUAGES)

lint: setup rooms doc-lines ## Check format, the order of crates and rooms, doc lines, and lints
	$(CARGO) fmt --all --check -- $(LANGUAGES)
	$(CARGO) clippy $(FLAGS) --workspace --all-targets --all-features -- -D warnings

docs: setup ## Build the API documentation; warnings are errors
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc $(FLAGS) --workspace --all-features --no-deps

schema: setup ## Write the generated files: schemas, docs/signals.md, types of each language, the C header, the README's examples
	$(XTASK) generate

licences: setup ## Check the licences of all dependencies against deny.toml
	$(XTASK) licences

lines: setup ## Count the hand-written lines of Rust per crate
	$(XTASK) lines

rooms: setup ## Check that the code keeps to the drawing in docs/architecture.md, and the runtime to its patch
	$(XTASK) rooms
	$(XTASK) runtime

doc-lines: setup ## Check that no line of documentation begins with "What"
	$(XTASK) doc-lines

tracked-files: ## Check that no tracked file names a folder of somebody's machine
	@scripts/tracked_files.sh
