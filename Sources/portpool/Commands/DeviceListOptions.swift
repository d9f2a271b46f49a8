import ArgumentParser
import Foundation

/// Where the ports come from, where that is not udev.
struct DeviceListOptions: ParsableArguments {
    static let variable = "PORTPOOL_DEVICE_LIST"

    @Option(
        help: ArgumentHelp(
            "Take the ports from this list, and not from udev: a file that another program keeps, one JSON object a line. "
                + "Default: $\(Self.variable), else udev.", discussion: Self.format, valueName: "file"))
    var deviceList: String?

    /// What is in it, and what becomes of it.
    private static let format = """
        A line for each tty that is there, whatever its driver; blank lines count for nothing:
        {"devnode":"/dev/ttyUSB0","vid":"0403","pid":"6001","serial":"FT1","path":"1-2.1"}
        Needed: devnode (the tty), vid and pid (four hex digits each, in quotes), and path (the USB socket: bus and hub \
        ports; ttys with the same path are channels of one board).
        Not needed: serial (without it, the board is known by its path: usb-1-2.1), product (without it, no plan fits that \
        has 'product' in its 'match'), interface (which channel: 0 is A and 3 is D; without it, 0), bcdDevice (the chip's \
        release, as "0600" for an FT232R; without it, the chip is unknown), manufacturer (empty without it) and address (any \
        number that is another one after each plug; without it, a board that is pulled and put back between two readings \
        was never away).
        Other keys are mistakes. A line with a mistake stands for no tty; the status says which, and the others hold.
        Write a new file beside it and rename that to its name. It is a file and no symbolic link, and is there at the \
        start. While it cannot be read (deleted, forbidden, larger than 1 MiB, or its folder is gone) the ports stay as it \
        said last, and the status says so; an empty file says that no tty is there.
        """

    func validate() throws {
        if deviceList?.isEmpty == true {
            throw ValidationError("--device-list names a file, and '' is none; leave it out for the ports of udev")
        }
    }

    /// nil where udev tells. A variable that is set to nothing is not set.
    var path: String? {
        let path = deviceList ?? ProcessInfo.processInfo.environment[Self.variable]
        return path?.isEmpty == true ? nil : path
    }
}
