# Sourced by ./run, ./test and tests/bench/compare: the .NET SDK, asked to be brief.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
# The SDK's own programs would want libicu, which a small Debian does not have; the switch is invariant anyway.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

command -v dotnet > /dev/null || { echo "The .NET 10 SDK is missing: see https://dotnet.microsoft.com/download" >&2; exit 1; }

# build PROJECT...   Release; prints only what went wrong
build() {
    local project log
    log=$(mktemp)
    for project in "$@"; do
        echo "Building $project"
        dotnet build "$project" -c Release -v q --nologo -p:UseSharedCompilation=true > "$log" 2>&1 || { grep -E 'error|warn' "$log" | sort -u | head -n 20 >&2; rm -f "$log"; return 1; }
    done
    rm -f "$log"
}
