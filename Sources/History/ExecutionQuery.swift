internal import GRDB
internal import RigModel

/// A filter on finished runs as SQL.
struct ExecutionQuery: Sendable {
    enum Order: Sendable, Hashable {
        case newestFirst
        /// Without runs that were asked for after the one with this key.
        case oldestFirst(upTo: Int64)
    }

    private let order: Order
    private var conditions = ["endedAt IS NOT NULL"]
    private var values: [DatabaseValue] = []

    init(filter: ExecutionFilter, after cursor: PageCursor?, order: Order = .newestFirst) {
        self.order = order
        if let bib = filter.bib { add("bib = ?", bib.rawValue) }
        // Only an instance's id has the sign, and where it has none it is the unit's id too.
        if let uut = filter.uut { add(uut.contains("@") ? "instance = ?" : "uut = ?", uut) }
        if let verdict = filter.verdict { add("verdict = ?", verdict.rawValue) }
        if let from = filter.from { add("endedAt >= ?", from.nanoseconds) }
        if let to = filter.to { add("endedAt < ?", to.nanoseconds) }
        if let cursor {
            add("(endedAt, key) \(order == .newestFirst ? "<" : ">") (?, ?)", cursor.endedAt.nanoseconds)
            values.append(cursor.key.databaseValue)
        }
        if case .oldestFirst(let last) = order { add("key <= ?", last) }
    }

    func tail(limit: Int) -> String {
        let direction = order == .newestFirst ? "DESC" : "ASC"
        return "WHERE \(conditions.joined(separator: " AND ")) ORDER BY endedAt \(direction), key \(direction) "
            + "LIMIT \(limit)"
    }
    var arguments: StatementArguments { StatementArguments(values) }

    private mutating func add(_ condition: String, _ value: some DatabaseValueConvertible) {
        conditions.append(condition)
        values.append(value.databaseValue)
    }
}
