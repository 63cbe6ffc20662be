# Read a guest's console log; print each line that shows a fault of the kernel, and
# exit 1 if there was one. configs/allowed-lines would list what is expected: there
# is nothing, so there is no such file.
#   awk -v end='text of the last line' -f scan.awk LOG
# With "end", its absence is a fault too: the guest died or hung before it.
function report(why) { printf "%s:%d: %s: %s\n", FILENAME, FNR, why, line; bad = 1 }
{
	line = $0
	sub(/\r$/, "", line)
	if (end != "" && index(line, end)) seen_end = 1
	# Names of tests may have such words in them.
	if (line ~ /^[ \t]*(\[[ 0-9.]+\] )?[ \t]*(# |ok |not ok |KTAP |TAP )/) next
}
line ~ /BUG: KASAN|KASAN: /			{ report("KASAN"); next }
line ~ /BUG: KCSAN|UBSAN:|KFENCE:/		{ report("sanitizer"); next }
line ~ /possible (circular|recursive) locking|possible irq lock inversion|inconsistent lock state|suspicious RCU usage|bad unlock balance|held lock freed|lock held when returning to user|WARNING: .*lock/ { report("lockdep"); next }
line ~ /BUG: sleeping function|scheduling while atomic/	{ report("sleep in atomic"); next }
line ~ /blocked for more than|soft lockup|hard LOCKUP|rcu.*(detected stalls|self-detected stall)|workqueue lockup/ { report("hang"); next }
line ~ /kmemleak: [1-9]/			{ report("leak"); next }
line ~ /Kernel panic|Oops[: ]|general protection fault|Unable to handle kernel|unable to handle (page fault|kernel)/ { report("panic"); next }
line ~ /Bad (page|rss|swap)|bad page state|Bad page map|get_swap_device: Bad|page_table_check|Memory failure/ { report("bad page"); next }
line ~ /BUG[: ]|kernel BUG at/			{ report("BUG"); next }
line ~ /WARNING: |------------\[ cut here \]/	{ report("WARNING"); next }
line ~ /Out of memory|oom-kill/			{ report("out of memory"); next }
END {
	if (end != "" && !seen_end) {
		printf "%s: the end mark \"%s\" is missing: the guest died or hung; last line: %s\n", FILENAME, end, line
		bad = 1
	}
	exit bad
}
