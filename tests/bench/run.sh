#!/usr/bin/env bash
# The engine beside the jsonschema and cel crates, and beside ajv, on the same generated form and records, one after the other.
# usage: tests/bench/run.sh [ITEMS]   (default 300)
set -euo pipefail
cd "$(dirname "$0")"
items="${1:-300}"
cargo build --release --quiet
"${CARGO_TARGET_DIR:-target}/release/bench" "$items"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
"${CARGO_TARGET_DIR:-target}/release/bench" --dump "$work" "$items"
node ajv.mjs "$work"
