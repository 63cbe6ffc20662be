#!/usr/bin/env bash
# Usage: kmake.sh ARCH O MAKE-ARGUMENTS...
# The kernel's make in the work tree, with the cross compiler, ccache and O=.
. "$(dirname "$0")/lib.sh"
arch=$1 o=$2; shift 2
[ "$arch" = arm64 ] && cross=aarch64-linux-gnu- || cross=
export KBUILD_BUILD_TIMESTAMP=@0 KBUILD_BUILD_USER=hetmem KBUILD_BUILD_HOST=hetmem	# for ccache
exec make -C "$work" O="$o" ARCH="$arch" CROSS_COMPILE="$cross" CC="ccache ${cross}gcc" HOSTCC="ccache gcc" -j"$jobs" "$@"
