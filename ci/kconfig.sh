#!/usr/bin/env bash
# Usage: kconfig.sh ARCH O FRAGMENT...
# Configure folder O from the fragments and nothing else (allnoconfig). A symbol that
# a fragment asks for and .config does not have is an error.
. "$(dirname "$0")/lib.sh"
arch=$1 o=$2; shift 2

mkdir -p "$o"
# Fragments may ask for the same thing; Kconfig would warn. What the tree's Kconfig files are
# stands in a comment: they and the fragments make the configuration, and nothing else.
awk '!/^CONFIG_/ || !seen[$0]++' "$@" >"$o/fragments.new"
(cd "$work" && find . -name 'Kconfig*' -type f -print0 | sort -z | xargs -0 sha256sum) |
	sha256sum | sed 's/^/# /' >>"$o/fragments.new"
if ! cmp -s "$o/fragments.new" "$o/fragments" || [ ! -f "$o/.config" ]; then
	rm -f "$o/fragments"
	"$top/ci/kmake.sh" "$arch" "$o" -s allnoconfig KCONFIG_ALLCONFIG="$o/fragments.new"
	mv "$o/fragments.new" "$o/fragments"
else
	rm -f "$o/fragments.new"
fi

missing=$(grep -hE '^CONFIG_[A-Z0-9_]+=' "$o/fragments" | grep -vxFf "$o/.config" || true)
[ -z "$missing" ] || die "asked for and absent from $o/.config: ${missing//$'\n'/ }"
