public import RigModel

/// A plan to begin with, for a board that no plan fits: valid as it is, with one unit on each channel.
public struct PlanTemplate: Sendable, Hashable {
    /// The BIB's id, and so the file's stem: made from the product string.
    public let bib: BIBID
    private let board: BoardSignature
    private let channels: [Channel]

    /// - Parameter channels: of the board; A where none is given.
    public init(for board: BoardSignature, channels: [Channel]) {
        self.board = board
        self.channels = channels.isEmpty ? [.a] : channels
        bib = Self.name(for: board)
    }

    /// The text of the file, ready to be saved.
    public var yaml: String {
        """
        # Save as \(bib).yaml in the folder of plans, then say what the units are sent and what they must answer.
        version: 1
        bib: \(quoted(bib.rawValue))
        description: \(quoted(board.product.isEmpty ? "Board \(board.vendorID):\(board.productID)" : board.product))
        boards: one                          # many: the same plan for every board like this
        match: { \(match) }
        defaults: { timeout: 2s, eol: crlf }
        uuts:

        """ + channels.map(unit).joined()
    }

    private var match: String {
        var keys: [String] = []
        if !board.product.isEmpty { keys.append("product: \(quoted(board.product))") }
        keys.append("vid: \"\(board.vendorID)\"")
        keys.append("pid: \"\(board.productID)\"")
        // Without a product string of its own a board is known by its serial number only.
        if board.product.isEmpty, let serial = board.serial {
            keys.append("serial: \(singleQuoted("^\(PlanTemplate.literal(serial))$"))")
        }
        return keys.joined(separator: ", ")
    }

    private func unit(_ channel: Channel) -> String {
        """
          - id: \(channels.count == 1 ? "uut" : "uut_\(channel.description.lowercased())")
            ports:
              main: { channel: \(channel), baud: 115200 }
            test:
              - { id: identify, send: "ID?", expect: '.', echo: off }   # any answer will do

        """
    }

    private static func name(for board: BoardSignature) -> BIBID {
        let source = board.product.isEmpty ? "board_\(board.productID)" : board.product
        var name = source.map { UUTID.isPlainName(String($0)) || $0 == "." ? $0 : "_" }.prefix(64)
        if name.first == "." { name[name.startIndex] = "_" }
        return BIBID(String(name))
    }

    /// A pattern that fits exactly this text.
    private static func literal(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { pattern, scalar in
            let plain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            pattern += plain || !scalar.isASCII ? String(scalar) : "\\x{\(String(scalar.value, radix: 16))}"
        }
    }

    private func singleQuoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }

    /// The text in YAML's double quotation marks; an EEPROM may hold anything.
    private func quoted(_ text: String) -> String {
        let body = text.unicodeScalars.reduce(into: "") { body, scalar in
            switch scalar {
            case "\"", "\\": body += "\\\(scalar)"
            case " "..."~": body.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                body += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return "\"\(body)\""
    }
}
