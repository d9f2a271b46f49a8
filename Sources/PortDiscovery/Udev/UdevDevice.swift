internal import CUdev

/// One reference to a device of libudev. Not for two threads at once.
final class UdevDevice {
    private let handle: OpaquePointer

    init(owning handle: OpaquePointer) { self.handle = handle }
    deinit { udev_device_unref(handle) }

    /// nil unless it came from a monitor.
    var action: String? { text(udev_device_get_action(handle)) }
    var syspath: String? { text(udev_device_get_syspath(handle)) }
    var name: String? { text(udev_device_get_sysname(handle)) }
    var devnode: String? { text(udev_device_get_devnode(handle)) }
    var driver: String? { text(udev_device_get_driver(handle)) }

    /// From the event, or from udev's database where there was no event.
    func property(_ name: String) -> String? { text(udev_device_get_property_value(handle, name)) }
    /// From sysfs; nil where the device has gone.
    func attribute(_ name: String) -> String? { text(udev_device_get_sysattr_value(handle, name)) }

    /// Blank means not there.
    private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        guard let pointer else { return nil }
        let text = UdevText.trimmed(String(cString: pointer))
        return text.isEmpty ? nil : text
    }
}
