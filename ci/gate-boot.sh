#!/usr/bin/env bash
# Usage: gate-boot.sh REVISION
# The debug kernel of REVISION builds and boots to userspace without a complaint.
. "$(dirname "$0")/lib.sh"
"$top/ci/debug-kernel.sh" "$1"
GUEST_CMDLINE=kunit.enable=0 "$top/ci/guest.sh" x86_64 x86_64-debug "$out/boot.log" 300 -- test/run=/bin/true
