internal import Logging
internal import RigModel

/// Where logs are written and who is told of trouble.
struct LogSite: Sendable {
    var tree: LogTree
    var zone: StationZone
    var clocks: Clocks
    var logger: Logger
    var onTrouble: @Sendable ([String]) -> Void
}
