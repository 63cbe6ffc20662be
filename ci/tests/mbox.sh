#!/usr/bin/env bash
# The mbox of the series comes back through b4 and git am as the series, signed and
# unsigned; one with a patch missing or altered does not.
. "$(dirname "$0")/../lib.sh"
lock
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
bad=0

python3 "$top/ci/mbox.py" "$work" "$tmp/draft" >/dev/null
python3 "$top/ci/mbox.py" "$work" "$tmp/signed" 'A. Person <a.person@example.org>' >/dev/null

n=$(series | wc -l)
grep -c '^Signed-off-by: "A. Person" <a.person@example.org>$\|^Signed-off-by: A. Person <a.person@example.org>$' "$tmp/signed" |
	grep -qx "$n" || { echo "mbox: not every mail is signed"; bad=1; }

# Without the second patch; with one line of code changed; with one word of a message changed.
awk '/^From hetmem / { mail++ } mail != 3' "$tmp/draft" >"$tmp/missing"
awk '!done && /^\+[a-z\t]/ { sub(/^\+/, "+ "); done = 1 } { print }' "$tmp/draft" >"$tmp/altered"
awk '/^Subject:.*1\/[0-9]/ { here = 1 } here && !done && /VMA/ && !/^Subject/ { sub(/VMA/, "vma"); done = 1 } { print }' "$tmp/draft" >"$tmp/reworded"
cmp -s "$tmp/draft" "$tmp/altered" && { echo "mbox: nothing was altered"; bad=1; }
cmp -s "$tmp/draft" "$tmp/reworded" && { echo "mbox: nothing was reworded"; bad=1; }

# Each takes a minute or more, and looks at what the others look at: side by side.
# shellcheck disable=SC2016	# the inner shell's
printf '%s\n' "$tmp"/{draft,signed,missing,altered,reworded} |
	xargs -P"$jobs" -I{} bash -c '"$0" "$1" >"$1.log" 2>&1 && touch "$1.good"' "$top/ci/mbox-check.sh" {} || true
for m in draft signed; do
	[ -f "$tmp/$m.good" ] || { echo "mbox: $m should pass: $(tail -1 "$tmp/$m.log")"; bad=1; }
done
for m in missing altered reworded; do
	[ ! -f "$tmp/$m.good" ] && grep -q '^mbox-check: ' "$tmp/$m.log" || { echo "mbox: $m should be caught"; bad=1; }
done

if python3 "$top/ci/mbox.py" "$work" "$tmp/x" 'nobody' 2>/dev/null; then echo "mbox: a SIGNOFF without an address should be refused"; bad=1; fi
exit $bad
