#!/usr/bin/env bash
# Usage: debug-kernel.sh REVISION
# The one x86_64 build with everything on that finds mistakes, and the KUnit suites.
. "$(dirname "$0")/lib.sh"
lock
"$top/ci/checkout.sh" "$1"
suites=$build/x86_64-debug.suites
"$top/ci/known-symbols.sh" "$work/mm/tests/.kunitconfig" "$top/kunit/qemu.kunitconfig" "$top/configs/drivers.config" >"$suites"
exec "$top/ci/kernel.sh" x86_64 x86_64-debug "$1" "$top"/configs/{vm,x86_64,debug}.config "$suites"
