import APIClient
import RigModel

/// Until when a stream is read.
enum StreamEnd: Sendable {
    case completed(Set<ExecutionID>)
    /// Each of the runs has done a step of TEST.
    case inTest(Set<ExecutionID>)
    /// The stream has come to this place.
    case position(EventPosition)
    /// An event of this name has come.
    case named(String)
    /// The service says that it is going.
    case bye

    func isReached(_ record: EventRecord) -> Bool {
        switch self {
        case .completed(let ids): ids.allSatisfy { record.names(of: $0).last == "ExecutionCompleted" }
        case .inTest(let ids):
            ids.allSatisfy { id in
                (try? record.steps(of: id).contains { $0.phase == .test }) == true
            }
        case .position(let end):
            record.events.last?.id.flatMap { EventPosition($0) }.map { $0.sequence >= end.sequence } == true
        case .named(let name): record.events.last?.name == name
        case .bye: record.events.last?.name == "bye"
        }
    }
}
