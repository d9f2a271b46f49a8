import BoardModel
import Recording
import RigModel

/// What a recorded board is to be called, where the recording does not say.
struct RecordedOptions {
    /// The script's name.
    var board: String?
    var product: String?
    var productID: UInt16?
    var pause = ScriptWriter.usualPause

    func usb(product: String, last channel: Channel) throws -> USBIdentity {
        let productID = productID ?? Recording.productID(having: channel)
        guard let chip = USBIdentity.chip(productID: productID) else {
            throw RecordingError.tooManyChannels(chip: "unknown chip", count: 0, channel: "\(channel)")
        }
        return USBIdentity(productID: productID, product: self.product ?? product, chip: chip)
    }
}
