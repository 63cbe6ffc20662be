#!/usr/bin/env bash
# ci/model/interval.pml, exhaustively: as it is, in several sizes, then with each of the
# mistakes that it has in store, which must be found. A minute, 1 GiB.
. "$(dirname "$0")/lib.sh"
model=$top/ci/model/interval.pml
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"

# search "SIZE" MISTAKE [GCC-OPTION]: print a line, and leave what went wrong in $wrong.
# SIZE is how often each of two invalidates, how often each of two handles a fault, and
# whether the driver is unloaded.
search() {
	local size states
	read -ra size <<<"$1"
	spin -a -DINVALIDATE_0="${size[0]}" -DINVALIDATE_1="${size[1]}" -DFAULT_0="${size[2]}" -DFAULT_1="${size[3]}" \
		-DUNLOAD="${size[4]}" -DMISTAKE="$2" "$model" >log 2>&1 || die "model: $1, $2: $(grep -m1 . log)"
	gcc "${3:--O0}" -w -DSAFETY -DMEMLIM=2048 -o pan pan.c ||
		die "model: $1, $2: pan.c is not compiled"
	./pan -m2000 >log 2>&1 || true
	states=$(awk '/ states, stored/ { print $1 }' log)
	[ -n "$states" ] || die "model: $1, $2: no result: $(tail -1 log)"
	# At the limits of depth and memory it goes on, or ends, without an error.
	if grep -m1 -E 'max search depth too small|reached -DMEMLIM bound' log >limit; then die "model: $1, $2: $(<limit)"; fi
	wrong=$(sed -nE 's/^pan:1: (assertion violated|invalid end state) */\1 /p' log)
	[ -n "$wrong" ] || grep -q 'errors: 0$' log || die "model: $1, $2: $(grep -m1 '^pan:1' log)"
	printf '%-17s %s %8d states: %s\n' "${2/#0/as it is}" "$1" "$states" "${wrong:0:60}"
}

for size in "1 1 1 0 1" "1 1 2 0 0" "2 1 1 0 0" "1 0 1 1 1"; do
	search "$size" 0 -O1
	[ -z "$wrong" ] || die "model: $size: $wrong"
done

mapfile -t mistakes < <(awk '/^\/\* Mistakes/ { on = 1 } /^#ifndef/ { on = 0 } on && /^#define/ { print $2 }' "$model")
[ ${#mistakes[@]} != 0 ] || die "model: it has no mistakes in store"
for mistake in "${mistakes[@]}"; do
	case $mistake in
	SYNC_* | REMOVE_MAPPED)	size="1 1 1 0 1" ;;
	FIND_NOT_PENDING)	size="1 1 2 0 0" ;;
	*)			size="1 1 1 0 0" ;;
	esac
	search "$size" "$mistake"
	[ -n "$wrong" ] || die "model: $size: $mistake is not found"
done
