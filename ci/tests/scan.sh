#!/usr/bin/env bash
# scan.awk: what a console log must show to fail a run, and what must not.
. "$(dirname "$0")/../lib.sh"
bad=0
# expect "text in the report, or nothing for a clean log" <<< log
expect() {
	local log report status=0
	log=$(mktemp)
	cat >"$log"
	report=$(awk -v end='guest: end' -f "$top/ci/scan.awk" "$log") || status=1
	rm -f "$log"
	if [ -z "$1" ] && [ $status = 0 ] && [ -z "$report" ]; then return; fi
	if [ -n "$1" ] && [ $status = 1 ] && [[ $report == *"$1"* ]]; then return; fi
	echo "scan: expected \"${1:-a clean log}\", got status $status: $report"
	bad=1
}
line() { expect "$1" <<<"$2"$'\n'"guest: end"; }

line "" "[    1.0] Freeing unused kernel memory"
line "" "    ok 3 warning_is_printed # WARNING: in the name of a test"
line "" "    # test: BUG in the name of a test"
line KASAN "[    1.0] BUG: KASAN: slab-use-after-free in foo+0x1/0x2"
line lockdep "[    1.0] WARNING: possible circular locking dependency detected"
line lockdep "[    1.0] WARNING: suspicious RCU usage"
line lockdep "[    1.0] WARNING: bad unlock balance detected!"
line "sleep in atomic" "[    1.0] BUG: sleeping function called from invalid context at mm/x.c:1"
line "sleep in atomic" "[    1.0] BUG: scheduling while atomic: swapper/0/1/0x00000002"
line hang "[  244.0] INFO: task kworker/0:1:9 blocked for more than 120 seconds."
line hang "[   30.0] watchdog: BUG: soft lockup - CPU#0 stuck for 22s!"
line hang "[   30.0] rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:"
line panic "[    1.0] Kernel panic - not syncing: Attempted to kill init!"
line panic "[    1.0] Oops: general protection fault, probably for non-canonical address"
line panic "[    1.0] Unable to handle kernel paging request at virtual address 0"
line panic "[    1.0] BUG: unable to handle page fault for address: 0"
line BUG "[    1.0] kernel BUG at mm/rmap.c:1!"
line WARNING "[    1.0] WARNING: mm/rmap.c:1 at foo+0x1/0x2, CPU#0: swapper/1"
line WARNING "[    1.0] ------------[ cut here ]------------"
line "bad page" "[    1.0] get_swap_device: Bad swap file entry 3800000000041579"
line "bad page" "[    1.0] BUG: Bad page state in process x  pfn:1"
line leak "[    1.0] kmemleak: 2 new suspected memory leaks"
line "out of memory" "[    1.0] Out of memory: Killed process 1 (x)"
expect "end mark" <<<"[    1.0] all is well, but then nothing"
exit $bad
