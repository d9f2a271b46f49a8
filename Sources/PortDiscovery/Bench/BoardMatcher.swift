internal import Patterns
public import RigModel

/// Says which plans a board fits.
public struct BoardMatcher: Sendable {
    private struct Rule: Sendable {
        let bib: BIBID
        let match: BoardMatch
        let serial: Pattern?
    }

    private let rules: [Rule]
    /// Plans left out because their serial pattern does not compile.
    public let warnings: [String]

    public init(_ plans: [Plan]) {
        var rules: [Rule] = []
        var warnings: [String] = []
        for plan in plans {
            do throws(PatternError) {
                var serial: Pattern?
                if let text = plan.match.serial { serial = try Pattern(text.source) }
                rules.append(Rule(bib: plan.bib, match: plan.match, serial: serial))
            } catch {
                warnings.append("plan \(plan.bib) fits no board: match: serial: \(error)")
            }
        }
        self.rules = rules
        self.warnings = warnings
    }

    /// The plans that fit, in the order they were given. One is a match, several an error, none a board nobody described.
    public func fitting(_ board: Board) -> [BIBID] {
        rules.filter { Self.fits(board, $0) }.map(\.bib)
    }

    /// Every key that is given must fit.
    private static func fits(_ board: Board, _ rule: Rule) -> Bool {
        let match = rule.match
        if let product = match.product, product != board.product { return false }
        if let vendorID = match.vendorID, vendorID.lowercased() != board.vendorID { return false }
        if !match.productIDs.isEmpty, !match.productIDs.contains(where: { $0.lowercased() == board.productID }) {
            return false
        }
        guard let pattern = rule.serial else { return true }
        guard let serial = board.serial else { return false }
        do throws(MatchLimitExceeded) {
            return try pattern.match(Array(serial.utf8)) != nil
        } catch {
            // Not known to fit, so not used.
            return false
        }
    }
}
