# Turn (K)TAP into lines "PASS name", "FAIL name", "SKIP name: reason", one a test;
# the line of a suite, which follows those of its tests, is none. A skip that the
# file "skips" does not declare ("ARCH NAME-PREFIX reason") is a failure; so is a
# log without a test, and a plan that was not fulfilled.
#   awk -v prefix=... -v arch=... -v skips=FILE -f tap.awk LOG
BEGIN {
	while (skips != "" && (getline l < skips) > 0)
		if (l !~ /^(#|[ \t]*$)/ && split(l, f, /[ \t]+/) >= 2 && f[1] == arch) declared[f[2]] = 1
	last = 0
}
function fault(what) { print "FAIL " prefix what; fails++ }
function skippable(name,   d) {
	for (d in declared) if (index(name, d) == 1) return 1
	return 0
}
{ sub(/\r$/, ""); sub(/^\[ *[0-9]+\.[0-9]+\] /, "") }
/^[ #]*1\.\.[0-9]+/ {
	depth = match($0, /1\.\./); n = $0; sub(/.*1\.\./, "", n); plan[depth] = n + 0; count[depth] = 0; before[depth] = fails
	next
}
/^[ #]*(not )?ok [0-9]+/ {
	depth = match($0, /(not )?ok /)
	fail = substr($0, depth, 3) == "not"
	name = substr($0, depth); sub(/^(not )?ok [0-9]+ *(- )?/, "", name)
	reason = ""
	if (match(name, /# SKIP/)) { reason = substr(name, RSTART + 6); name = substr(name, 1, RSTART - 1); skip = 1 } else skip = 0
	sub(/ *#.*/, "", name); sub(/ +$/, "", name)
	count[depth]++
	parent = last > depth
	if (parent) {
		explained = 0
		for (d in plan) if (d + 0 > depth) {
			if (plan[d] != count[d]) fault(name ": " count[d] " of " plan[d] " tests ran")
			if (fails > before[d]) explained = 1
			delete plan[d]
		}
	} else {
		total++
	}
	last = depth
	if (parent) { if (fail && !explained) fault(name); next }
	if (fail) fault(name)
	else if (skip && !skippable(name)) fault(name ": skipped, and no skip is declared:" reason)
	else if (skip) print "SKIP " prefix name ":" reason
	else print "PASS " prefix name
}
END {
	for (d in plan) if (plan[d] != count[d]) fault("plan: " count[d] + 0 " of " plan[d] " tests ran")
	if (!total) fault("no test ran")
}
