#!/usr/bin/env bash
# What we want from Debian beside installed packages. The mirror is the one that
# the machine's own apt is set to; the machine's apt state is not touched.
#   apt.sh mirror                    its URL
#   apt.sh package SUITE NAME [ARCH] download the .deb that SUITE lists, print its file name
#   apt.sh source NAME[=VERSION]     download a source package of sid, print the original tarball's file name
. "$(dirname "$0")/lib.sh"

mirror() {
	apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' |
		awk -v r="$(. /etc/os-release; echo "$VERSION_CODENAME")" '$2 == r { print $1; exit }' | grep .
}

# A private apt whose only source is line $1. Index signatures are verified with
# Debian's own keyring; an out-of-date mirror's Release file may have expired.
private() {
	local dir=$cache/apt
	mkdir -p "$dir/lists/partial" "$dir/archives/partial"
	echo "$1" >"$dir/sources.list"
	cat >"$dir/apt.conf" <<-EOF
	Dir::Etc::sourcelist "$dir/sources.list";
	Dir::Etc::sourceparts "-";
	Dir::State::lists "$dir/lists";
	Dir::Cache "$dir";
	Acquire::Check-Valid-Until "false";
	Acquire::Check-Date "false";
	APT::Sandbox::User "root";
	EOF
	export APT_CONFIG=$dir/apt.conf
	apt-get -o APT::Architecture="${arch:-amd64}" -o APT::Architectures="${arch:-amd64}" update >&2
}

key='signed-by=/usr/share/keyrings/debian-archive-keyring.gpg'
case $1 in
mirror)
	mirror
	;;
package)
	arch=${4:-amd64}
	private "deb [$key arch=$arch] $(mirror) $2 main"
	mkdir -p "$cache/deb" && cd "$cache/deb"
	apt-get -o APT::Architecture="$arch" -o APT::Architectures="$arch" download "$3" >&2
	find "$PWD" -name "$3_*.deb" -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2
	;;
source)
	private "deb-src [$key] $(mirror) sid main"
	mkdir -p "$cache/deb" && cd "$cache/deb"
	apt-get source --download-only "$2" >&2
	find "$PWD" -name "${2%%=*}_*.orig.tar.*" -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2
	;;
esac
