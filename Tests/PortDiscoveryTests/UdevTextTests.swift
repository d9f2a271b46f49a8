import Testing

@testable import PortDiscovery

@Suite struct UdevTextTests {
    @Test(arguments: [
        (#"Quad\x20RS232-HS"#, "Quad RS232-HS"), (#"a\x5cx20"#, #"a\x20"#), (#"B\xc3\xbcrste"#, "Bürste"),
        ("plain", "plain"),
        (#"cut\x2"#, #"cut\x2"#), (#"odd\xzz"#, #"odd\xzz"#), (#"padded\x20\x20"#, "padded"), ("", ""),
    ])
    func decodesTheProductString(encoded: String, product: String) {
        #expect(UdevText.decoded(encoded) == product)
    }

    @Test(
        arguments: [
            ("FT7ABCDE", "FT7ABCDE"), (" FT  7 ", "FT_7"), ("A/B", "A_B"), ("A#+-.:=@_", "A#+-.:=@_"), ("", nil),
            ("   ", nil),
            ("1,2", nil), ("ü", nil), ("a\u{7}b", nil),
        ] as [(String, String?)])
    func writesASerialNumberAsUdevDoes(raw: String, serial: String?) {
        #expect(UdevText.serial(raw) == serial)
    }
}
