#!/usr/bin/env bash
# Usage: known-symbols.sh FRAGMENT...
# The fragments, less what asks for a symbol that the checked-out tree does not have
# yet: a patch in the middle of the series comes before some of the tests. At the end
# of the series nothing is left out, so that kconfig.sh misses what is misspelt.
. "$(dirname "$0")/lib.sh"
if [ "$(git -C "$work" rev-parse HEAD)" = "$(git -C "$work" rev-parse series)" ]; then
	exec cat "$@"
fi
git -C "$work" grep -hE '^[[:space:]]*(menu)?config [A-Z0-9_]+' HEAD -- '*Kconfig*' |
	awk 'NR == FNR { known[$2] = 1; next } /^CONFIG_/ { s = $0; sub(/^CONFIG_/, "", s); sub(/=.*/, "", s); if (!(s in known)) next } { print }' - "$@"
