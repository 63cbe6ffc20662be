#!/usr/bin/env bash
# Costs of base and series, side by side: guest instructions per 4 KiB page, page
# faults, and calls to the interval notifier, counted by ci/bench/bench.c under
# -icount. The same build gives the same digits, whatever else the machine does.
. "$(dirname "$0")/lib.sh"
lock

# One CPU; the guest's clock is its instruction counter; nothing random comes in, which
# takes a machine type from before QEMU seeded the guest's random numbers.
icount() {	# REVISION PATH=FILE...
	local log=$out/bench-$1.log
	HETMEM_ACCEL=tcg "$top/ci/guest.sh" x86_64 "x86_64-$1" "$log" 600 -smp 1 \
		-machine pc-i440fx-7.1 -cpu max,-erms,-fsrm,-rdrand,-rdseed -icount shift=0,sleep=off -rtc base=2026-01-01,clock=vm \
		-- test/run="$top/ci/guest-bench" "${@:2}"
	tr -d '\r' <"$log" | sed -n 's/.*bench: //p' >"$out/bench-$1.txt"
}
for rev in base series; do
	"$top/ci/run-kernel.sh" x86_64 $rev
	say "measuring $rev"
	files=()
	if [ $rev = series ]; then
		gcc -static -O2 -Wall -Wextra -Werror -I"$work" -o "$out/vmas" "$top/ci/run/vmas.c"
		files=(test/vmas="$out/vmas" test/test_svm.ko="$build/x86_64-series/lib/test_svm/test_svm.ko")
	fi
	icount $rev "${files[@]}"
done

awk -F ' [|] ' '
	NR == FNR { base[$1] = $2 / $3; bf[$1] = $4 / $3; bi[$1] = $5 / $3; bt[$1] = $6 / $3; next }
	FNR == 1 { printf "\n%-56s %10s %10s %7s  %s\n", "instructions per 4 KiB page", "base", "series", "ratio", "faults, notifier calls, TLB flushes per page (base; series)" }
	{ c = $2 / $3; ratio = base[$1] ? sprintf("%7.4f", c / base[$1]) : "      -"
	  printf "%-56s %10.2f %10.2f %s  %.4g %.4g %.4g; %.4g %.4g %.4g\n", $1, base[$1], c, ratio, bf[$1], bi[$1], bt[$1], $4 / $3, $5 / $3, $6 / $3; n++ }
	END { exit n == 0 }
' "$out/bench-base.txt" "$out/bench-series.txt" | tee "$out/bench.txt" || die "nothing was measured: see $out/bench-base.log"
