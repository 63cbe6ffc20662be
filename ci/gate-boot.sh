#!/usr/bin/env bash
# Usage: gate-boot.sh REVISION
# A small kernel of REVISION builds, passes the KUnit suites that there are by then, and boots
# to userspace without a complaint.
. "$(dirname "$0")/lib.sh"
lock
name=x86_64-boot log=$out/boot.log
"$top/ci/checkout.sh" "$1"
# Without what the debug kernel is there for, which costs time in each build.
"$top/ci/known-symbols.sh" "$work/mm/tests/.kunitconfig" "$top/kunit/qemu.kunitconfig" |
	grep -vE 'PROVE_LOCKING|MEMORY_FAILURE' >"$build/$name.suites"
"$top/ci/kernel.sh" x86_64 $name "$1" "$top/configs/boot.config" "$build/$name.suites"
GUEST_CMDLINE='kunit.enable=1 kunit.autorun=1' \
	"$top/ci/guest.sh" x86_64 $name "$log" 600 -- test/run=/bin/true
awk -v arch=x86_64 -v skips="$top/kunit/skips" -f "$top/ci/tap.awk" "$log" >"$log.results"
! grep '^FAIL' "$log.results"
