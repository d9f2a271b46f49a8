import RigModel

/// Decides when units are run by themselves (`schedule: { every: 10m }`). Pure: time is handed in, and is the monotonic
/// clock's, so that a change of the wall clock neither doubles nor drops a run.
///
/// A unit's first run comes one period after it is first seen. A beat at which the unit's board is away, or a run of it
/// goes on or waits, is left out and not made up for. A change of the plan does not begin the period anew.
struct RunTimetable: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Beat: Sendable {
        var every: Duration
        /// The last one, or when the unit was first seen.
        var last: Instant
    }
    private var beats: [Bench.Unit: Beat] = [:]

    mutating func follow(_ bench: Bench, now: Instant) {
        func every(_ unit: Bench.Unit) -> Duration? { bench.plans[unit.bib]?.schedule?.every }
        // A unit whose board is away keeps its beat; one whose plan has no schedule any more does not.
        beats = beats.filter { every($0.key) != nil }
        for (unit, beat) in beats { beats[unit]?.every = every(unit) ?? beat.every }
        for instance in bench.instances where beats[instance.unit] == nil {
            guard let every = every(instance.unit) else { continue }
            beats[instance.unit] = Beat(every: every, last: now)
        }
    }

    /// Units whose time has come, whether or not they can be run.
    mutating func takeDue(now: Instant) -> [Bench.Unit] {
        var ripe: [(Instant, Bench.Unit)] = []
        for (unit, beat) in beats where beat.last + beat.every <= now {
            // Where several beats were slept through, they are one.
            let count = max(1, Int(beat.last.duration(to: now) / beat.every))
            beats[unit]?.last = beat.last + beat.every * count
            ripe.append((beat.last + beat.every, unit))
        }
        return ripe.sorted { ($0.0, $0.1.instance) < ($1.0, $1.1.instance) }.map(\.1)
    }
}
