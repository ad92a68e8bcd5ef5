#!/usr/bin/env bash
# Feeds the targets with mutated input until each has run COUNT times; a crash is kept under tests/fuzz/crashes and ends the run.
# usage: tests/fuzz/run.sh [COUNT] [TARGET...]   (default 1000000, every target)
# The pinned stable compiler gives LLVM's coverage counters by code generation flags; no sanitizer, no nightly feature is used.
set -euo pipefail
cd "$(dirname "$0")"
count="${1:-1000000}"
shift || true
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
  for file in src/bin/*.rs; do targets+=("$(basename "$file" .rs)"); done
fi
host="$(rustc -vV | sed -n 's/^host: //p')"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
# Comparisons are not traced: every one would become a call, half of the time of a run, and what they teach of words to try is mostly
# learnt from `memcmp`, which libFuzzer watches by itself.
flags="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=3 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters"
flags+=" -Cllvm-args=-sanitizer-coverage-pc-table"
RUSTFLAGS="$flags" cargo build --quiet --release --target "$host" "${targets[@]/#/--bin=}"
./seeds.sh
# A rule is a line and an answer sheet a page; longer inputs only slow the search down.
longest() { case "$1" in rule) echo 256 ;; answers | definition) echo 2048 ;; convert_redcap | convert_xlsform) echo 1536 ;; *) echo 4096 ;; esac; }
for target in "${targets[@]}"; do
  mkdir -p "corpus/$target" crashes
  echo "== $target at $(git rev-parse --short HEAD)"
  # The entropic schedule counts how rare each of an input's thousands of features is, at every run: again half of the time, and over the
  # same number of runs it found no more code.
  "$CARGO_TARGET_DIR/$host/release/$target" "corpus/$target" "seeds/$target" -runs="$count" -max_len="$(longest "$target")" -timeout=20 -rss_limit_mb=2048 \
    -entropic=0 -reload=0 -artifact_prefix="crashes/$target-" -print_final_stats=1 -verbosity=0 2>&1 | grep --line-buffered -vE '^(INFO|Loading)'
done
