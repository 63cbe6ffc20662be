#!/usr/bin/env bash
# Usage: initramfs.sh ARCH OUT PATH=FILE...
# A gzipped cpio with busybox, ci/guest-init as /init, and each FILE at PATH with the
# libraries it needs.
. "$(dirname "$0")/lib.sh"
arch=$1 cpio=$2; shift 2

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,dev,proc,sys,tmp,test}
if [ "$arch" = x86_64 ]; then
	busybox=/bin/busybox
else
	busybox=$("$top/ci/busybox-arm64.sh")
fi
cp "$busybox" "$root/bin/busybox"
ln -s busybox "$root/bin/sh"
cp "$top/ci/guest-init" "$root/init"
for pair; do
	mkdir -p "$root/$(dirname "${pair%%=*}")"
	cp "${pair#*=}" "$root/${pair%%=*}"
	[ "$arch" = x86_64 ] || continue
	{ ldd "${pair#*=}" 2>/dev/null || true; } | { grep -oE '/[^ ]+' || true; } | while read -r lib; do
		mkdir -p "$root$(dirname "$lib")"
		cp -L "$lib" "$root$lib"
	done
done
(cd "$root" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0) | gzip -1 >"$cpio"
