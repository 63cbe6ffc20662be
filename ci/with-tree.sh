#!/usr/bin/env bash
# Usage: with-tree.sh COMMAND...
# Run COMMAND with everything ready: packages, base, series in the work tree; and with
# the work tree to itself. On a tree that is not the pinned base, say so first and last.
. "$(dirname "$0")/lib.sh"
"$top/ci/deps.sh"
lock
"$top/ci/base.sh"
"$top/ci/tree.sh"
: >"$out/results"
warn_stand_in
status=0
"$@" || status=$?
warn_stand_in
exit $status
