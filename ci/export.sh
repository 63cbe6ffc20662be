#!/usr/bin/env bash
# Usage: export.sh DIR
# Write the commits of the tree in DIR back: patches/, series, base-blobs.
. "$(dirname "$0")/lib.sh"

[ -d "$1/.git" ] || die "$1 is not there: 'make tree' makes it"
[ -z "$(git -C "$1" status --porcelain -uno)" ] || die "$1 has uncommitted changes: commit them first"
git -C "$1" symbolic-ref -q HEAD >/dev/null || die "$1 is not on a branch: finish the rebase first"
git -C "$1" merge-base --is-ancestor base HEAD || die "$1: HEAD does not build on tag base"
[ ! -f "$work/.git/hetmem-stand-in" ] || die "the tree is built on a stand-in, not on the base: nothing is exported from it"

tmp=$(mktemp -d "$top/out/export.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
"$top/ci/format.sh" "$1" "$tmp/patches"
[ -d "$tmp/patches" ] || mkdir "$tmp/patches"
if git -C "$1" log --format=%ae base..HEAD | grep -vx hetmem@kernel.invalid >/dev/null; then
	die "every author must be hetmem <hetmem@kernel.invalid>: git rebase --exec 'git commit --amend --no-edit --reset-author'"
fi

# A patch keeps its topic; a new one joins the topic of the patch before it. Topic
# lines are moved by hand.
(cd "$tmp/patches" && ls) | awk '
	function slug(f) { sub(/^[0-9]+-/, "", f); return f }
	NR == FNR && /^# topic:/ { heading = $0; if (!first) first = $0; next }
	NR == FNR { if (NF) of[slug($1)] = heading; next }
	{
		h = slug($1) in of ? of[slug($1)] : (current ? current : first)
		if (h != current) { if (current) print ""; print h; current = h }
		print $1
	}' "$top/series" - >"$tmp/series"

# The base's blob of each touched file. What is recorded already must stay as it is.
base=$(git -C "$1" rev-parse base)
git -C "$1" diff --no-renames --name-only base HEAD | sort | while read -r path; do
	if grep -qxF "$path" "$work/.git/hetmem-debian-patched" 2>/dev/null &&
	   [ "$(git -C "$1" rev-parse "base^{commit}")" != "$base_commit" ] &&
	   ! grep -q " $path\$" "$top/base-blobs"; then
		die "$path is patched by Debian: record the base's blob in base-blobs by hand, and undo the patch in base.sh"
	fi
	printf '%s %s\n' "$(git -C "$1" rev-parse -q --verify "$base:$path" || echo -)" "$path"
done >"$tmp/blobs"

join -j 2 "$top/base-blobs" "$tmp/blobs" | awk '$2 != $3 { print $1 }' | while read -r path; do
	die "$path: the tree's base has another blob than base-blobs"
done

mv "$top/patches" "$tmp/old"
mv "$tmp/patches" "$top/patches"
mv "$tmp/series" "$top/series"
mv "$tmp/blobs" "$top/base-blobs"
say "exported $(series | wc -l) patches"
