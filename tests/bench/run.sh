#!/usr/bin/env bash
# The engine beside its peers on the same generated forms and records, one after the other in one run: serde_json, the jsonschema and
# cel crates, askama and a validator written by hand in Rust; ajv, cel-js, SurveyJS, Form.io and ODK in node; then memory and a check of
# the library. Takes about ten minutes after the build.
# usage: tests/bench/run.sh [ITEMS..]   (default 50 300 1000 3000 3000x200, the last with 200 rows; peers in node run at 300 items, or at
# the only size given; our own browser engine at every size)
set -euo pipefail
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- 50 300 1000 3000 3000x200
[ -d ../js/node_modules/ajv ] || npm ci --prefix ../js --no-audit --no-fund --loglevel=error
cmp -s package-lock.json node_modules/.ctr-lock || { npm ci --no-audit --no-fund --loglevel=error; cp package-lock.json node_modules/.ctr-lock; }
cargo build --release --quiet
bench="${CARGO_TARGET_DIR:-target}/release/bench"
"$bench" "$@"
"$bench" --library ../../form-definitions
echo "=== memory of loaded forms"
"${bench%bench}memory" "$@"
"${bench%bench}memory" --library ../../form-definitions
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
for items in "$@"; do
  "$bench" --dump "$work/$items" "$items"
  node forms.mjs "$work/$items" "$items" $([ "$items" = 300 ] || [ $# = 1 ] || echo ours)
done
node change.mjs "$work" "$@"
