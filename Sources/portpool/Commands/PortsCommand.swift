import APIClient
import ArgumentParser
import RigModel

struct PortsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ports", abstract: "What is plugged in, and who uses it.",
        discussion: """
            portpool ports
            portpool ports --json | jq '.ports[] | select(.status == "error")'
            """)

    @OptionGroup var service: ServiceOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let ports = try await service.ask { try await $0.ports() }
        if json { return Terminal.print(try JSONText.of(ports)) }
        var table = Table("PORT", "TTY", "CHIP", "PRODUCT", "BIB", "STATUS", "USER", "NOTE")
        for port in ports.ports {
            table.add(
                port.id.rawValue, port.portName.isEmpty ? "-" : port.portName, port.chip ?? "?", port.product,
                port.bibId?.rawValue ?? "-",
                port.status.rawValue, port.currentUut?.rawValue ?? port.leaseOwner ?? "-",
                port.lastError ?? port.matchingReason ?? port.degraded
                    ?? (port.incarnation == 0 ? "not seen yet; a plan names it" : ""))
        }
        Terminal.print(table.text)
        Terminal.print(
            "\(ports.total) ports: \(ports.inUse) in use, \(ports.available) available, \(ports.reserved) reserved, "
                + "\(ports.error) error, \(ports.offline) offline, \(ports.quarantined) quarantined")
    }
}
