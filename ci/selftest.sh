#!/usr/bin/env bash
# The series' debug kernel: its KUnit suites run while it boots, then the selftests
# in its userspace. Console: out/debug.log.
. "$(dirname "$0")/lib.sh"
lock
name=x86_64-debug
"$top/ci/debug-kernel.sh" series
"$top/ci/kselftest.sh" "$build/$name" >"$out/kselftest.files"
mapfile -t files <"$out/kselftest.files"

rm -f "$out"/{debug,kunit-x86_64}.log "$out"/selftest-*.log
say "booting $name: KUnit, then selftests"
status=0
# Two nodes, to migrate between.
numa=()
for i in 0 1; do
	numa+=(-object "memory-backend-ram,size=1G,id=n$i" -numa "node,memdev=n$i")
done
GUEST_CMDLINE='kunit.enable=1 kunit.autorun=1' \
"$top/ci/guest.sh" x86_64 $name "$out/debug.log" 1800 "${numa[@]}" -- \
	test/run="$top/ci/guest-selftest" "${files[@]}" || status=$?

tr -d '\r' <"$out/debug.log" | awk -v kunit="$out/kunit-x86_64.log" -v self="$out/selftest-" '
	/^hetmem selftest: .* begins/ { file = self $3 ".log"; next }
	/^hetmem selftest: .* ended/ { file = ""; next }
	BEGIN { file = kunit }
	file { print >file }'
"$top/ci/kunit-verdict.sh" x86_64 "$out/kunit-x86_64.log" || status=1
for file in "${files[@]}" test/test_svm-kunit=; do
	[[ $file == test/* && $file != *.ko ]] || continue
	name=${file#test/}; name=${name%%=*}
	touch "$out/selftest-$name.log"
	"$top/ci/tap-verdict.sh" "$name" x86_64 "$out/selftest-$name.log" || status=1
done
exit $status
