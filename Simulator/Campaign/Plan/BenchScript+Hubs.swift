internal import BoardModel

extension BenchScript.Board {
    /// Its path says so: `1-2.3` is the third port of a hub.
    var isOnHub: Bool { path.contains(".") }
}
