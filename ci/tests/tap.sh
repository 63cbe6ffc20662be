#!/usr/bin/env bash
# tap.awk: how KTAP, of KUnit and of kselftest, is counted.
. "$(dirname "$0")/../lib.sh"
bad=0
skips=$(mktemp)
trap 'rm -f "$skips"' EXIT
echo 'x86_64 coherent the machine has no such device' >"$skips"
expect() {
	local want=$1 got
	got=$(awk -v prefix= -v arch=x86_64 -v skips="$skips" -f "$top/ci/tap.awk" - | paste -sd';')
	[ "$got" = "$want" ] || { echo "tap: expected \"$want\", got \"$got\""; bad=1; }
}

expect 'PASS a;PASS b' <<'T'
[    1.000000] KTAP version 1
[    1.000000] 1..1
[    1.000000]     KTAP version 1
[    1.000000]     # Subtest: suite
[    1.000000]     1..2
[    1.000000]     ok 1 a
[    1.000000]     ok 2 b
[    1.000000] # Totals: pass:2 fail:0 skip:0 total:2
[    1.000000] ok 1 suite
T
expect 'PASS one;FAIL two;PASS b' <<'T'
1..1
    1..2
        1..2
        ok 1 one
        not ok 2 two
    not ok 1 a
    ok 2 b
not ok 1 suite
T
expect 'PASS hmm.a;SKIP coherent.a: no device;FAIL hmm.b: skipped, and no skip is declared: no huge page' <<'T'
TAP version 13
1..3
# Starting 3 tests from 2 test cases.
ok 1 hmm.a
ok 2 coherent.a # SKIP no device
ok 3 hmm.b # SKIP no huge page
T
expect 'PASS a;FAIL plan: 1 of 2 tests ran' <<'T'
1..2
ok 1 a
T
expect 'FAIL no test ran' <<'T'
[    0.1] Booting
T
exit $bad
