internal import RigModel

extension QueryItems {
    /// Which ended runs are meant: by `bib`, `uut`, `verdict`, `from` and `to`.
    func executionFilter() throws(ProblemReply) -> ExecutionFilter {
        let verdicts = Verdict.allCases.map(\.rawValue).joined(separator: ", ")
        return ExecutionFilter(
            bib: try value("bib", expected: PathParameter.bib.expected) {
                PathParameter.bib.admits($0) ? BIBID($0) : nil
            },
            uut: try value("uut", expected: PathParameter.uut.expected) { PathParameter.uut.admits($0) ? $0 : nil },
            verdict: try value("verdict", expected: verdicts, Verdict.init(rawValue:)),
            from: try time("from"), to: try time("to"))
    }

    func time(_ key: String) throws(ProblemReply) -> Timestamp? {
        try value(key, expected: "a time such as 2026-09-01T14:30:00+02:00") { Timestamp(rfc3339: $0) }
    }
}

extension Operation.Query {
    /// The keys of `QueryItems.executionFilter()`.
    static let executionFilter = [
        Self("bib", PathParameter.bib.schema, "Of this BIB"),
        Self("uut", PathParameter.uut.schema, "Of this unit, or unit@board"),
        Self("verdict", Schemas.verdict, "That ended with this verdict"),
        Self("from", .dateTime, "That ended at or after"), Self("to", .dateTime, "That ended before"),
    ]
}
