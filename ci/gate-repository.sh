#!/usr/bin/env bash
# What can be checked without a build: series and patches/ agree both ways, tree and
# export give the same bytes, the base's blobs, shellcheck, no trace of a machine.
. "$(dirname "$0")/lib.sh"
cd "$top"
bad=0
fault() { printf 'gate-repository: %s\n' "$*"; bad=1; }

diff <(series | sort) <(cd patches && find . -name '*.patch' -printf '%P\n' | sort) >/dev/null || fault "series and patches/ do not agree"
"$top/ci/blobs.sh" "$work" base || fault "the base is not the base"
if series | sed 's,^,patches/,' | xargs grep -LE '^From: hetmem <hetmem@kernel\.invalid>$' | grep .; then fault "these have another author"; fi

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
git clone -q -s --no-checkout -b series "$work" "$tmp/linux"
"$top/ci/format.sh" "$tmp/linux" "$tmp/patches"
diff -r "$tmp/patches" patches || fault "make tree && make export would change these bytes"

{ echo ci/lib.sh; find ci .ci -type f -print0 | xargs -0 grep -lE '^#!(/usr/bin/env bash|/bin/sh)'; } |
	xargs shellcheck -S warning -P ci -P ci/tests || fault "shellcheck"

# No mirror's host, no path of this machine's clone. git grep answers 1 for "none".
hosts=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | sed -nE 's#^[a-z]+(://[^/]+)/.*#\1#p' | sort -u)
status=0
printf '%s\n' "$cache" $hosts | git grep -nIF -f - -- . || status=$?
[ $status = 1 ] || fault "a machine's host or path, or git grep failed"
exit $bad
