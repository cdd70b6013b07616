#!/usr/bin/env bash
# Installs those of the named Debian packages that are missing: apt.sh NAME...
set -euo pipefail

missing=()
for name in "$@"; do
  [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || missing+=("$name")
done
((${#missing[@]})) || exit 0

command -v apt-get >/dev/null || {
  echo "apt: this system has no apt-get; install by hand: ${missing[*]}" >&2
  exit 1
}
sudo=()
((EUID == 0)) || sudo=(sudo)
"${sudo[@]}" apt-get update --quiet
DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install --yes --no-install-recommends "${missing[@]}"
