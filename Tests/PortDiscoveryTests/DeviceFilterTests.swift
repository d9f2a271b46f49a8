import PortDiscovery
import Testing

@Suite struct DeviceFilterTests {
    @Test func anythingThatFTDIsDriverDrivesIsAPortWhateverItsIDs() {
        var device = FakeAdapter().tty(0)
        device.vendorID = "1234"
        #expect(DeviceFilter().admits(device))
    }

    @Test func otherDriversOnlyWhereListed() {
        var device = FakeAdapter().tty(0)
        (device.vendorID, device.productID, device.driver) = ("10c4", "ea60", "cp210x")
        #expect(!DeviceFilter().admits(device))
        #expect(DeviceFilter(listed: [.init(vendorID: "10C4", productID: "EA60")]).admits(device))
        device.driver = nil
        #expect(DeviceFilter(listed: [.init(vendorID: "10c4", productID: "ea60")]).admits(device))
    }
}
