#!/usr/bin/env bash
# Usage: guest.sh ARCH NAME LOG SECONDS [-QEMU-OPTION...] -- PATH=FILE...
# Boot build/NAME with the FILEs in its initramfs (/test/run is what runs) and judge
# the console: a fault of the kernel, no end mark in time,
# or a failed run is a failure. With GUEST_SCAN empty the kernel may fail and go on.
. "$(dirname "$0")/lib.sh"
arch=$1 o=$build/$2 log=$3 seconds=$4; shift 4
qemu=()
while [ "$1" != -- ]; do qemu+=("$1"); shift; done
shift

case $arch in
x86_64) kernel=$o/arch/x86/boot/bzImage console=ttyS0 ;;
arm64) kernel=$o/arch/arm64/boot/Image console=ttyAMA0 ;;
esac
cpio=$(mktemp)
trap 'rm -f "$cpio"' EXIT
"$top/ci/initramfs.sh" "$arch" "$cpio" "$@"
rm -f "$log"
oops=oops=panic
[ -n "${GUEST_SCAN-yes}" ] || oops=
timeout --foreground "$seconds" "$top/ci/qemu.sh" "$arch" -m 2048 -smp 2 "${qemu[@]}" -kernel "$kernel" -initrd "$cpio" \
	-append "console=$console panic=-1 $oops loglevel=7 ${GUEST_CMDLINE:-}" </dev/null >"$log" 2>&1 9>&- || true
[ -n "${GUEST_SCAN-yes}" ] || exit 0
awk -v end='hetmem guest: end, status' -f "$top/ci/scan.awk" "$log" ||
	die "the guest ($(basename "$o")) did not run well; its console: $log"
grep -q '^hetmem guest: end, status 0' "$log" ||
	die "the guest ($(basename "$o")) did not end well: $(grep -a 'hetmem guest: end' "$log" | tr -d '\r' || echo "no end mark in $seconds s"); its console: $log"
