/// What `match` of a plan looks at: the USB identity of a board.
public struct BoardSignature: Sendable, Hashable {
    /// The EEPROM's product string; empty where there is none.
    public var product: String
    /// Four hexadecimal digits.
    public var vendorID: String
    /// Four hexadecimal digits.
    public var productID: String
    /// nil where the EEPROM has none.
    public var serial: String?

    public init(product: String, vendorID: String, productID: String, serial: String?) {
        self.product = product
        self.vendorID = vendorID
        self.productID = productID
        self.serial = serial
    }
}
