#!/usr/bin/env bash
# Leave tag "base" in the work tree's repository: mainline at base-commit in every
# file that the series touches. Sources are tried in order; each is checked.
. "$(dirname "$0")/lib.sh"
lock

deb=linux-source-7.3_7.3~rc6-1~exp1_all.deb
sha=459707d75fa7849375dd8a7c09eef71fe750f93b3e6a50a52144c070f2342011
mainline=https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git
g() { git -C "$work" "$@"; }
stand_in=$work/.git/hetmem-stand-in

init() { [ -d "$work/.git" ] || { need_space "$cache" 12; git init -q "$work"; }; }

# Give tag "base" to commit $1, if it is the pinned base wherever it matters.
accept() {
	"$top/ci/blobs.sh" "$work" "$1" || return 1
	g tag -f base "$1" >/dev/null || return 1
	rm -f "$stand_in"
}

# Import package $1 and give its commit to command $2. These run as conditions, where
# bash does not end at an error by itself.
with_import() {
	local commit
	need_space "$cache" 8
	commit=$(import_deb "$1") && [ -n "$commit" ] || return 1
	"$2" "$commit"
}

# A commit of Debian's source package $1. The date is fixed, so that the same
# package gives the same commit everywhere. What Debian patched has a younger date
# than the rest; it is noted for export.sh, which must not take it for the base's.
import_deb() {
	local tmp=$cache/unpack
	rm -rf "$tmp"; mkdir -p "$tmp/tree"
	dpkg-deb --fsys-tarfile "$1" | tar -xO --wildcards './usr/src/linux-source-*.tar.xz' |
		xz -dc -T0 | tar -x -C "$tmp/tree" --strip-components=1 || die "$1 could not be unpacked"
	(cd "$tmp/tree" && find . -type f -newer COPYING ! -path ./mm/memory.c -printf '%P\n') \
		>"$work/.git/hetmem-debian-patched"
	# All that Debian changes there is one export, for a driver that it makes a module.
	sed -i '/^EXPORT_SYMBOL_GPL(zap_vma_range);$/d' "$tmp/tree/mm/memory.c"
	# Debian's .gitignore hides every new file from git status.
	sed -i -e '/^# Debian packaging/,$d' -e 's/^\.\*$/&\n!.kunitconfig/' "$tmp/tree/.gitignore"
	local tree
	GIT_DIR=$work/.git GIT_WORK_TREE=$tmp/tree GIT_INDEX_FILE=$tmp/index git add -A -f . || return 1
	tree=$(GIT_DIR=$work/.git GIT_INDEX_FILE=$tmp/index git write-tree) || return 1
	rm -rf "$tmp"
	GIT_AUTHOR_DATE='2026-10-04T00:00:00Z' GIT_COMMITTER_DATE='2026-10-04T00:00:00Z' \
		git --git-dir="$work/.git" commit-tree -m "$(basename "$1")" "$tree"
}

checked() { [ "$(sha256sum <"$1" | cut -d' ' -f1)" = "$sha" ]; }

from_kernel_tree() {
	git -C "$KERNEL_TREE" cat-file -e "$base_commit^{commit}" 2>/dev/null ||
		die "KERNEL_TREE=$KERNEL_TREE does not have commit $base_commit: fetch v7.3-rc6 there"
	init
	g cat-file -e "$base_commit^{commit}" 2>/dev/null ||
		g fetch -q --depth=1 "$(cd "$KERNEL_TREE" && pwd)" "$base_commit"
	accept "$base_commit" || die "KERNEL_TREE=$KERNEL_TREE is not the base"
}

from_cache() {
	[ -d "$work/.git" ] && g rev-parse -q --verify base >/dev/null && [ ! -f "$stand_in" ] &&
		"$top/ci/blobs.sh" "$work" base
}

from_base_dir() {
	[ -n "${BASE_DIR:-}" ] || return 1
	[ -f "$BASE_DIR/$deb" ] || { say "BASE_DIR=$BASE_DIR has no $deb"; return 1; }
	checked "$BASE_DIR/$deb" || { say "BASE_DIR=$BASE_DIR: $deb has another sha256, not used"; return 1; }
	init
	with_import "$BASE_DIR/$deb" accept
}

from_mirror() {
	local mirror file=$cache/$deb
	if ! { [ -f "$file" ] && checked "$file"; }; then
		mirror=$("$top/ci/apt.sh" mirror) || return 1
		/usr/lib/apt/apt-helper -o APT::Sandbox::User=root download-file \
			"${mirror}pool/main/l/linux/$deb" "$file" "SHA256:$sha" >"$cache/fetch.log" 2>&1 || return 1
	fi
	init
	with_import "$file" accept
}

from_mainline() {
	init
	timeout 900 git -C "$work" fetch -q --depth=1 "$mainline" "$base_commit" 2>>"$cache/fetch.log" 9>&- || return 1
	accept "$base_commit"
}

tag_base() { g tag -f base "$1" >/dev/null; }

# Not the base: what the mirror's indexes list today. The signature was verified by apt.
from_stand_in() {
	local suite=$1 file
	file=$("$top/ci/apt.sh" package "$suite" linux-source-7.3 2>>"$cache/fetch.log") || return 1
	init
	echo "$(basename "$file") of $suite" >"$stand_in"
	with_import "$file" tag_base || return 1
	"$top/ci/blobs.sh" "$work" base || say "the files above differ from the base; the series is applied to them as they are"
}

# HETMEM_SKIP_SOURCES cuts sources off, to try the others by themselves.
: >"$cache/fetch.log"
if [ -n "${KERNEL_TREE:-}" ]; then
	from_kernel_tree
	exit
fi
for source in from_cache from_base_dir from_mirror from_mainline \
	      "from_stand_in experimental" "from_stand_in trixie-backports"; do
	[[ " ${HETMEM_SKIP_SOURCES:-} " != *" ${source##* } "* ]] || continue
	if $source; then
		[ "$source" = from_cache ] || say "base: ${source//_/ }"
		exit 0
	fi
done
die "no source of $base_commit answers (the first said: $(grep -m1 -E '^(E|fatal):' "$cache/fetch.log" || echo nothing)): check the network, or set KERNEL_TREE=your clone or BASE_DIR=folder with $deb"
