#!/usr/bin/env bash
# Usage: gate-message.sh REVISION
# checkpatch --strict with codespell on one commit of the work tree: no error,
# warning or check, but for what checkpatch-exceptions explains.
. "$(dirname "$0")/lib.sh"

name=$(git -C "$work" log -1 --format=%f "$1")
ignore=$(awk -v n="$name" '!/^#/ && ($2 == n || $2 == "*") { print $1 }' "$top/ci/checkpatch-exceptions" | paste -sd,)
# Without codespell's dictionary checkpatch only warns, and passes.
python3 -c 'import codespell_lib' 2>/dev/null || die "codespell is not installed for $(command -v python3)"
cd "$work"
git show -s --format=%s%n%b "$1" | grep -E '^(Signed-off-by|Reviewed-by|Acked-by|Tested-by):' >/dev/null &&
	die "$name carries a tag that nobody gave"
perl scripts/checkpatch.pl --strict --codespell --no-signoff --show-types --terse --no-summary \
	${ignore:+--ignore "$ignore"} -g "$1" | sed "s/^/$name: /"
