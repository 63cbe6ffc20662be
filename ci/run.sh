#!/usr/bin/env bash
# The main job: boot the base and the series, let real programs use what the series
# brings, and print what each of them saw, side by side. The series' KUnit suites and
# selftests run on both; those that do not pass on the base have a line of their own.
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

boot() {	# ARCH REVISION JOB PATH=FILE...
	local name=$1-$2 arch=$1 rev=$2 job=$3 log=$out/run-$1-$2.$3.log; shift 3
	say "booting $name"
	# The base is expected to complain, and to die: that is what is shown.
	GUEST_SCAN=$([ "$rev" = base ] || echo yes) "$top/ci/guest.sh" "$arch" "$name" "$log" "${SECONDS_MAX:-900}" -- \
		test/run="$top/ci/guest-run" "$@"
	# A kernel may die of what it is made to do, not before.
	[[ $job == kunit-* ]] || grep -q '^run: ' "$log" || die "$name did not come as far as its first reproducer: see $log"
	[ -n "${GUEST_CMDLINE:-}" ] || return 0
	[[ $job == kunit-* ]] && prefix="KUnit ${job#kunit-}: " || prefix="KUnit: "
	awk -v prefix="$prefix" -f "$top/ci/tap.awk" "$log" |
		awk '/^(PASS|FAIL) KUnit/ { print "run: " substr($0, 6) " | " ($1 == "PASS") " of 1" }' >"$log.kunit"
}

# The selftests are the series', whichever kernel they run on.
"$top/ci/run-kernel.sh" x86_64 series
"$top/ci/kselftest.sh" "$build/x86_64-series" >"$out/kselftest.files"
mapfile -t selftests <"$out/kselftest.files"
"$top/ci/run-kernel.sh" x86_64 base
for rev in base series; do
	"$top/ci/run-kernel.sh" arm64 $rev
	files=$build/arm64-$rev/programs
	programs arm64 "$files"
	boot arm64 $rev exclusive test/dirty="$files/dirty" test/exclusive="$files/exclusive" \
		test/test_hmm.ko="$build/arm64-$rev/lib/test_hmm.ko"
	files=$build/x86_64-$rev/programs
	programs x86_64 "$files"
	[ $rev = base ] && echo 0 >"$files/retry" || echo 1 >"$files/retry"
	# It has no interval notifiers that come and go.
	[ $rev = base ] && echo mm >"$files/intervals" || echo vma >"$files/intervals"
	# A suite of which the base hangs has a boot of its own.
	for suite in mkwrite mapping_dirty; do
		GUEST_CMDLINE="kunit.enable=1 kunit.autorun=1 kunit.filter_glob=$suite" SECONDS_MAX=90 \
		boot x86_64 $rev kunit-$suite
	done
	GUEST_CMDLINE='kunit.enable=1 kunit.autorun=1 kunit.filter=module!=mkwrite_kunit,module!=mapping_dirty_kunit' \
	boot x86_64 $rev hmm test/dirty="$files/dirty" test/mkwrite="$files/mkwrite" test/svm="$files/svm" \
		test/vmas="$files/vmas" test/retry="$files/retry" test/intervals="$files/intervals" "${selftests[@]//x86_64-series\/lib/x86_64-$rev/lib}"
	for what in ranges unread refused mkwrite; do
		boot x86_64 $rev orangefs-$what test/orangefs-$what="$files/orangefs"
	done
done

awk '
	function trim(s) { gsub(/^ +| +$|\r/, "", s); return s }
	/^run: / {
		split(substr($0, 6), f, "|"); arch = FILENAME; sub(/.*run-/, "", arch); sub(/\..*/, "", arch)
		rev = arch; sub(/.*-/, "", rev); sub(/-[a-z]*$/, "", arch)
		name = arch ": " trim(f[1])
		if (!(name in seen)) { order[++n] = name; seen[name] = 1 }
		# Of several with one name, that which failed.
		if (got[name, rev] !~ /^0 of 1$/) got[name, rev] = trim(f[2])
	}
	END {
		printf "\n%-82s %-42s %s\n", "what was done", "base", "series"
		for (i = 1; i <= n; i++) {
			name = order[i]
			# The line of a suite that was cut short.
			if (name ~ /: KUnit/ && got[name, "series"] == "") continue
			if (got[name, "base"] == "") got[name, "base"] = "the kernel died"
			# A test that passes on both shows nothing.
			if (got[name, "base"] == "1 of 1" && got[name, "series"] == "1 of 1") continue
			printf "%-82s %-42s %s\n", name, got[name, "base"], got[name, "series"]
			# "16 of 16" is what each line must say on the series.
			split(got[name, "series"], g, " ")
			if (g[1] == "" || g[1] != g[3]) bad = 1
		}
		exit bad || !n
	}' "$out"/run-*.log* || die "the series does not do what it says: see the table"
