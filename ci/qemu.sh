#!/usr/bin/env bash
# Usage: qemu.sh ARCH QEMU-ARGUMENTS...
# QEMU with a serial console on stdout. KVM only where a probe kernel has booted
# under it: on some machines /dev/kvm opens and a guest hangs.
. "$(dirname "$0")/lib.sh"
arch=$1; shift

# The probe boots the kernel that was asked for, once for this machine's boot, and
# waits for its first line.
kvm_works() {
	local verdict kernel=$1
	verdict=$cache/kvm-$(cat /proc/sys/kernel/random/boot_id)
	[ "$(uname -m)" = x86_64 ] && [ -w /dev/kvm ] || return 1
	if [ ! -f "$verdict" ]; then
		rm -f "$cache"/kvm-*
		if grep -qm1 'Linux version' < <(timeout 8 qemu-system-x86_64 -accel kvm -cpu max -m 512 -display none \
			-no-reboot -serial stdio -kernel "$kernel" -append 'console=ttyS0 panic=-1' </dev/null 2>/dev/null); then
			echo yes >"$verdict"
		else
			echo no >"$verdict"
		fi
	fi
	grep -q yes "$verdict"
}

case $arch in
x86_64)
	accel=tcg
	if [ "${HETMEM_ACCEL:-}" != tcg ]; then
		for ((i = 1; i < $#; i++)); do
			[ "${!i}" = -kernel ] && j=$((i + 1)) && kvm_works "${!j}" && accel=kvm
		done
	fi
	exec qemu-system-x86_64 -accel $accel -cpu max -display none -no-reboot -serial stdio "$@"
	;;
arm64)
	exec qemu-system-aarch64 -accel tcg -machine virt -cpu max,pauth-impdef=on -display none -no-reboot -serial stdio "$@"
	;;
esac
