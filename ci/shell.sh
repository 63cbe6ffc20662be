#!/usr/bin/env bash
# A prompt in the series' kernel, with the selftests and test_hmm in /test.
. "$(dirname "$0")/lib.sh"
lock
"$top/ci/run-kernel.sh" x86_64 series
o=$build/x86_64-series
"$top/ci/kselftest.sh" "$o" >"$out/kselftest.files"
mapfile -t files <"$out/kselftest.files"
"$top/ci/initramfs.sh" x86_64 "$o/shell.cpio.gz" "${files[@]}"
exec "$top/ci/qemu.sh" x86_64 -m 2048 -smp 2 -kernel "$o/arch/x86/boot/bzImage" -initrd "$o/shell.cpio.gz" \
	-append 'console=ttyS0 panic=-1'
