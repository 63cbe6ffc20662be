#!/usr/bin/env bash
# Usage: tree.sh [DIR]
# Branch "series" in the work tree's repository: the base, then a commit a patch.
# With DIR, also a clone of it for people to work in.
. "$(dirname "$0")/lib.sh"
lock
g() { git -C "$work" "$@"; }

# A date in the committer's place that does not move, so that the same patches give
# the same commits everywhere.
apply() {
	local patch
	tidy
	g checkout -q -f --detach base
	g clean -q -f -d -x
	for patch in $(series); do
		g am -q --keep-non-patch --committer-date-is-author-date "$top/patches/$patch" >"$out/am.log" 2>&1 || {
			tidy
			g reset -q --hard
			die "$patch does not apply: $(grep -m1 -E '^error:' "$out/am.log" || echo "see $out/am.log")"
		}
	done
}

for patch in $(series); do
	[ -f "$top/patches/$patch" ] || die "series names $patch and patches/ does not have it"
done

# The same patches on the same base are not applied again: that would change the
# date of every touched file and so build them all again.
key=$({ g rev-parse 'base^{commit}'; cd "$top/patches"; series | xargs -r sha256sum; } | sha256sum | cut -c1-16)
if ! g rev-parse -q --verify "refs/hetmem/$key" >/dev/null; then
	say "applying $(series | wc -l) patches"
	apply
	g update-ref "refs/hetmem/$key" HEAD
fi
g branch -q -f series "refs/hetmem/$key" 2>/dev/null || { g checkout -q -f --detach "refs/hetmem/$key"; g branch -q -f series; }

[ $# -gt 0 ] || exit 0
if [ -d "$1/.git" ]; then
	tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
	[ -z "$(git -C "$1" status --porcelain)" ] || die "$1 has uncommitted changes: commit and 'make export' them, or remove it"
	"$top/ci/format.sh" "$1" "$tmp" >/dev/null
	diff -rq "$tmp" "$top/patches" >/dev/null || [ "$(git -C "$1" rev-parse HEAD)" = "$(cat "$1/.git/hetmem-made" 2>/dev/null)" ] ||
		die "$1 has commits that are not in patches/: 'make export' them, or remove it"
else
	rm -rf "$1.new"
	git clone -q -b series "$work" "$1.new"
	mv "$1.new" "$1"
fi
git -C "$1" fetch -q -f "$work" series:refs/remotes/origin/series +refs/tags/base:refs/tags/base
git -C "$1" checkout -q -B series refs/remotes/origin/series
git -C "$1" rev-parse HEAD >"$1/.git/hetmem-made"
say "$1: branch series, $(series | wc -l) commits on tag base"
