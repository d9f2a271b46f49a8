internal import RigModel

/// A unit on a certain board of a certain BIB: whose last verdict stays on the page until its next run.
struct UnitKey: Sendable, Hashable {
    let bib: BIBID
    let instance: UUTInstanceID

    init(_ request: ExecutionRequest) {
        bib = request.bib
        instance = request.instance
    }
}
