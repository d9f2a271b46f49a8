/// Takes a message apart, field by field.
struct FieldReader {
    enum Order { case little, big }

    private let kind: UInt32
    private let order: Order
    private(set) var rest: ArraySlice<UInt8>

    /// - Parameter kind: of the message, for the error.
    init(_ bytes: ArraySlice<UInt8>, _ order: Order, kind: UInt32) {
        rest = bytes
        self.order = order
        self.kind = kind
    }

    mutating func next<Field: FixedWidthInteger & UnsignedInteger>(
        _: Field.Type = Field.self
    ) throws(USBProtocolError) -> Field {
        let bytes = try take(Field.bitWidth / 8)
        return (order == .big ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | Field($1) }
    }

    mutating func take(_ count: Int) throws(USBProtocolError) -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw .tooShort(kind: kind) }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}

/// Puts a message together, field by field.
struct FieldWriter {
    private let order: FieldReader.Order
    private(set) var bytes: [UInt8] = []

    init(_ order: FieldReader.Order) { self.order = order }

    mutating func append<Field: FixedWidthInteger>(_ field: Field) {
        let value = order == .big ? field.bigEndian : field.littleEndian
        withUnsafeBytes(of: value) { bytes += $0 }
    }
    mutating func append(bytes more: some Sequence<UInt8>) { bytes += more }
}
