#!/usr/bin/env bash
# Usage: mbox-check.sh MBOX
# Does MBOX bring the series, whole and unaltered? b4, offline, then git am onto the
# pristine base: the same tree, and the same patches but for author and sign-off.
. "$(dirname "$0")/lib.sh"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail() { printf 'mbox-check: %s\n' "$*"; exit 1; }

# b4 asks git who we are, and ends without a word if git does not know.
{ cat "$top/ci/gitconfig"; printf '[user]\n\tname = reader\n\temail = reader@kernel.invalid\n'; } >"$tmp/gitconfig"
export GIT_CONFIG_GLOBAL=$tmp/gitconfig
mkdir "$tmp/am"
# b4 exits 0 on an incomplete series, and waits for ever on an open stdin.
HOME=$tmp XDG_CACHE_HOME=$tmp XDG_DATA_HOME=$tmp b4 --offline-mode --no-stdin am -o "$tmp/am" -m "$1" >"$tmp/b4.log" 2>&1 </dev/null ||
	fail "b4: $(tail -1 "$tmp/b4.log")"
if grep -E 'Thread incomplete|ERROR: missing|Could not find any|No patches found' "$tmp/b4.log"; then
	fail "b4 does not find the whole series"
fi
grep -q "^base-commit: $base_commit\$" "$tmp"/am/*.cover || fail "the cover letter does not name the base"

git clone -q -s --no-checkout "$work" "$tmp/linux"
awk '{ print "/" $2 }' "$top/base-blobs" | git -C "$tmp/linux" sparse-checkout set --no-cone --stdin
git -C "$tmp/linux" checkout -q --detach base
git -C "$tmp/linux" am -q --keep-non-patch "$tmp"/am/*.mbx >"$tmp/am.log" 2>&1 || fail "git am: $(head -1 "$tmp/am.log")"
[ "$(git -C "$tmp/linux" rev-parse 'HEAD^{tree}')" = "$(git -C "$work" rev-parse 'series^{tree}')" ] ||
	fail "the tree is not the series' tree"

# What the mails say: the messages of the series, but for date, author and sign-off
# (and the empty line above the sign-off of a message without other tags).
said() {
	sed -e '/^\(From\|Date\): /d' -e '/^Signed-off-by: /d' "$1" |
		awk '/^$/ { empty++; next } /^---$/ { empty = 0 } { while (empty) { print ""; empty-- } print }'
}
"$top/ci/format.sh" "$tmp/linux" "$tmp/patches"
for f in $(series); do
	diff <(said "$top/patches/$f") <(said "$tmp/patches/$f") >/dev/null || fail "$f is not the series' patch"
done
say "$1: b4 am and git am give the series' tree"
