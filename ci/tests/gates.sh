#!/usr/bin/env bash
# The gates see what they are there for: a fault that sparse finds in mm/memory.c, a
# typo in a message, a patch that does not build, a config symbol that is absent.
. "$(dirname "$0")/../lib.sh"
lock
bad=0
index=$(mktemp -u)
trap 'rm -f "$index"' EXIT

# A commit on top of the series that appends text $2 to file $1, with message $3.
plant() {
	local blob
	blob=$({ git -C "$work" show "series:$1"; printf '%s\n' "$2"; } | git -C "$work" hash-object -w --stdin)
	GIT_INDEX_FILE=$index git -C "$work" read-tree series
	GIT_INDEX_FILE=$index git -C "$work" update-index --cacheinfo "100644,$blob,$1"
	git -C "$work" commit-tree -p series -m "$3" "$(GIT_INDEX_FILE=$index git -C "$work" write-tree)"
}
# expect TEXT COMMAND...: it fails, and says TEXT
expect() {
	local want=$1 said status=0; shift
	said=$("$@" 2>&1) || status=$?
	[ $status != 0 ] && [[ $said == *"$want"* ]] || { echo "gates: $* should say \"$want\"; status $status: ${said:0:400}"; bad=1; }
}

message=$'mm: plant a fault\n\nSee whether the gates find what is planted here.'
expect 'incorrect type in assignment' "$top/ci/gate-build.sh" \
	"$(plant mm/memory.c $'int planted(int __user *p);\nint planted(int __user *p)\n{\n\tint *q;\n\n\tq = p;\n\treturn *q;\n}' "$message")"
expect 'does not build' "$top/ci/gate-build.sh" "$(plant mm/pagewalk.c 'int planted(void) { return undeclared; }' "$message")"
expect 'unused' "$top/ci/gate-build.sh" "$(plant mm/pagewalk.c 'static void planted(void) { }' "$message")"
expect 'planted' "$top/ci/gate-build.sh" \
	"$(plant mm/pagewalk.c $'/**\n * planted() - Has a parameter that is not described.\n */\nint planted(int what);\nint planted(int what)\n{\n\treturn what;\n}' "$message")"
expect 'TYPO_SPELLING' "$top/ci/gate-message.sh" \
	"$(plant mm/pagewalk.c '/* A comment. */' $'mm: plant a fault\n\nSee whether the gates find teh typo that is planted here.')"
expect 'a tag that nobody gave' "$top/ci/gate-message.sh" \
	"$(plant mm/pagewalk.c '/* A comment. */' "$message"$'\n\nReviewed-by: A Person <a@example.org>')"

fragment=$(mktemp)
echo CONFIG_NO_SUCH_SYMBOL=y >"$fragment"
expect 'CONFIG_NO_SUCH_SYMBOL' "$top/ci/kconfig.sh" x86_64 "$build/test-config" "$top/configs/vm.config" "$fragment"
rm -rf "$fragment" "$build/test-config"
exit $bad
