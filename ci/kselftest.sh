#!/usr/bin/env bash
# Usage: kselftest.sh O
# Build the selftests that we run, from the work tree, into O/kselftest, and print
# what goes into the guest for them, as PATH=FILE.
. "$(dirname "$0")/lib.sh"
o=$1
tests="mm/hmm-tests mm/svm-tests mm/svm_stress mm/device_atomics filesystems/exfat/mmap_writers" scripts="mm/svm_mistakes.sh"
{
	"$top/ci/kmake.sh" x86_64 "$o" -s headers
	mkdir -p "$o/kselftest"
	for t in $tests; do
		make -s -C "$work/tools/testing/selftests/$(dirname "$t")" OUTPUT="$o/kselftest" \
			KHDR_INCLUDES="-isystem $o/usr/include" "$o/kselftest/$(basename "$t")"
	done
	for t in $scripts; do
		cp "$work/tools/testing/selftests/$t" "$o/kselftest/"
	done
} >"$out/kselftest.log" 2>&1 || die "the selftests do not build: see $out/kselftest.log"
for t in $tests $scripts; do
	echo "test/$(basename "$t")=$o/kselftest/$(basename "$t")"
done
for t in test_hmm.ko test_svm/test_svm.ko; do
	echo "test/$(basename $t)=$o/lib/$t"
done
echo "bin/mkfs.exfat=$(command -v mkfs.exfat || echo /usr/sbin/mkfs.exfat)"
