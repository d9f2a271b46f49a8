import BoardModel
import ChipBench
import ChipBoard
import FTDIChip
import Glibc
import Locking
import USBLink

/// A machine that takes every chip and asks it nothing; some it takes only once.
final class FakeSockets: ChipSockets {
    private struct State {
        /// Of every plug, oldest first: the board and the serial number that its chip gave, `-` for none.
        var plugs: [String] = []
        /// The machine's end of each plug.
        var ends: [String: Int32] = [:]
    }

    let transport: FaultTransport
    private let takenOnce: Set<String>
    private let state = Lock(State())

    /// - Parameter takenOnce: the boards that are not taken a second time.
    init(_ transport: FaultTransport, takenOnce: Set<String> = []) {
        self.transport = transport
        self.takenOnce = takenOnce
    }
    deinit { for end in state.withLock({ $0.ends.values }) { close(end) } }

    /// `left FT1`.
    var plugs: [String] { state.withLock { $0.plugs } }

    func connect(_ board: String, _ chip: ChipIdentity) throws(ChipBoardError) -> Int32 {
        if takenOnce.contains(board), plugs.contains(where: { $0.hasPrefix("\(board) ") }) {
            throw .machine("the socket of \(board) is worn out")
        }
        var pair: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0,
            fcntl(pair[0], F_SETFL, O_NONBLOCK) == 0
        else { throw .system(board: board, call: "socketpair", errno: errno) }
        let (mine, theirs) = (pair[0], pair[1])
        state.withLock { state in
            state.plugs.append("\(board) \(chip.serial ?? "-")\(chip.swaps ? " swapped" : "")")
            state.ends[board] = theirs
        }
        return mine
    }

    func disconnected(_ board: String) {
        if let end = state.withLock({ $0.ends.removeValue(forKey: board) }) { close(end) }
    }
    func session(_ chip: ChipIdentity) -> any USBSession { USBIPSession() }
    func ttys(of board: String, channels: Int) -> [String?] { Array(repeating: nil, count: channels) }
}
