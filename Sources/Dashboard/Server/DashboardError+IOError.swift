internal import Glibc
internal import NIOCore

extension DashboardError {
    /// - Parameter error: what the system said to our wish to listen.
    init(_ error: IOError, _ address: ListenAddress) {
        if error.errnoCode == EADDRINUSE {
            self = .addressInUse(address.description)
        } else {
            self = .cannotListen(address.description, reason: String(cString: strerror(error.errnoCode)))
        }
    }
}
