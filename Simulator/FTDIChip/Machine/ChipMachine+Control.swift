internal import RigModel

extension ChipMachine {
    /// FTDI's own requests (linux, drivers/usb/serial/ftdi_sio.h).
    private enum VendorRequest: UInt8 {
        case reset = 0
        case setModemControl = 1
        case setFlowControl = 2
        case setBaudRate = 3
        case setData = 4
        case getModemStatus = 5
        case setEventByte = 6
        case setErrorByte = 7
        case setLatency = 9
        case getLatency = 10
        case setBitMode = 11
        case readPins = 12
        case readEEPROM = 0x90
    }
    private enum StandardRequest: UInt8 {
        case getStatus = 0
        case clearFeature = 1
        case setFeature = 3
        case setAddress = 5
        case getDescriptor = 6
        case getConfiguration = 8
        case setConfiguration = 9
        case getInterface = 10
        case setInterface = 11
    }

    /// A control transfer's end.
    mutating func answer(_ setup: SetupPacket, _ actions: inout [ChipAction]) -> USBCompletion.Result {
        let data: [UInt8]?
        if setup.isVendor {
            data = vendor(setup, &actions)
        } else if setup.isStandard {
            data = standard(setup)
        } else {
            data = nil
        }
        guard let data else { return .stalled }
        return setup.isInput ? .read(Array(data.prefix(Int(setup.length)))) : .wrote(Int(setup.length))
    }

    /// nil for what the chip does not know.
    private func standard(_ setup: SetupPacket) -> [UInt8]? {
        switch StandardRequest(rawValue: setup.request) {
        case .getStatus: [0, 0]
        case .getDescriptor: descriptors.bytes(for: setup.value)
        case .getConfiguration: [1]
        case .getInterface: [0]
        case .clearFeature, .setFeature, .setAddress, .setConfiguration, .setInterface: []
        case nil: nil
        }
    }

    private mutating func vendor(_ setup: SetupPacket, _ actions: inout [ChipAction]) -> [UInt8]? {
        // The lower byte of the index names the channel, 1 for A; a chip with one channel gets 0.
        let index = max(0, Int(setup.index & 0xff) - 1)
        guard let request = VendorRequest(rawValue: setup.request) else { return nil }
        let isFirst = identity.chip.channelCount == 1
        guard isFirst || ports.indices.contains(index) else { return nil }
        return carryOut(request, setup, on: isFirst ? 0 : index, &actions)
    }

    private mutating func carryOut(
        _ request: VendorRequest, _ setup: SetupPacket, on index: Int, _ actions: inout [ChipAction]
    ) -> [UInt8]? {
        switch request {
        case .reset: reset(index, setup.value, &actions)
        case .setModemControl:
            if setup.value & 0x100 != 0 { ports[index].settings.dtr = setup.value & 1 != 0 }
            if setup.value & 0x200 != 0 { ports[index].settings.rts = setup.value & 2 != 0 }
        case .setFlowControl:
            guard let flow = ChannelSettings.Flow(rawValue: UInt8(setup.index >> 8)) else { return nil }
            ports[index].settings.flow = flow
        case .setBaudRate:
            let divisor = BaudDivisor(value: setup.value, index: setup.index, chip: identity.chip)
            ports[index].settings.baud = divisor.baud
        case .setData:
            guard let format = LineFormat(value: setup.value) else { return nil }
            ports[index].settings.format = format
        case .getModemStatus: return ports[index].status()
        case .setEventByte:
            ports[index].settings.eventByte = setup.value & 0x100 == 0 ? nil : UInt8(setup.value & 0xff)
        case .setLatency: ports[index].settings.latency = max(1, UInt8(setup.value & 0xff))
        case .getLatency: return [ports[index].settings.latency]
        case .setErrorByte, .setBitMode: break
        case .readPins: return [0]
        // Blank: the driver then offers no pins of its own.
        case .readEEPROM: return [0xff, 0xff]
        }
        note(index, &actions)
        return []
    }

    private mutating func reset(_ index: Int, _ value: UInt16, _ actions: inout [ChipAction]) {
        switch value {
        case 0:
            ports[index].purge(receiving: true, sending: true, &actions)
            ports[index].isBegun = true
        case 1: ports[index].purge(receiving: true, sending: false, &actions)
        case 2: ports[index].purge(receiving: false, sending: true, &actions)
        default: break
        }
    }
}
