#!/usr/bin/env bash
# Unpacks real code for the gaming bench below build/gaming/LANGUAGE/PACKAGE. Packages are pinned by checksum; what
# cannot be had is left out with a note, and the bench then uses what is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

store=$PWD/build/gaming
mkdir -p "$store/packages"

packages='
typescript rxjs@7.8.2              rxjs-7.8.2.tgz                 2312f8ffd9726ffd7bd53ea12c5f13663d09a3dc3326f448c70b88f5ef6fac82
typescript zod@4.6.7               zod-4.6.7.tgz                  84efd155bed93270286e793fc951be270b536cbd5b0eeb111f0fa3967201d698
typescript immer@11.2.13           immer-11.2.13.tgz              7aafee379780f7b290fd76c5f57fea4ef9f2599c021ae70038739c6e5e96009a
typescript redux@5.0.1             redux-5.0.1.tgz                adacd4f8a377e638a3feb568e45e8b8ff22c926516941db25b1acfc34d94398b
typescript ajv@8.20.0              ajv-8.20.0.tgz                 b2f0b3a893bbb8cc5efb6814f08b1499e19e31d5dd73683f5893382f48f6e7b3
typescript reselect@5.3.0          reselect-5.3.0.tgz             ea86f81f20f5706799f436090d4e77e8bd6c16c85917b0553d0be4f6685b30a1
typescript @reduxjs/toolkit@2.15.0 reduxjs-toolkit-2.15.0.tgz     20424372851b608ae3b504eb06d93d6bb80f53217e4a0c3f3a558303a115b87e
typescript @tanstack/query-core@5.108.4 tanstack-query-core-5.108.4.tgz 7660b37f747ce33f1e5456299009dbe217a08514f402c13e633ae95727e361e0
javascript async@3.2.6             async-3.2.6.tgz                6bb45cfba08cd2eea39eb3ce6eaa94113070fe137ec0bd4a9f122be9a0250e6f
javascript commander@14.0.3        commander-14.0.3.tgz           5849703c500e0f324eb01340d8bda1f9ec48fc37bb7be9712eb0dd52aad92f6c
javascript deep-equal@2.2.3        deep-equal-2.2.3.tgz           02887309deedb2dd564a72712687f3736b27d02b11f9d45fecfdca479c6c96cf
javascript minimist@1.2.8          minimist-1.2.8.tgz             350a76c115b393c19d24654834261e5dc9f0e8cc5e08f3937fa80140f3e4ce83
javascript qs@6.17.1               qs-6.17.1.tgz                  b7405805e2055f9900dd48c42d226ed4ab51f5f43459ba4781c3f6f6763ed3de
javascript resolve@1.22.14         resolve-1.22.14.tgz            f8b335839e2960b80f9183891c56864ecd17d3e6bba8e8c0a463a4ffe3def7b2
java org.apache.commons:commons-lang3:3.14.0:jar:sources      commons-lang3-3.14.0-sources.jar      ab3b86afb898f1026dbe43aaf71e9c1d719ec52d6e41887b362d86777c299b6f
java org.apache.commons:commons-lang3:3.14.0:jar:test-sources commons-lang3-3.14.0-test-sources.jar 3b4c274e4c506859d7ba4e000e5b5697e9550712da95d68c93d5b0f4dd235a6b
java commons-cli:commons-cli:1.6.0:jar:sources                commons-cli-1.6.0-sources.jar         74bd521ea87a2981f9869e3c576a74e9da9a403845fc587354cc62f48f1533a1
java commons-cli:commons-cli:1.6.0:jar:test-sources           commons-cli-1.6.0-test-sources.jar    2567a4b809d4258e06e0d4ca6851f8dda87f20bdb8248fc0b907e7469b5f220e
java org.apache.commons:commons-text:1.11.0:jar:sources       commons-text-1.11.0-sources.jar       6007de720fc51d7d110cdafe1419c9b1bc28c3e86b337bbae8f1860bf86cc609
java org.apache.commons:commons-text:1.11.0:jar:test-sources  commons-text-1.11.0-test-sources.jar  4de6c467d58004c22350e31b687f1c78e0a469440a0faabea7b2b61d74e26f9d
'

get() { # COORDINATES FILE
  case $2 in
    *.tgz) (cd "$store/packages" && npm pack --silent "$1" >/dev/null) ;;
    *.jar) mvn --quiet --batch-mode dependency:copy "-Dartifact=$1" "-DoutputDirectory=$store/packages" >/dev/null ;;
  esac
}

unpack() { # ARCHIVE FOLDER
  mkdir -p "$2"
  case $1 in
    *.tgz) tar -xzf "$1" -C "$2" --strip-components=1 ;;
    *.jar) unzip -q -o "$1" '*.java' -d "$2" ;;
  esac
}

while read -r language coordinates file checksum; do
  [[ -n $language ]] || continue
  name=$(sed -E 's/-[0-9][0-9.]*(-sources|-test-sources)?\.(tgz|jar)$//' <<<"$file")
  archive=$store/packages/$file
  mark=$store/$language/$name/.$file
  [[ -e $mark ]] && continue
  if [[ ! -e $archive ]] && ! get "$coordinates" "$file"; then
    echo "gaming: $coordinates cannot be had, and is left out" >&2
    continue
  fi
  if ! sha256sum --quiet --check <<<"$checksum  $archive"; then
    echo "gaming: $file is not the file that is pinned" >&2
    exit 1
  fi
  unpack "$archive" "$store/$language/$name"
  touch "$mark"
done <<<"$packages"

# A Java development kit brings the source of its library.
if [[ ! -e $store/java/jdk ]]; then
  source=$(find -L /usr/lib/jvm "${JAVA_HOME:-/usr/lib/jvm}" -maxdepth 3 -name src.zip -size +1M 2>/dev/null | sort | tail -n 1)
  if [[ -n $source ]]; then
    mkdir -p "$store/java/jdk"
    unzip -q -o "$source" 'java.base/java/util/*.java' 'java.base/java/text/*.java' 'java.base/java/net/*.java' -d "$store/java/jdk"
  fi
fi
