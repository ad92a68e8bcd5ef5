#!/usr/bin/env bash
# Installs the outside programs that tests speak to, each only where it is missing. Works as root or with sudo.
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_DENY=0.20.2
# Samples of other systems' forms that `ctr convert` has to read (CC0-1.0, CC0-1.0, MIT).
FHIR_SDC=4.0.0-ballot
FHIR_R4_EXAMPLES=4.0.1
ODMLIB=0.2.1
# A renderer of FHIR questionnaires (its licence is of the BSD kind); only its built files are used.
LFORMS=40.1.3

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

again() { # tries a command three times: registries are sometimes busy
  local try
  for try in 1 2 3; do "$@" && return 0; echo "try $try failed: $*" >&2; sleep $((try * 5)); done
  return 1
}

debian=()
command -v node >/dev/null || debian+=(nodejs)
command -v npm >/dev/null || debian+=(npm)
command -v pip >/dev/null || command -v pip3 >/dev/null || debian+=(python3-pip)
python3 -c 'import ensurepip, venv' 2>/dev/null || debian+=(python3-venv)
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

samples="$FHIR_SDC $FHIR_R4_EXAMPLES $ODMLIB"
if [ "$(cat tests/.peers/samples/.complete 2>/dev/null)" != "$samples" ]; then
  work="$(mktemp -d)"
  rm -rf tests/.peers/samples
  mkdir -p tests/.peers/samples/fhir tests/.peers/samples/odm
  again npm pack --silent --pack-destination "$work" "hl7.fhir.uv.sdc@$FHIR_SDC" "hl7.fhir.r4.examples@$FHIR_R4_EXAMPLES" >/dev/null
  for pack in "$work"/*.tgz; do
    tar -xzf "$pack" -C tests/.peers/samples/fhir --strip-components=1 --wildcards '*/Questionnaire-*.json'
  done
  pip="$(command -v pip3 || command -v pip)"
  again "$pip" download --quiet --no-deps --no-binary :all: --dest "$work" "odmlib==$ODMLIB"
  tar -xzf "$work/odmlib-$ODMLIB.tar.gz" -C tests/.peers/samples/odm --strip-components=3 --wildcards '*/tests/data/*.xml'
  rm -rf "$work"
  printf '%s' "$samples" >tests/.peers/samples/.complete
fi

wanted=tests/py/requirements.txt
if ! cmp -s "$wanted" tests/.peers/python/.complete; then
  rm -rf tests/.peers/python
  again python3 -m venv tests/.peers/python
  again tests/.peers/python/bin/pip install --quiet --disable-pip-version-check --requirement "$wanted"
  cp "$wanted" tests/.peers/python/.complete
fi

if [ "$(cat tests/.peers/lforms/.complete 2>/dev/null)" != "$LFORMS" ]; then
  work="$(mktemp -d)"
  rm -rf tests/.peers/lforms
  mkdir -p tests/.peers/lforms
  again npm pack --silent --pack-destination "$work" "lforms@$LFORMS" >/dev/null
  tar -xzf "$work"/lforms-*.tgz -C tests/.peers/lforms --strip-components=3 --wildcards \
    'package/dist/lforms/webcomponent/*.js' 'package/dist/lforms/webcomponent/*.css' \
    'package/dist/lforms/fhir/lformsFHIRAll.min.js'
  rm -rf "$work"
  printf '%s' "$LFORMS" >tests/.peers/lforms/.complete
fi

# Built without optimising: it runs for a second and would otherwise compile for many minutes.
if ! tests/.peers/bin/cargo-deny --version 2>/dev/null | grep -q " $CARGO_DENY\$"; then
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
    CARGO_TARGET_DIR=target/peers again cargo install --quiet --locked "cargo-deny@$CARGO_DENY" --no-default-features --root tests/.peers
fi
