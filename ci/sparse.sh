#!/usr/bin/env bash
# Print the path of sparse 0.6.5~rc1, built from Debian's tarball. Debian 12's own
# 0.6.4 is too old for this kernel, which then skips the check and says nothing.
. "$(dirname "$0")/lib.sh"
version=0.6.5~rc1
dir=$cache/sparse-$version
if [ ! -x "$dir/sparse" ]; then
	# apt verifies it. When sid has moved on, its version will have to do: gate-build.sh
	# tests whether it understands this kernel.
	tar=$("$top/ci/apt.sh" source "sparse=$version-2" 2>"$cache/fetch.log" || "$top/ci/apt.sh" source sparse 2>>"$cache/fetch.log") ||
		die "sparse cannot be fetched: $(grep -m1 '^E:' "$cache/fetch.log" || tail -1 "$cache/fetch.log")"
	rm -rf "$dir.new"; mkdir "$dir.new"
	tar -xf "$tar" -C "$dir.new" --strip-components=1
	make -s -C "$dir.new" -j"$jobs" HAVE_SQLITE=no HAVE_LIBXML=no HAVE_GTK=no HAVE_LLVM=no sparse >"$cache/sparse.log" 2>&1 ||
		die "sparse $version does not build: see $cache/sparse.log"
	mv "$dir.new" "$dir"
fi
echo "$dir/sparse"
