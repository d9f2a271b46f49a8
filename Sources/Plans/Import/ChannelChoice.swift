internal import RigModel
internal import StrictYAML

/// Gives the ports of a BIB their channels: port 1 is A, to 4 and D.
///
/// The original numbers ports by unit, and never asks whether two units want the same one; a plan has each channel once.
struct ChannelChoice {
    /// Channels by the place of their port in the file.
    private var choices: [SourceLocation: Channel] = [:]
    private var wanted: Set<SourceLocation> = []

    /// - Parameter ports: all ports of the BIB, with their numbers, in the order of the file.
    init(_ ports: [(number: Int, location: SourceLocation)]) {
        var free = Channel.allCases
        // Whoever can have the channel of its number has it; the others take what is left.
        for port in ports {
            guard (1...Channel.allCases.count).contains(port.number),
                let place = free.firstIndex(of: Channel.allCases[port.number - 1])
            else { continue }
            choices[port.location] = free.remove(at: place)
            wanted.insert(port.location)
        }
        for port in ports where choices[port.location] == nil && !free.isEmpty {
            choices[port.location] = free.removeFirst()
        }
    }

    /// nil where the chip has no channel left. `isOwn` where it is the one that the number means.
    func channel(at location: SourceLocation) -> (channel: Channel, isOwn: Bool)? {
        choices[location].map { ($0, wanted.contains(location)) }
    }
}
