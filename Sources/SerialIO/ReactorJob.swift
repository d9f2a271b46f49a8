/// A job for the reactor's thread, and which way it came: as an actor's, or by a task's preference.
struct ReactorJob: Sendable {
    let job: UnownedJob
    let isOfPreference: Bool
}
