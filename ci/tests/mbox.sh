#!/usr/bin/env bash
# The mbox of the series comes back through b4 and git am as the series, signed and
# unsigned; one with a patch missing or altered does not.
. "$(dirname "$0")/../lib.sh"
lock
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
bad=0
passes() { "$top/ci/mbox-check.sh" "$1" >"$tmp/log" 2>&1 || { echo "mbox: $1 should pass: $(tail -1 "$tmp/log")"; bad=1; }; }
fails() { ! "$top/ci/mbox-check.sh" "$1" >"$tmp/log" 2>&1 || { echo "mbox: $1 should be caught"; bad=1; }; }

python3 "$top/ci/mbox.py" "$work" "$tmp/draft" >/dev/null
python3 "$top/ci/mbox.py" "$work" "$tmp/signed" 'A. Person <a.person@example.org>' >/dev/null
passes "$tmp/draft"
passes "$tmp/signed"

n=$(series | wc -l)
grep -c '^Signed-off-by: "A. Person" <a.person@example.org>$\|^Signed-off-by: A. Person <a.person@example.org>$' "$tmp/signed" |
	grep -qx "$n" || { echo "mbox: not every mail is signed"; bad=1; }

# Without the second patch; with one line of code changed; with one word of a message changed.
awk '/^From hetmem / { mail++ } mail != 3' "$tmp/draft" >"$tmp/missing"
fails "$tmp/missing"
awk '!done && /^\+[a-z\t]/ { sub(/^\+/, "+ "); done = 1 } { print }' "$tmp/draft" >"$tmp/altered"
fails "$tmp/altered"
awk '/^Subject:.*1\/[0-9]/ { here = 1 } here && !done && /VMA/ && !/^Subject/ { sub(/VMA/, "vma"); done = 1 } { print }' "$tmp/draft" >"$tmp/reworded"
fails "$tmp/reworded"
cmp -s "$tmp/draft" "$tmp/altered" && { echo "mbox: nothing was altered"; bad=1; }
cmp -s "$tmp/draft" "$tmp/reworded" && { echo "mbox: nothing was reworded"; bad=1; }

if python3 "$top/ci/mbox.py" "$work" "$tmp/x" 'nobody' 2>/dev/null; then echo "mbox: a SIGNOFF without an address should be refused"; bad=1; fi
exit $bad
