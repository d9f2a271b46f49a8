import ArgumentParser
import Foundation

/// Where the ports come from, where that is not udev.
struct DeviceListOptions: ParsableArguments {
    static let variable = "PORTPOOL_DEVICE_LIST"

    @Option(
        help: ArgumentHelp(
            "Take the ports from this list, and not from udev: a file that another program keeps, one JSON object a line. "
                + "Default: $\(Self.variable), else udev.", valueName: "file"))
    var deviceList: String?

    /// nil where udev tells. A variable that is set to nothing is not set.
    var path: String? {
        let path = deviceList ?? ProcessInfo.processInfo.environment[Self.variable]
        return path?.isEmpty == true ? nil : path
    }
}
