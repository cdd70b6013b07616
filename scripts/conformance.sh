#!/usr/bin/env bash
# Runs every case of conformance/ through the engine and its bindings, and prints a table: conformance.sh BINDING...
#
# scripts/binding.sh runs each of them.
set -uo pipefail
cd "$(dirname "$0")/.."

cases=$(find conformance/cases -name '*.json' | wc -l)
mkdir -p build/conformance
rows=()
failed=0
for binding in "$@"; do
  log=build/conformance/$binding.log
  echo "conformance: $binding ..."
  # Without colours, which some tools write into files as well.
  scripts/binding.sh conformance "$binding" 2>&1 | sed 's/\x1b\[[0-9;]*m//g' >"$log"
  status=$?
  found=0 agrees=1
  while IFS=: read -r _ name counts; do
    found=1
    passed=$(sed -n 's/.* \([0-9]*\) passed.*/\1/p' <<<"$counts")
    wrong=$(sed -n 's/.* \([0-9]*\) failed.*/\1/p' <<<"$counts")
    # A runner that leaves cases out does not agree.
    if ((status == 0 && wrong == 0 && passed >= cases)); then verdict=agrees; else verdict=DIFFERS agrees=0; fi
    rows+=("$(printf '%-24s %6d %6d   %s' "${name# }" "$passed" "$wrong" "$verdict")")
  done < <(grep -E '^conformance: .*: [0-9]+ passed, [0-9]+ failed' "$log")
  if ((!found)); then
    agrees=0
    rows+=("$(printf '%-24s %6s %6s   %s' "$binding" - - 'DID NOT RUN')")
  fi
  if ((!agrees)); then
    failed=1
    tail -n 40 "$log"
  fi
done

printf '\n%-24s %6s %6s   of %d cases\n' Binding Passed Failed "$cases"
printf '%s\n' "${rows[@]}"
exit "$failed"
