#!/usr/bin/env bash
# The main job: boot the base and the series, let real programs use what the series
# brings, and print what each of them saw, side by side.
. "$(dirname "$0")/lib.sh"
lock
rm -f "$out"/run-*

programs() {	# compile ci/run/ for $1, into $2
	local cc=gcc
	[ "$1" = x86_64 ] || cc=aarch64-linux-gnu-gcc
	mkdir -p "$2"
	for c in "$top"/ci/run/*.c; do
		$cc -static -O2 -Wall -Wextra -Werror -I"$work" -o "$2/$(basename "$c" .c)" "$c"
	done
}

boot() {	# ARCH REVISION FILE...
	local arch=$1 rev=$2 name=$1-$2 files=$build/$1-$2/programs; shift 2
	"$top/ci/run-kernel.sh" "$arch" "$rev"
	programs "$arch" "$files"
	say "booting $name"
	# The base is expected to complain: that is what is shown.
	GUEST_SCAN=$([ "$rev" = base ] || echo yes) "$top/ci/guest.sh" "$arch" "$name" "$out/run-$name.log" 600 -- \
		test/run="$top/ci/guest-run" test/dirty="$files/dirty" "$@"
}

for rev in base series; do
	boot arm64 $rev test/exclusive="$build/arm64-$rev/programs/exclusive" \
		test/test_hmm.ko="$build/arm64-$rev/lib/test_hmm.ko"
done
boot x86_64 base
"$top/ci/run-kernel.sh" x86_64 series
"$top/ci/kselftest.sh" "$build/x86_64-series"
boot x86_64 series test/hmm-tests="$build/x86_64-series/kselftest/hmm-tests" \
	test/test_hmm.ko="$build/x86_64-series/lib/test_hmm.ko"

awk '
	function trim(s) { gsub(/^ +| +$|\r/, "", s); return s }
	/^run: / {
		split(substr($0, 6), f, "|"); arch = FILENAME; sub(/.*run-/, "", arch); sub(/\.log/, "", arch)
		rev = arch; sub(/.*-/, "", rev); sub(/-[a-z]*$/, "", arch)
		name = arch ": " trim(f[1])
		if (!(name in seen)) { order[++n] = name; seen[name] = 1 }
		got[name, rev] = trim(f[2])
	}
	END {
		printf "\n%-78s %-38s %s\n", "what was done", "base", "series"
		for (i = 1; i <= n; i++) {
			name = order[i]
			printf "%-78s %-38s %s\n", name, got[name, "base"], got[name, "series"]
			# "16 of 16" is what each line must say on the series.
			split(got[name, "series"], g, " ")
			if (g[1] == "" || g[1] != g[3]) bad = 1
		}
		exit bad || !n
	}' "$out"/run-*.log || die "the series does not do what it says: see the table"
