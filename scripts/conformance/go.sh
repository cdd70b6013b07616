#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")/../.."
prefix=$PWD/build/ffi/conformance
scripts/ffi_install.sh ci "$prefix" --features test-hooks
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib GOPROXY=off GOTOOLCHAIN=local
go run -C examples/go ./cmd/conformance "$PWD/conformance"
