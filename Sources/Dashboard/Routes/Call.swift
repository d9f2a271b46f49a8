internal import Hummingbird
internal import RigModel

/// A request that has found its route.
struct Call: Sendable {
    let request: Request
    let context: DashboardContext
    let parameters: [PathParameter: String]
    let query: QueryItems
    /// For the audit, where the route changes something.
    let note: AuditNote

    /// A part of the path, which the route table has checked.
    subscript(parameter: PathParameter) -> String {
        guard let text = parameters[parameter] else { preconditionFailure("the route has no {\(parameter.rawValue)}") }
        return text
    }
    var bib: BIBID { BIBID(self[.bib]) }
    var uut: UUTInstanceID { UUTInstanceID(self[.uut]) }
    var execution: ExecutionID { ExecutionID(self[.execution]) }
    var lease: LeaseID { LeaseID(self[.lease]) }
    /// nil for the newest.
    var run: ExecutionID? { self[.run] == PathParameter.newestRun ? nil : ExecutionID(self[.run]) }
}
