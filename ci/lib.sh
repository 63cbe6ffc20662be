# shellcheck shell=bash
# Sourced by every script in ci/: paths, messages, the lock on the work tree.
set -euo pipefail

# Debian's python3, with Debian's modules (codespell, ply), and Debian's tools.
export HOME=${HOME:-/root}
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH LC_ALL=C.UTF-8 TZ=UTC
# A reader's git settings must not change a byte of what we write.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
export GIT_CONFIG_NOSYSTEM=1 GIT_PAGER=cat GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME=hetmem GIT_AUTHOR_EMAIL=hetmem@kernel.invalid
export GIT_COMMITTER_NAME=hetmem GIT_COMMITTER_EMAIL=hetmem@kernel.invalid

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export GIT_CONFIG_GLOBAL=$top/ci/gitconfig
cache=${HETMEM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hetmem}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
work=$cache/linux		# the one tree that is built; its path is part of ccache's keys
build=$cache/build		# O= folders
out=$top/out			# logs and results of the last run, for people to read
# shellcheck disable=SC2034	# used by those who source this
jobs=$(nproc)
base_commit=$(cat "$top/base-commit")
export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache} CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-8G}
export CCACHE_DEPEND=1		# what a file includes is known from the compiler: a miss costs one pass, not two
mkdir -p "$build" "$out"

say() { printf '== %s\n' "$*"; }
die() { printf 'hetmem: %s\n' "$*" >&2; exit 1; }

# The work tree has one user at a time. Scripts that we call inherit the lock.
lock() {
	[ -z "${HETMEM_LOCKED:-}" ] || return 0
	exec 9>"$cache/lock"
	flock -n 9 || { say "waiting for another run to leave $work"; flock 9; }
	export HETMEM_LOCKED=1
}

# Free space in GiB where $1 lies, or we stop before a build half fills the disk.
need_space() {
	local free
	free=$(df -Pk "$1" | awk 'NR == 2 { print int($4 / 1048576) }')
	[ "$free" -ge "$2" ] || die "$1 has $free GiB free and this needs $2: free some, or point HETMEM_CACHE at a larger disk"
}

# What a killed git left in the work tree. Call it with the lock held.
tidy() { rm -rf "$work"/.git/{index,HEAD,refs/heads/series}.lock "$work/.git/rebase-apply"; }

# Patch file names in order.
series() { sed -e 's/[[:space:]]*#.*//' -e '/^[[:space:]]*$/d' "$top/series"; }

# The first and the last line of a run on a tree that is not the pinned base.
warn_stand_in() {
	[ -f "$work/.git/hetmem-stand-in" ] || return 0
	printf 'hetmem: *** NOT THE PINNED BASE: %s stands in for %s. Results do not count. ***\n' \
		"$(cat "$work/.git/hetmem-stand-in")" "$base_commit"
}
