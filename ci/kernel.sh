#!/usr/bin/env bash
# Usage: kernel.sh ARCH NAME REVISION FRAGMENT...
# Build REVISION's kernel and modules in folder build/NAME from the config fragments.
. "$(dirname "$0")/lib.sh"
lock
arch=$1 o=$build/$2 rev=$3 log=$out/build-$2.log; shift 3
[ "$arch" = arm64 ] && image=Image || image=bzImage

"$top/ci/checkout.sh" "$rev"
[ -z "${HETMEM_OVERLAY:-}" ] || "$HETMEM_OVERLAY" "$work"
[ -f "$o/.config" ] || need_space "$build" 6
"$top/ci/kconfig.sh" "$arch" "$o" "$@"
say "building $(basename "$o")"
"$top/ci/kmake.sh" "$arch" "$o" -s "$image" modules >"$log" 2>&1 || {
	grep -m10 -E 'error|Error|No space' "$log" || tail -5 "$log"
	die "$(basename "$o") does not build: see $log"
}
