# shellcheck shell=bash
# Sourced by the scripts: where things are, and how to say, bound and end things. The working folder is the project's.

script=$(realpath "$0")
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
project=$PWD
# PORTPOOL_BUILD names another build folder, as a machine may have a faster disk for it.
build_folder=${PORTPOOL_BUILD:-$project/.build}

say() { printf '%s: %s\n' "${0##*/}" "$*"; }
complain() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() {
    complain "$*"
    exit 1
}

# The comment at the head of a script is its help.
print_help() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p;}' "$script"; }
refuse() {
    complain "$*; see scripts/${0##*/} --help"
    exit 64
}

# bounded SECONDS COMMAND...: fails with 124 when COMMAND takes longer.
bounded() {
    local status=0
    # In a group of its own everything that COMMAND started ends with it; at a terminal Ctrl-C must reach it. And it ends
    # with this shell: a signal that ends a script ends none of its commands.
    if [ -t 0 ]; then
        setpriv --pdeathsig TERM timeout --foreground --kill-after=10 "$@"
    else
        # As a job: while a command is in the foreground, bash carries out no trap. A job is deaf to Ctrl-C by itself.
        env --default-signal=INT,QUIT setpriv --pdeathsig TERM timeout --kill-after=10 "$@" </dev/null &
        wait $! || status=$?
        return "$status"
    fi
}

# through FILTER COMMAND...: what COMMAND says goes through FILTER, a function. Unlike in a pipeline COMMAND is this
# shell's own, and ends with it.
through() {
    local filter=$1 status=0 output reader
    shift
    exec {output}> >("$filter")
    reader=$!
    "$@" >&"$output" 2>&1 || status=$?
    exec {output}>&-
    wait "$reader" || true
    return "$status"
}

# timed WHAT COMMAND...: says what is being done, and how long it took.
timed() {
    local what=$1 since=$SECONDS status=0
    shift
    say "$what"
    "$@" || status=$?
    if [ "$status" = 0 ]; then say "  done in $((SECONDS - since)) s"; else complain "  failed after $((SECONDS - since)) s"; fi
    return "$status"
}

without_progress() {
    sed -uE '/^warning: .* which are unhandled/{N;d}; /^\[[0-9]+\/[0-9]+\] |^(Fetching|Fetched|Creating|Computing|Computed|Working|Updating|Updated) /d'
}

# build ARGUMENTS...: `swift build` in the build folder, for half an hour at most. Mere progress is for a terminal only.
build() {
    # The index is for editors, which make their own; without it a build from nothing takes a tenth less.
    local command=(bounded 1800 swift build --scratch-path "$build_folder" --disable-index-store "$@")
    if [ -t 1 ]; then
        "${command[@]}"
    else
        through without_progress "${command[@]}"
    fi
}

program() { printf '%s/debug/%s' "$build_folder" "$1"; }

is_running() {
    # A zombie is not: nobody has waited for it yet.
    local letter
    letter=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) && [ -n "$letter" ] && [ "$letter" != Z ]
}

# end_process PID SECONDS: asks a child of this shell to end, and ends it after SECONDS. Fails if it had to be killed.
end_process() {
    local pid=$1 tries=$(($2 * 10))
    kill -TERM "$pid" 2>/dev/null || return 0
    while is_running "$pid"; do
        if [ "$tries" = 0 ]; then
            kill -KILL "$pid" 2>/dev/null || true
            wait "$pid" 2>/dev/null || true
            return 1
        fi
        tries=$((tries - 1))
        sleep 0.1
    done
    wait "$pid" 2>/dev/null || true
}
