#!/usr/bin/env bash
# make tree && make export changes no byte; a new commit joins its topic; what would
# be lost, or comes from the wrong base, is refused.
. "$(dirname "$0")/../lib.sh"
lock
tmp=$(mktemp -d)
trap 'cd /; rm -rf "$tmp"; "$top/ci/tree.sh" >/dev/null' EXIT
bad=0
fault() { echo "roundtrip: $*"; bad=1; }
mkdir "$tmp/repo"
(cd "$top" && cp -r ci patches series base-commit base-blobs "$tmp/repo/")
ci=$tmp/repo/ci
same() { diff -r "$top/patches" "$tmp/repo/patches" && diff "$top/series" "$tmp/repo/series" && diff "$top/base-blobs" "$tmp/repo/base-blobs"; }

"$ci/tree.sh" "$tmp/linux" >/dev/null || fault "make tree"
"$ci/export.sh" "$tmp/linux" >/dev/null || fault "make export"
same || fault "make tree && make export changes bytes"

cd "$tmp/linux" || exit 1
echo 'int x;' >mm/tests/new.c
git add mm/tests/new.c
if "$ci/tree.sh" "$tmp/linux" >/dev/null 2>&1; then fault "make tree over uncommitted changes"; fi
git commit -q -m 'mm: a new one'
if "$ci/tree.sh" "$tmp/linux" >/dev/null 2>&1; then fault "make tree over commits that are not exported"; fi
"$ci/export.sh" "$tmp/linux" >/dev/null || fault "export of a new commit"
grep -q '^[0-9]*-mm-a-new-one.patch$' "$tmp/repo/series" || fault "the new patch is not in series"
grep -qx -- '- mm/tests/new.c' "$tmp/repo/base-blobs" || fault "the new file is not in base-blobs"
[ "$(grep -c '^# topic:' "$top/series")" = "$(grep -c '^# topic:' "$tmp/repo/series")" ] || fault "topics changed"

git reset -q --hard HEAD~1
"$ci/export.sh" "$tmp/linux" >/dev/null || fault "export after a patch was dropped"
same || fault "a patch added and dropped leaves a trace"

GIT_AUTHOR_EMAIL=me@example.org git commit -q --allow-empty -m 'someone else'
if "$ci/export.sh" "$tmp/linux" >/dev/null 2>&1; then fault "a foreign author is exported"; fi

# A patch that does not apply: one line, and the work tree is left usable.
first=$(series | sed -n 1p)
sed -i 's/^ \(.*\)$/ \1 changed/' "$tmp/repo/patches/$first"
if message=$("$ci/tree.sh" 2>&1); then fault "a patch that does not apply"; fi
[[ $message == *"$first does not apply"* ]] || fault "a patch that does not apply: $message"
[ ! -d "$work/.git/rebase-apply" ] || fault "git am is left half done"
rm "$tmp/repo/patches/$first"
if message=$("$ci/tree.sh" 2>&1); then fault "a patch that is missing"; fi
[[ $message == *"does not have it"* ]] || fault "a patch that is missing: $message"

# A base that is another one.
sed -i '1s/^[0-9a-f]*/0123456789012345678901234567890123456789/' "$tmp/repo/base-blobs"
if "$ci/blobs.sh" "$work" base >/dev/null; then fault "a blob that differs is not seen"; fi
if message=$(KERNEL_TREE=$tmp/repo "$ci/base.sh" 2>&1); then fault "KERNEL_TREE without the base is taken"; fi
[[ $message == *"does not have commit"* ]] || fault "KERNEL_TREE without the base: $message"
exit $bad
