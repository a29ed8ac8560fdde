# Sourced by ./test and by tests that build plugins as their authors do: the SDK as packages. Needs .ci/dotnet.sh.

# pack_sdk FOLDER   Packs the SDK, its test kit and its templates, as they were built last, into a folder that nuget.config names as a source.
pack_sdk() {
    local feed=$1 project log packages
    mkdir -p "$feed"
    log=$(mktemp)
    rm -f "$feed"/*.nupkg
    for project in sdk/Softswitch.Sdk sdk/Softswitch.Sdk.Testing; do
        dotnet pack "$project" -c Release --no-build -v q --nologo -o "$feed" > "$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
    done
    # There is nothing in them to build.
    dotnet pack sdk/Softswitch.Templates -c Release -v q --nologo -o "$feed" > "$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
    rm -f "$log"
    # NuGet unpacks a version once and for all, but until it is published each build of ours has the same: what was unpacked before is of another day.
    packages=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: *//')
    [ -n "$packages" ] || return 0
    rm -rf "${packages%/}"/softswitch.sdk/1.0.0 "${packages%/}"/softswitch.sdk.testing/1.0.0
}
