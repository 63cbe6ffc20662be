#!/usr/bin/env bash
# The selftests that can find more the longer they run, for long: CPU and devices on the
# same memory. ROUNDS is how many times as long as in `make test`.
# Console: out/stress.log.
. "$(dirname "$0")/lib.sh"
lock
name=x86_64-debug
"$top/ci/debug-kernel.sh" series
"$top/ci/kselftest.sh" "$build/$name" >"$out/kselftest.files"
mapfile -t files <"$out/kselftest.files"
echo "${ROUNDS:-20}" >"$out/stress.rounds"
say "booting $name: ${ROUNDS:-20} rounds"
"$top/ci/guest.sh" x86_64 $name "$out/stress.log" 14400 -- \
	test/run="$top/ci/guest-stress" test/rounds="$out/stress.rounds" "${files[@]}" || status=$?
for t in device_atomics svm_stress; do
	tr -d '\r' <"$out/stress.log" | awk -v t=$t '
		/^hetmem selftest: / { on = $3 == t && $4 == "begins"; next }
		on' >"$out/stress-$t.log"
	"$top/ci/tap-verdict.sh" $t x86_64 "$out/stress-$t.log" || status=1
done
exit "${status:-0}"
