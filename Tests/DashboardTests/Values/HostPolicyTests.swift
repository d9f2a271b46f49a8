import Testing

@testable import Dashboard

@Suite struct HostPolicyTests {
    @Test(arguments: [
        "localhost", "localhost:8080", "127.0.0.1:8080", "127.0.0.1", "[::1]:8080", "LOCALHOST", "a.localhost:1",
    ])
    func loopbackNamesAreAlwaysAdmitted(host: String) throws {
        for listen in ["127.0.0.1:8080", "10.0.0.7:8080", "0.0.0.0:80", "unix:/x"] {
            #expect(HostPolicy(try ListenAddress(listen)).admits(host))
        }
    }

    @Test(arguments: [
        "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "127.evil.example",
        "", ":8080", "[::2]:8080", "10.0.0.8:8080", "[",
    ])
    func aNameOfElsewhereIsRefused(host: String) throws {
        #expect(!HostPolicy(try ListenAddress("127.0.0.1:8080")).admits(host))
        #expect(!HostPolicy(try ListenAddress("10.0.0.7:8080")).admits(host))
    }

    @Test func theListenAddressAndGivenNamesAreAdmitted() throws {
        let policy = HostPolicy(try ListenAddress("10.0.0.7:8080"), extra: ["Station7.lan"])
        #expect(policy.admits("10.0.0.7:9999"))
        #expect(policy.admits("station7.LAN:8080"))
    }

    @Test func listeningEverywhereAdmitsAddressesButNoNames() throws {
        for listen in ["0.0.0.0:80", "[::]:80"] {
            let policy = HostPolicy(try ListenAddress(listen), extra: ["station7"])
            #expect(policy.admits("192.168.1.4:80"))
            #expect(policy.admits("[fe80::1]:80"))
            #expect(policy.admits("station7"))
            #expect(!policy.admits("evil.example"))
            #expect(!policy.admits("1.2.3.evil"))
        }
    }

    @Test func anOriginIsJudgedByItsHost() throws {
        let policy = HostPolicy(try ListenAddress("127.0.0.1:8080"))
        #expect(policy.admits(origin: "http://127.0.0.1:8080"))
        #expect(policy.admits(origin: "http://[::1]:8080"))
        #expect(!policy.admits(origin: "http://evil.example"))
        #expect(!policy.admits(origin: "null"))
    }

    /// Clients of a Unix socket say what they like; a browser that comes through a forwarded port says a site's name.
    @Test func aUnixSocketTakesAnyNameThatNoOtherSiteCanHave() throws {
        let policy = HostPolicy(try ListenAddress("unix:/x"), extra: ["station7.lan"])
        for host in ["anything", "portpool:8080", "192.168.1.4", "[fe80::1]", "station7.lan", "localhost"] {
            #expect(policy.admits(host))
        }
        for host in ["evil.example", "1.2.3.evil", "localhost.", ""] { #expect(!policy.admits(host)) }
        #expect(!policy.admits(origin: "http://evil.example") && !policy.admits(origin: "null"))
    }

    @Test func theMachineIsKnownByItsNameAndItsFirstWord() {
        #expect(MachineName.all(of: "bench-3") == ["bench-3"])
        #expect(MachineName.all(of: "bench-3.factory.lan") == ["bench-3.factory.lan", "bench-3"])
        #expect(MachineName.all(of: "") == [] && MachineName.all(of: ".lan") == [])
    }
}
