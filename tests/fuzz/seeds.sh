#!/usr/bin/env bash
# Gathers the seeds of every target from the cases of this repository.
set -euo pipefail
cd "$(dirname "$0")"
top=../..
fresh() { mkdir -p "seeds/$1"; }
take() { # TARGET FILES...
  local target="$1" file name
  shift
  fresh "$target"
  for file in "$@"; do
    [ -f "$file" ] || continue
    name="$(printf '%s' "$file" | cksum | cut -d' ' -f1)"
    cp "$file" "seeds/$target/$name"
  done
}
take definition $(find "$top/tests/language" "$top/form-definitions" "$top/tests/schema" -name '*.yaml')
take answers $(find "$top/tests/page" "$top/tests/record" -name '*.json')
for format in redcap fhir odm; do take "convert_$format" $(find "$top/tests/convert/$format" -name 'source.*' 2>/dev/null || true); done
fresh convert_xlsform
fresh rule
n=0
find "$top/tests/language" "$top/form-definitions" "$top/tests/expr" -name '*.yaml' -print0 |
  xargs -0 grep -hE '^ *(show_if|value|violated_if|required): ' | sed -E 's/^ *[a-z_]+: //; s/^'"'"'(.*)'"'"'$/\1/' | sort -u |
  while IFS= read -r rule; do
    n=$((n + 1))
    printf '%s' "$rule" >"seeds/rule/$n"
  done
take convert_xlsform seed/*.txt
