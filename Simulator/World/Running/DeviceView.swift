import BoardModel

/// Where programs look for boards: the places of the kernel and udev, or a list. Belongs to a ``WorldHost``.
protocol DeviceView: AnyObject {
    /// Where a port is opened: `/dev/ttyUSB3`.
    func node(_ tty: String) -> String
    /// Why no such fault can be shown here; nil where it can.
    func refusal(of kind: FaultKind) -> String?

    /// A bus is there from the beginning, with all its hubs.
    func begin(bus: Int) throws(WorldError)
    func begin(hub: USBAddress, number: Int) throws(WorldError)
    func plug(hub: USBAddress, number: Int) throws(WorldError)
    /// Nothing is on it any more.
    func pull(hub: USBAddress, number: Int) throws(WorldError)

    /// A board is there, and whoever listens is told.
    /// - Parameter lines: the pty of each port.
    func appear(_ adapter: Adapter, lines: [String], _ nodes: NodeTiming) throws(WorldError)
    /// A board is gone.
    func vanish(_ adapter: Adapter, isTold: Bool) throws(WorldError)
    /// The node of a port that was told of without it.
    func make(_ tty: String, onto line: String) throws(WorldError)
    /// A port has another pty: its node leads there.
    func move(_ tty: String, onto line: String) throws(WorldError)
    /// Allows what was forbidden.
    func allow(_ tty: String, on line: String) throws(WorldError)

    /// Says what becomes of udev's events from now on.
    func turnEvents(to mode: EventGate.Mode) throws(WorldError)
    /// Fills the buffer of whoever listens to udev and does not read.
    func floodEvents() throws(WorldError)
}
