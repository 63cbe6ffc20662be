#!/usr/bin/env bash
# Print the path of a static arm64 busybox, from Debian's package.
. "$(dirname "$0")/lib.sh"
file=$cache/deb/busybox-arm64
if [ ! -x "$file" ]; then
	deb=$("$top/ci/apt.sh" package "$(. /etc/os-release; echo "$VERSION_CODENAME")" busybox-static arm64 2>"$cache/fetch.log") ||
		die "Debian's busybox-static for arm64 cannot be fetched: $(grep -m1 '^E:' "$cache/fetch.log" || echo "see $cache/fetch.log")"
	dpkg-deb --fsys-tarfile "$deb" | tar -xO --wildcards '*bin/busybox' >"$file.new"
	chmod +x "$file.new"
	mv "$file.new" "$file"
fi
echo "$file"
