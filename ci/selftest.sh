#!/usr/bin/env bash
# The series' debug kernel: its KUnit suites run while it boots, then the selftests
# in its userspace. Console: out/debug.log.
. "$(dirname "$0")/lib.sh"
lock
name=x86_64-debug
"$top/ci/debug-kernel.sh" series
"$top/ci/kselftest.sh" "$build/$name"

rm -f "$out"/{debug,kunit-x86_64,hmm-tests}.log
say "booting $name: KUnit, then selftests"
status=0
GUEST_CMDLINE='kunit.enable=1 kunit.autorun=1' \
"$top/ci/guest.sh" x86_64 $name "$out/debug.log" 1500 -- \
	test/run="$top/ci/guest-selftest" test/hmm-tests="$build/$name/kselftest/hmm-tests" \
	test/test_hmm.ko="$build/$name/lib/test_hmm.ko" || status=$?

tr -d '\r' <"$out/debug.log" | awk -v kunit="$out/kunit-x86_64.log" -v self="$out/hmm-tests.log" '
	/^hetmem selftest: hmm-tests begins/ { file = self; next }
	/^hetmem selftest: hmm-tests ended/ { file = ""; next }
	BEGIN { file = kunit }
	file { print >file }'
"$top/ci/kunit-verdict.sh" x86_64 "$out/kunit-x86_64.log" || status=1
"$top/ci/tap-verdict.sh" "hmm-tests" x86_64 "$out/hmm-tests.log" || status=1
exit $status
