import Testing

@testable import Dashboard

@Suite struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", ListenAddress.tcp(host: "127.0.0.1", port: 8080)),
        ("localhost:0", .tcp(host: "localhost", port: 0)), ("[::1]:8080", .tcp(host: "::1", port: 8080)),
        ("unix:/run/portpool.sock", .unix(path: "/run/portpool.sock")), ("unix:here.sock", .unix(path: "here.sock")),
    ])
    func readsWhatItWrites(text: String, address: ListenAddress) throws {
        #expect(try ListenAddress(text) == address)
        #expect("\(address)" == text)
    }

    @Test(arguments: ["", "8080", "127.0.0.1", "127.0.0.1:", ":8080", "127.0.0.1:65536", "::1:8080", "a:-1", "unix:"])
    func refusesWhatIsNoAddress(text: String) {
        #expect(throws: DashboardError.badAddress(text)) { try ListenAddress(text) }
    }

    @Test func refusesAPathThatNoSocketCanHave() {
        let path = String(repeating: "x", count: 108)
        #expect(throws: DashboardError.self) { try ListenAddress("unix:/\(path)") }
    }
}
