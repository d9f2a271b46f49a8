import Foundation
import RigModel

extension Clocks {
    /// The machine's clocks.
    static let system = Clocks {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
