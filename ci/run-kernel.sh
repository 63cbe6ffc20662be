#!/usr/bin/env bash
# Usage: run-kernel.sh ARCH REVISION
# Build the kernel for `make run` and `make bench`: build/ARCH-REVISION, no debug
# options, with the measuring code and the series' KUnit suites beside it.
. "$(dirname "$0")/lib.sh"
mkdir -p "$build"
suites=$build/$1-$2.suites
git -C "$work" show series:mm/tests/.kunitconfig | grep -hE '_KUNIT_TEST=' - "$top/kunit/qemu.kunitconfig" >"$suites"
HETMEM_OVERLAY=$top/ci/run-overlay.sh exec "$top/ci/kernel.sh" "$1" "$1-$2" "$2" \
	"$top"/configs/{vm,"$1",run}.config "$suites"
