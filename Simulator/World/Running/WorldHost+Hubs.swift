/// The hubs of a bench.
extension WorldHost {
    /// Plugs the hubs in that a socket is on, from the root hub downwards, where they are not.
    func plugHubs(above address: USBAddress) throws(WorldError) {
        for hub in address.hubs where hubs[hub] == nil {
            guard let number = numbers.take(on: hub.bus) else {
                throw .bench("bus \(hub.bus) has no address left for hub \(hub)")
            }
            hubs[hub] = number
            try view.plug(hub: hub, number: number)
        }
    }

    /// Pulls a hub on which there is nothing any more.
    func pull(_ hub: USBAddress) throws(WorldError) {
        guard let number = hubs.removeValue(forKey: hub) else { return }
        numbers.free(number, on: hub.bus)
        try view.pull(hub: hub, number: number)
    }
}
