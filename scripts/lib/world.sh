# shellcheck shell=bash
# Sourced by the scripts that let the service run on simulated boards. Whoever sources this ends the world that it
# started: `trap end_world EXIT`.

world_pid=
world_name=
world_address=
world_said=

# start_world BENCH NAME PORT STATE COMMAND...: runs COMMAND in a world of its own, and returns when the service that
# COMMAND makes of $PORTPOOL_PUBLISH_SOCKET answers. With an empty NAME the world takes a free one, $world_name; PORT 0
# takes a free one too. What both say is in STATE/world.log.
start_world() {
    local bench=$1 name=$2 port=$3 state=$4
    shift 4
    mkdir -p "$state"
    world_said=$state/world.log
    # A session of its own, so that Ctrl-C ends the shell first, which ends the rest in order; and an end with the shell,
    # should that be killed.
    setsid setpriv --pdeathsig TERM "$(program uutsim)" world "$bench" ${name:+--name "$name"} --publish "$port" -- "$@" \
        </dev/null >"$world_said" 2>&1 &
    world_pid=$!
    await_service 30
}

# service_in_world STATE [WRAPPER...]: sets the array `service` to the command that serves in a world, with the plans of
# the folder $world_plans or, where that is not set, of Fixtures.
# shellcheck disable=SC2034
service_in_world() {
    local state=$1
    shift
    # The socket's name is known only inside.
    # shellcheck disable=SC2016
    service=(
        "$@" sh -c 'exec "$0" serve --plans "$1" --state "$2" --listen "unix:$PORTPOOL_PUBLISH_SOCKET"'
        "$(program portpool)" "${world_plans:-Fixtures/bibs}" "$state"
    )
}

await_service() {
    local until=$((SECONDS + $1))
    while [ "$SECONDS" -lt "$until" ]; do
        if ! is_running "$world_pid"; then
            complain 'the world ended before the service was ready; it said:'
            sed 's/^/    /' "$world_said" >&2
            return 1
        fi
        world_address=$(sed -n 's/^uutsim: .*published at \(http:[^ ]*\).*/\1/p' "$world_said")
        # shellcheck disable=SC2034
        world_name=$(sed -n 's/^uutsim: world \([^ :]*\): .*/\1/p' "$world_said")
        # Ctrl-C is this shell's business; Python would tell of it.
        if [ -n "$world_address" ] && (trap '' INT && exec python3 -B scripts/lib/ready.py "$world_address"); then return; fi
        sleep 0.2
    done
    complain "the service was not ready after $1 s; it said:"
    sed 's/^/    /' "$world_said" >&2
    return 1
}

# The service may take as long as the STOP of its runs.
end_world() {
    if [ -z "$world_pid" ]; then return; fi
    local pid=$world_pid
    world_pid=
    end_process "$pid" 40 || complain 'the world had to be killed'
}
