#!/usr/bin/env bash
# `make check`: the gates, with a summary.
. "$(dirname "$0")/lib.sh"
status=0
if [ -n "${KERNEL_TREE:-}" ]; then
	if "$top/ci/blobs.sh" "$KERNEL_TREE" HEAD; then
		say "$KERNEL_TREE: HEAD has the base's version of every file that the series touches"
	else
		status=1
	fi
fi
"$top/ci/check.sh" || status=1
awk '{ n[$1]++ } END { printf "%d passed, %d failed, %d skipped\n", n["PASS"], n["FAIL"], n["SKIP"] }' "$out/results"
exit $status
