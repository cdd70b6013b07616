#!/usr/bin/env bash
# Runs fuzz targets, each for a number of seconds: fuzz.sh SECONDS [TARGET...]
#
# Sanitizers need a nightly compiler; RUSTC_BOOTSTRAP lets the stable one build them. Findings go to
# build/fuzz/artifacts; the grown corpus goes to build/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:?usage: fuzz.sh SECONDS [TARGET...]}
shift
work=$PWD/build/fuzz
export RUSTC_BOOTSTRAP=1

export PATH="$PWD/build/tools/bin:$PATH"
scripts/need.sh cargo-fuzz 0.13.2
if [[ $# -gt 0 ]]; then targets=("$@"); else mapfile -t targets < <(cargo fuzz list); fi

# Copies the files whose paths come in, by names of their paths: many are called alike.
copy() {
  while read -r file; do cp "$file" "$1/${file//\//_}"; done
}

# The examples are the seeds.
seed() {
  local target=$1 folder=$work/seeds/$1
  mkdir -p "$folder"
  local patterns=()
  case $target in
    python) patterns=(-name '*.py') ;;
    javascript) patterns=(-name '*.js') ;;
    typescript) patterns=(-name '*.ts') ;;
    java) patterns=(-name '*.java') ;;
    go)
      find examples -name '*.go' -size -16k | copy "$folder"
      return
      ;;
    rust)
      # Ours will do.
      find sono-core/*/src -name '*.rs' -size -8k | sort | sed -n 1,60p | copy "$folder"
      return
      ;;
    boundary)
      # Requests beyond this size find nothing new.
      find conformance/cases -name '*.json' -size -16k | copy "$folder"
      return
      ;;
    submission) patterns=(-name '*.json' -maxdepth 1) ;;
    rubric)
      cp sono-core/sono-score/rubrics/*.toml "$folder"
      # The whole rubric of the manual is small, and so a better seed than those that are shipped.
      awk '/^```toml/ { on = 1; next } /^```/ && on { exit } on' docs/rubrics.md >"$folder/manual.toml"
      return
      ;;
    *)
      # What is built from the bytes needs many of them, and the fuzzer begins with few.
      python3 -c 'import random, sys
random.seed(1)
for length in 256, 1024, 4096, 16384:
    open(f"{sys.argv[1]}/random_{length}", "wb").write(random.randbytes(length))' "$folder"
      return
      ;;
  esac
  find examples/submissions "${patterns[@]}" -type f | copy "$folder"
}

cargo fuzz build --target-dir "$work/target"
programs=$work/target/$(rustc -vV | sed -n 's/^host: //p')/release
failed=()
for target in "${targets[@]}"; do
  mkdir -p "$work/corpus/$target" "$work/artifacts/$target" "$work/seeds/$target"
  seed "$target"
  echo "fuzz: $target for $seconds s"
  log=$work/$target.log
  # The program itself, as `cargo fuzz run` would build it again when a file is saved meanwhile.
  if ! ASAN_OPTIONS=detect_odr_violation=0 "$programs/$target" "$work/corpus/$target" "$work/seeds/$target" \
    -max_total_time="$seconds" -max_len=16384 -timeout=20 -report_slow_units=10 -rss_limit_mb=4096 -print_final_stats=1 \
    -artifact_prefix="$work/artifacts/$target/" >"$log" 2>&1; then
    failed+=("$target")
    grep -E '^(thread|SUMMARY|==.*ERROR)|panicked|Test unit written' "$log" | head -n 20 || true
  elif grep -q 'Test unit written to .*slow-unit' "$log"; then
    # The fuzzer itself takes these for no failure.
    failed+=("$target (slow)")
  fi
  grep -E '^stat::(number_of_executed_units|peak_rss_mb)' "$log" || true
done

if [[ ${#failed[@]} -gt 0 ]]; then
  echo "fuzz: failed: ${failed[*]}; the logs are $work/TARGET.log" >&2
  exit 1
fi
echo "fuzz: no failure"
