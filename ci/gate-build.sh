#!/usr/bin/env bash
# Usage: gate-build.sh REVISION
# Compile, at REVISION, every object that the series or REVISION touches and a user
# of each changed header: W=1 -Werror, sparse of what that compiles, kernel-doc, the last
# two compared with the base. A file that does not exist yet at REVISION is left out.
. "$(dirname "$0")/lib.sh"
lock
g() { git -C "$work" "$@"; }
rev=$(g rev-parse "$1")
name=$(g log -1 --format=%f "$rev")
o=$build/gate
sparse=$("$top/ci/sparse.sh")
[ "$(sh "$work/scripts/checker-valid.sh" "$sparse")" = 1 ] || die "$sparse does not understand this kernel"

touched=$({ g diff --no-renames --name-only base series; g diff --no-renames --name-only base "$rev"; } | sort -u)
sources=$(grep -vE '^(tools|scripts|samples)/' <<<"$touched" | grep -E '\.[ch]$' || true)
objects=$(sed -n 's/\.c$/.o/p' <<<"$sources")
# A header that the base has is built in one more place than those that are touched.
for header in $(grep '\.h$' <<<"$sources" || true); do
	g cat-file -e "base:$header" 2>/dev/null || continue
	user=$(awk -v h="$header" '$1 == h { print $2 }' "$top/configs/header-users")
	[ -n "$user" ] || die "configs/header-users names no object for $header"
	objects+=" $user"
done

# Build at revision $1; what sparse and kernel-doc say there, without line numbers, goes
# to file $2. This runs as a condition, where bash does not end at an error by itself.
compile() {
	local objs=() files=() built=() f said=$o.said
	touch "$o.begun"
	"$top/ci/checkout.sh" "$1" || return 1
	for f in $(tr ' ' '\n' <<<"$objects" | sort -u); do [ ! -f "$work/${f%.o}.c" ] || objs+=("$f"); done
	for f in $sources; do [ ! -f "$work/$f" ] || files+=("$f"); done
	"$top/ci/known-symbols.sh" "$top/configs/gate.config" >"$o.config" || return 1
	"$top/ci/kconfig.sh" x86_64 "$o" "$top"/configs/{vm,x86_64}.config "$o.config" || return 1
	: >"$2"
	[ ${#files[@]} -gt 0 ] || return 0

	if ! "$top/ci/kmake.sh" x86_64 "$o" -s W=1 KCFLAGS=-Werror "${objs[@]}" >"$out/gate.log" 2>&1; then
		grep -E 'error|warning|No rule|No space' "$out/gate.log" | head -10
		return 1
	fi
	# What was compiled since sparse last saw it. Its errors are make's: -k. But make must not
	# fail for another reason.
	for f in "${objs[@]}"; do [ ! "$o/$f" -nt "$o.sparsed" ] || built+=("$f"); done
	: >"$said"
	if [ ${#built[@]} -gt 0 ] &&
		! "$top/ci/kmake.sh" x86_64 "$o" -s -k W=1 KCFLAGS=-Werror C=2 CHECK="$sparse -Wsparse-error" \
		"${built[@]}" >"$said" 2>&1 && ! grep -E '^[^ ]+:[0-9]+:[0-9]+: error: ' "$said" >/dev/null; then
		tail -3 "$said"
		return 1
	fi
	(cd "$work" && python3 tools/docs/kernel-doc -none -Wall "${files[@]}") >>"$said" 2>&1 || true
	if grep -E 'Traceback|Segmentation|Error 1[0-9][0-9]' "$said"; then return 1; fi
	{ grep -E '(error|warning|Warning): ' "$said" || true; } |
		sed -E "s#(\.\./)+|$work/##g; s/:[0-9]+(:[0-9]+)?([: ])/\2/g; s/\(at [^)]*\)//" | sort >"$2"
}

key=$({ g rev-parse 'base^{tree}'; echo "$objects $sources"; gcc --version; sha256sum <"$sparse"
	cat "$top"/configs/{vm,x86_64,gate}.config "$top"/ci/{gate-build,kconfig,kmake}.sh; } | sha256sum | cut -c1-16)
known=$cache/gate-base-$key
if [ ! -f "$known" ]; then
	rm -f "$o.sparsed"
	compile base "$known.new" || die "the base does not build with W=1 -Werror: see $out/gate.log"
	mv "$known.new" "$known"
	mv "$o.begun" "$o.sparsed"
fi
compile "$rev" "$o.new" || { echo "$name: does not build"; exit 1; }
new=$(comm -13 "$known" "$o.new")
[ -z "$new" ] || { sed "s/^/$name: /" <<<"$new"; exit 1; }
mv "$o.begun" "$o.sparsed"
