#!/usr/bin/env bash
# Install the Debian packages that are missing. Needs root only when one is.
. "$(dirname "$0")/lib.sh"

packages=(
	gcc make flex bison bc libc6-dev libelf-dev libssl-dev ccache perl python3 xz-utils cpio rsync kmod
	git b4 ca-certificates apt dpkg-dev				# the series and its mails
	qemu-system-x86 qemu-system-arm busybox-static			# the guest
	gcc-aarch64-linux-gnu libc6-dev-arm64-cross			# arm64
	libcap-dev libnuma-dev						# mm selftests
	exfatprogs							# the exfat selftest
	spin								# the model of interval notifiers
	codespell python3-ply python3-git shellcheck				# the gates
)

missing=$({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true; } |
	awk '$1 == "installed" { print $2 }' | sort |
	comm -13 - <(printf '%s\n' "${packages[@]}" | sort))
[ -n "$missing" ] || exit 0

say "installing: ${missing//$'\n'/ }"
[ "$(id -u)" = 0 ] || die "packages are missing; as root: apt-get install ${missing//$'\n'/ }"
export DEBIAN_FRONTEND=noninteractive
log=$cache/apt.log
{ dpkg --configure -a && apt-get update && xargs apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends; } \
	<<<"$missing" >"$log" 2>&1 ||
	die "apt-get could not install them ($(grep -m1 '^E:' "$log" || echo "see $log")): check the network and the apt sources"
