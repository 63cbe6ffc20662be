#!/usr/bin/env bash
# Usage: run-overlay.sh TREE
# Add to a checked-out tree, for one build: the measuring code, and the series' KUnit
# suites and test drivers, so that the base can be seen to fail them.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
"$top/ci/bench/overlay.sh" "$1"
git -C "$1" diff HEAD series -- mm/tests mm/Kconfig mm/Makefile lib/test_svm lib/Makefile lib/Kconfig.debug \
	mm/dirty_tracker.c include/linux/dirty_tracker.h tools/testing/selftests/mm/svm_prog.h | git -C "$1" apply --allow-empty
# What they need to compile and the base has not, without effect where there can be none.
[ "$(git -C "$1" rev-parse HEAD)" != "$(git -C "$1" rev-parse 'base^{commit}')" ] ||
	git -C "$1" apply "$top/ci/run/base-lacks.diff"
