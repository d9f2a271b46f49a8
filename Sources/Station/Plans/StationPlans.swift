import Logging
import Plans
import SerialIO
import StrictYAML

/// The folder of plans as it was when the station started, and who follows it from then on.
struct StationPlans: Sendable {
    private let folder: PlanFolder
    private let first: FolderPrint?
    private(set) var shelf = PlanShelf()
    /// Why the folder cannot be read. A station without plans still shows what is plugged in.
    private(set) var trouble: PlanFolderError?
    /// What a person should know, one sentence each.
    private(set) var notices: [String] = []

    init(_ path: String) {
        folder = PlanFolder(path, loader: .station)
        first = FolderPrint(of: path)
        do {
            let catalog = try folder.load()
            _ = shelf.take(catalog)
            notices = catalog.invalid.flatMap { $0.problems.diagnostics.map(\.description) }
        } catch {
            trouble = error
            notices = ["\(error); no unit can be run until it is there"]
        }
    }

    func following(
        boards: StationBoards, reactor: Reactor, health: HealthBoard, logger: Logger
    ) -> PlanFollowing {
        PlanFollowing(
            folder: folder, watch: FolderWatch(folder.path, on: reactor), boards: boards, health: health,
            logger: logger, first: first)
    }
}
