import Foundation
import Testing

/// A program of somebody else's that a test needs and that may not be there; `scripts/setup --tests` installs it.
enum ForeignTool: String {
    case pyserial, picocom, tio

    /// Whether it is there; where it is not, that is said in a line.
    var isThere: Bool {
        let file =
            switch self {
            case .pyserial: "/usr/lib/python3/dist-packages/serial/__init__.py"
            case .picocom, .tio: "/usr/bin/\(rawValue)"
            }
        let isThere = FileManager.default.fileExists(atPath: file)
        if !isThere { print("\(rawValue) is not installed, so what it does is not tested: scripts/setup --tests") }
        return isThere
    }
}
