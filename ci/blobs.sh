#!/usr/bin/env bash
# Usage: blobs.sh REPOSITORY REVISION
# Does REVISION hold the base's version of every file that the series touches?
# base-blobs has them: git's blob id and the path, or "-" for a file that the base
# does not have. Prints what differs.
. "$(dirname "$0")/lib.sh"

bad=0
while read -r want path; do
	have=$(git -C "$1" rev-parse -q --verify "$2:$path" || true)
	[ "${have:--}" = "$want" ] || { say "$path is ${have:-absent}, the base has $want"; bad=1; }
done <"$top/base-blobs"
exit $bad
