# To be sourced in the root of the repository: Maven with its downloads below build/tools.
if ! command -v mvn >/dev/null || ! command -v javac >/dev/null; then
  scripts/apt.sh openjdk-17-jdk-headless maven
fi

maven() {
  mvn --batch-mode --quiet -Dstyle.color=never -Dmaven.repo.local="$PWD/build/tools/m2" "$@"
}

# run_kotlin CLASS ARGUMENTS: a program of the layer's tests.
run_kotlin() {
  local main=$1
  shift
  maven --file sono-ffi/kotlin test-compile exec:java -Dexec.mainClass="$main" -Dexec.args="$*"
}

# One test asks for a panic; its output would only confuse.
export RUST_BACKTRACE=0
