import RigModel
import SerialIO

extension RunFault {
    /// What a line's failure means to a run.
    init(_ error: SerialError, port: PortID) {
        let kind: Kind =
            switch error {
            case .unplugged: .unplugged
            case .busy: .busy
            case .refused: .settingRefused
            case .writeStuck: .writeStuck
            case .fenced, .closed: .leaseLost
            case .cannotOpen, .notASerialLine, .openStuck, .notWatched: .cannotOpen
            case .failed: .io
            }
        self.init(kind, port: port, message: "port \(port): \(error)")
    }
}
