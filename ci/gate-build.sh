#!/usr/bin/env bash
# Usage: gate-build.sh REVISION
# Compile, at REVISION, every object that the series or REVISION touches and a user of each
# changed header, with W=1 -Werror. What REVISION itself changes is seen by sparse and
# kernel-doc, which may not say more than of the base. A file that does not exist yet is
# left out.
. "$(dirname "$0")/lib.sh"
lock
g() { git -C "$work" "$@"; }
rev=$(g rev-parse "$1")
name=$(g log -1 --format=%f "$rev")
o=$build/gate
SPARSE=$("$top/ci/sparse.sh")
[ "$(sh "$work/scripts/checker-valid.sh" "$SPARSE")" = 1 ] || die "$SPARSE does not understand this kernel"
export SPARSE SPARSE_FILES

touched=$({ g diff --no-renames --name-only base series; g diff --no-renames --name-only base "$rev"; } | sort -u)
sources=$(grep -vE '^(tools|scripts|samples)/' <<<"$touched" | grep -E '\.[ch]$' || true)
code=$(grep '\.c$' <<<"$sources" || true)
changed=$(g diff --no-renames --name-only "$rev^" "$rev" | grep -xFf <(echo "$sources") || true)
sparsed=$(grep '\.c$' <<<"$changed" || true)
for header in $(grep '\.h$' <<<"$sources" || true); do
	if g cat-file -e "base:$header" 2>/dev/null; then
		# One more place than those that are touched.
		user=$(awk -v h="$header" '$1 == h { sub(/o$/, "c", $2); print $2 }' "$top/configs/header-users")
		[ -n "$user" ] || die "configs/header-users names no object for $header"
		code+=" $user"
	else
		# shellcheck disable=SC2086	# paths of the kernel's sources have no spaces
		user=$(g grep -lE "#include [<\"](.*/)?${header##*/}[>\"]" "$rev" -- $code | cut -d: -f2- || true)
	fi
	! grep -qxF "$header" <<<"$changed" || sparsed+=" $user"
done
code=$(tr ' ' '\n' <<<"$code" | sort -u)

# Build at revision $1, with sparse for the sources $3 and kernel-doc for $4; what these
# two say goes to file $2, without line numbers. This runs as a condition, where bash does
# not end at an error by itself.
compile() {
	local objs=() documented=() f said=$o.said
	"$top/ci/checkout.sh" "$1" || return 1
	for f in $code; do [ ! -f "$work/$f" ] || objs+=("${f%.c}.o"); done
	for f in $4; do [ ! -f "$work/$f" ] || documented+=("$f"); done
	"$top/ci/known-symbols.sh" "$top/configs/gate.config" >"$o.config" || return 1
	"$top/ci/kconfig.sh" x86_64 "$o" "$top"/configs/{vm,x86_64}.config "$o.config" || return 1
	: >"$said"
	SPARSE_FILES=$3
	# C=2: also what an earlier run has compiled already.
	if [ ${#objs[@]} -gt 0 ] && ! "$top/ci/kmake.sh" x86_64 "$o" -s W=1 KCFLAGS=-Werror \
		C=2 CHECK="$top/ci/sparse-some.sh" "${objs[@]}" >"$said" 2>&1; then
		cp "$said" "$out/gate.log"
		grep -E 'error|warning|No rule|No space' "$said" | head -10
		return 1
	fi
	[ ${#documented[@]} = 0 ] || (cd "$work" && python3 tools/docs/kernel-doc -none -Wall "${documented[@]}") >>"$said" 2>&1 || true
	if grep -E 'Traceback|Segmentation|Error 1[0-9][0-9]' "$said"; then return 1; fi
	{ grep -E '(error|warning|Warning): ' "$said" || true; } |
		sed -E "s#(\.\./)+|$work/##g; s/:[0-9]+(:[0-9]+)?([: ])/\2/g; s/\(at [^)]*\)//" | sort >"$2"
}

key=$({ g rev-parse 'base^{tree}'; echo "$code $sources"; gcc --version; sha256sum <"$SPARSE"
	cat "$top"/configs/{vm,x86_64,gate}.config "$top"/ci/{gate-build,kconfig,kmake,sparse-some}.sh; } | sha256sum | cut -c1-16)
known=$cache/gate-base-$key
if [ ! -f "$known" ]; then
	compile base "$known.new" "$code" "$sources" || die "the base does not build with W=1 -Werror: see $out/gate.log"
	mv "$known.new" "$known"
fi
compile "$rev" "$o.new" "$sparsed" "$changed" || { echo "$name: does not build"; exit 1; }
new=$(comm -13 "$known" "$o.new")
[ -z "$new" ] || { printf '%s: new:\n%s\n' "$name" "$new"; exit 1; }
