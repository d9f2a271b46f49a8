import Execution
import History
import Plans
public import RigModel
import StrictYAML

/// Applies an edited plan file to the runs that a state folder holds.
///
/// The store's file is read, and not the API: it is there whether a service runs or not, it holds the bytes themselves,
/// and a long look back takes nothing from a service that has units to test.
public struct StoredRejudge: Sendable {
    /// `file:line:column: what` of a plan that is not valid.
    public struct BadPlan: Error, Sendable, CustomStringConvertible {
        public let errors: [String]
        public var description: String { errors.joined(separator: "\n") }
    }

    public let plan: Plan
    private let rejudge: PlanRejudge
    private let runs: StoredRuns
    private let zone: StationZone

    /// - Parameter file: the plan; its name is the BIB's.
    /// - Throws: `BadPlan`, or `StationError` where the store cannot be read.
    public init(planFile file: String, _ configuration: StationConfiguration) throws {
        do throws(YAMLProblems) {
            plan = try PlanLoader.station.load(try PlanLoader.bytes(of: file), file: file)
        } catch {
            throw BadPlan(errors: error.diagnostics.map(\.description))
        }
        do { rejudge = try PlanRejudge(plan) } catch { throw BadPlan(errors: ["\(file):1:1: \(error)"]) }
        do { runs = try StoredRuns(path: configuration.state.database) } catch {
            throw StationError.store("\(error)")
        }
        zone = configuration.zone
    }

    /// - Parameters:
    ///   - since: of the ends of runs; nil for all.
    ///   - uut: a unit's id, or that of one instance; nil for all.
    ///   - onFlip: told of each run that would have another verdict, or steps that would, oldest first.
    public func run(
        since: Timestamp?, uut: String?, onFlip: (RejudgeReport.Run) -> Void
    ) async throws -> RejudgeReport.Totals {
        var totals = RejudgeReport.Totals()
        try await runs.forEach(ExecutionFilter(bib: plan.bib, uut: uut, from: since)) { run in
            let judged = rejudge.rejudge(run)
            totals.add(judged)
            if judged.flips { onFlip(RejudgeReport.Run(judged, zone: zone)) }
        }
        return totals
    }
}
