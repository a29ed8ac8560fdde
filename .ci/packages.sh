# Sourced by ./run and ./test: installs the Debian packages that are listed in files and not there yet.
# Needs nothing but what every Debian 12 has (bash, dpkg, apt-get).

# require_packages FILE...   one package a line, # begins a comment
require_packages() {
    local wanted missing
    wanted=$(sed -e 's/#.*//' "$@" | tr -s ' \t\n' ' ')
    # shellcheck disable=SC2086 # one word per package
    missing=$(missing_packages $wanted)
    [ -n "$missing" ] || return 0

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "These Debian packages are missing: $missing. Install them as root: apt-get install $missing" >&2; return 1; }
        as_root=(sudo)
    fi
    echo "Installing Debian packages: $missing"
    # shellcheck disable=SC2086
    "${as_root[@]}" bash -s -- $missing <<'ROOT'
        set -eu
        export DEBIAN_FRONTEND=noninteractive
        # The packages are wanted for their programs. Their services would take ports that the switch and its tests use
        # (kamailio: 5060), so none is started by this installation; what runs already is left alone.
        policy=/usr/sbin/policy-rc.d
        if [ ! -e "$policy" ]; then
            trap 'rm -f "$policy"' EXIT
            printf '#!/bin/sh\nexit 101\n' > "$policy"
            chmod 755 "$policy"
        fi
        log=$(mktemp)
        install() { apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" > "$log" 2>&1; }
        # A machine that has never updated its lists, or whose lists are old, fails the first time.
        install "$@" || { apt-get update -q > "$log" 2>&1 && install "$@"; } || { tail -n 20 "$log" >&2; rm -f "$log"; exit 1; }
        rm -f "$log"
        # Nor is a service that came with this installation started when the machine boots next.
        if command -v systemctl > /dev/null; then
            for package in "$@"; do
                case $package in kamailio | postgresql | rtpengine-daemon) systemctl disable --quiet "$package" 2> /dev/null || true ;; esac
            done
        fi
ROOT
    # shellcheck disable=SC2086
    missing=$(missing_packages $wanted)
    [ -z "$missing" ] || { echo "Still missing after the installation: $missing" >&2; return 1; }
}

# missing_packages NAME...   prints those that are not installed, in one line
missing_packages() {
    local installed name missing=()
    installed=" $(dpkg-query -W -f='${db:Status-Status}:${Package} ' "$@" 2>/dev/null) " || true
    for name in "$@"; do
        case $installed in *" installed:$name "*) ;; *) missing+=("$name") ;; esac
    done
    echo "${missing[*]}"
}
