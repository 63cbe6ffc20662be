#!/usr/bin/env bash
# Usage: gate-boot.sh REVISION
# A small kernel of REVISION builds and boots to userspace without a complaint.
. "$(dirname "$0")/lib.sh"
"$top/ci/kernel.sh" x86_64 x86_64-boot "$1" "$top"/configs/{vm,boot}.config
"$top/ci/guest.sh" x86_64 x86_64-boot "$out/boot.log" 300 -- test/run=/bin/true
