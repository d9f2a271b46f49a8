import World

/// What is said when a bench is shown by a list because no world can be made: why, and what is not real now.
struct FallbackNotice {
    let refusal: WorldError
    let folder: WorldFolder

    func tell() {
        Report.line("\(refusal)")
        Report.line(
            """
            falling back to a list of devices: NOT real now are /sys, udev and its netlink events, /dev/ttyUSBn, and \
            namespaces of the command's own (network, processes). Real are the lines, ptys below \(folder.nodes), and \
            what is said on them. A program that is to find the boards has to follow \(folder.deviceList), as portpool \
            does by PORTPOOL_DEVICE_LIST; with --no-fallback this is an error
            """)
    }
}
