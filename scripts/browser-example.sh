#!/usr/bin/env bash
# Puts the example page together: browser-example.sh [PROFILE] copies the page, the package and some samples to
# build/browser, which any web server can serve.
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${1:-ci}
out=build/browser
samples=(log_report.py fixed.py csv_parser.js shopping_cart.ts OrderManager.java buzzwords.py)

rm -rf "$out"
mkdir -p "$out/samples"
cp examples/browser/*.{html,css,js,svg} "$out"
cp -r "build/wasm/$profile/package" "$out/sono-eval-wasm"
(cd examples/submissions && cp "${samples[@]}" "$OLDPWD/$out/samples")
printf '["%s"' "${samples[0]}" >"$out/samples/index.json"
printf ', "%s"' "${samples[@]:1}" >>"$out/samples/index.json"
echo ']' >>"$out/samples/index.json"
