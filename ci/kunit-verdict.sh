#!/usr/bin/env bash
# Usage: kunit-verdict.sh ARCH LOG [KUNIT-STATUS]
# Judge a kernel log with KUnit results: kunit.py's own parser, the scan for what
# the kernel printed beside them, and the skips that are declared.
. "$(dirname "$0")/lib.sh"
arch=$1 log=$2 bad=${3:-0}

python3 "$work/tools/testing/kunit/kunit.py" parse --summary "$log" >"$log.summary" 2>&1 </dev/null || bad=1
awk -f "$top/ci/scan.awk" "$log" || bad=1
"$top/ci/tap-verdict.sh" "kunit $arch" "$arch" "$log" || exit 1
[ "$bad" = 0 ] || {
	grep -m5 -E 'error|Error' "$log" || tail -5 "$log.summary"
	echo "FAIL kunit $arch: the run as a whole, see $log and $log.summary" | tee -a "$out/results"
	exit 1
}
