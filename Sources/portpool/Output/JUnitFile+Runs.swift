import APIClient
import RigModel
import Station

extension JUnitFile {
    /// A run of a service has ended: its suite is asked for.
    func ended(_ run: API.Execution, at client: APIClient) async {
        guard run.stored else { return ended(run, withoutSteps: "the service could not store them") }
        do {
            let document = try await client.export(run.executionId, as: .junit)
            guard let suites = JUnitSuites.suites(in: document) else {
                return ended(run, withoutSteps: "the service's report of it is not understood")
            }
            ended(run.executionId, suites: suites)
        } catch { ended(run, withoutSteps: "\(error)") }
    }

    /// A run of this process has ended: its suite is made from the store.
    func ended(_ result: ExecutionResult, in station: Station, _ suites: JUnitSuites) async {
        ended(result.request.id, suites: suites.suite(of: await station.detail(of: result)))
    }
}
