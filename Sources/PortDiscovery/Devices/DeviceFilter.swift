/// Which ttys are ports of the rig: those of FTDI chips, by their driver, and those that the station lists.
public struct DeviceFilter: Sendable, Hashable {
    /// A USB vendor and product id, four lower-case hex digits each.
    public struct USBProduct: Sendable, Hashable {
        public var vendorID: String
        public var productID: String
        public init(vendorID: String, productID: String) {
            self.vendorID = vendorID.lowercased()
            self.productID = productID.lowercased()
        }
    }

    /// Beyond FTDI's.
    public var listed: Set<USBProduct>
    public init(listed: Set<USBProduct> = []) { self.listed = listed }

    /// By driver and not by product id: vendors write their own ids into the EEPROM.
    public func admits(_ device: TTYDevice) -> Bool {
        device.driver == "ftdi_sio"
            || listed.contains(USBProduct(vendorID: device.vendorID, productID: device.productID))
    }
}
