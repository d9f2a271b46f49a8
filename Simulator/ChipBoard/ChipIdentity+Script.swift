internal import BoardModel
internal import FTDIChip

extension ChipIdentity {
    /// The chip of a board's script.
    init(_ usb: USBIdentity, serial: String?, swaps: Bool = false) {
        self.init(
            chip: usb.chip, vendorID: usb.vendorID, productID: usb.productID, manufacturer: usb.manufacturer,
            product: usb.product, serial: serial, swaps: swaps)
    }
}
