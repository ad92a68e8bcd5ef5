#!/usr/bin/env bash
# Installs the outside programs that tests speak to, each only where it is missing. Works as root or with sudo.
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_DENY=0.20.2

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

again() { # tries a command three times: registries are sometimes busy
  local try
  for try in 1 2 3; do "$@" && return 0; echo "try $try failed: $*" >&2; sleep $((try * 5)); done
  return 1
}

debian=()
command -v node >/dev/null || debian+=(nodejs)
command -v npm >/dev/null || debian+=(npm)
[ -x "${CTR_CHROMIUM:-/usr/bin/chromium}" ] || debian+=(chromium)
[ -d /usr/share/fonts/opentype/noto ] && ls /usr/share/fonts/opentype/noto | grep -q CJK || debian+=(fonts-noto-cjk)
{ [ -n "${CTR_POSTGRES:-}" ] || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; } || debian+=(postgresql)
if [ ${#debian[@]} -gt 0 ]; then
  echo "installing: ${debian[*]}"
  export DEBIAN_FRONTEND=noninteractive
  again as_root apt-get -qq update
  again as_root apt-get -qq install -y --no-install-recommends "${debian[@]}" >/dev/null
fi

lock=tests/js/package-lock.json
if ! cmp -s "$lock" tests/js/node_modules/.ctr-lock; then
  (cd tests/js && again npm ci --no-audit --no-fund --loglevel=error)
  cp "$lock" tests/js/node_modules/.ctr-lock
fi

# Built without optimising: it runs for a second and would otherwise compile for many minutes.
if ! tests/.peers/bin/cargo-deny --version 2>/dev/null | grep -q " $CARGO_DENY\$"; then
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
    CARGO_TARGET_DIR=target/peers again cargo install --quiet --locked "cargo-deny@$CARGO_DENY" --no-default-features --root tests/.peers
fi
