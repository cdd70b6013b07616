#!/usr/bin/env bash
# Tests the Go package over the C interface, against the shared and the static library: go.sh [PROFILE]
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${1:-ci}
prefix=$PWD/build/ffi/test
command -v go >/dev/null || { echo "go: install Go 1.24 or newer from https://go.dev" >&2; exit 1; }
scripts/apt.sh pkg-config
scripts/ffi_install.sh "$profile" "$prefix" --features test-hooks

export PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib RUST_BACKTRACE=0
# No dependency is needed, so none is fetched.
export GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local
work=$PWD/build/ffi/go
mkdir -p "$work"
cd examples/go
unformatted=$(gofmt -l . ../readme)
[[ -z $unformatted ]] || { echo "go: gofmt would change $unformatted" >&2; exit 1; }
go vet ./...
go test -count=1 ./...
go test -count=1 -tags sono_static ./...

# A program outside of the module is built inside it.
go build -o "$work/readme" ../readme/go.go
"$work/readme" >"$work/readme.out"
grep -qzE '^score: [0-9.]+\sfirst: .+\sline:  [0-9]+\s$' "$work/readme.out"
go run ./cmd/assess ../submissions/inventory.py ../submissions/csv_parser.js >"$work/assess.out"
grep -qE '^\.\./submissions/csv_parser\.js: [0-9.]+$' "$work/assess.out"
echo "go: the package and its examples work"
