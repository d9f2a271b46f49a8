import StrictYAML
import Testing

struct DocumentTests {
    @Test func unknownKeysAreReportedWithTheNearestName() {
        let found = problems(of: "timeot: 1s\nzzz: 1\n") { _ = $0["timeout"]?.duration() }
        #expect(
            found == [
                "f.yaml:2:1: unknown key 'timeot'; did you mean 'timeout'?",
                "f.yaml:3:1: unknown key 'zzz'; known here: version, timeout",
            ])
    }

    @Test func allErrorsAreShownInTheOrderOfTheFile() {
        let text = """
            timeout: 2
            step: { retries: many, retris: 1 }
            list: [1s, x, 3s]
            """
        let found = problems(of: text) { map in
            _ = map["list"]?.list { $0.duration() }
            _ = map.required("id")?.string()
            _ = map["step"]?.mapping { $0["retries"]?.integer() }
            _ = map["timeout"]?.duration()
        }
        #expect(
            found == [
                "f.yaml:1:1: 'id' is missing",
                "f.yaml:2:10: 'timeout' has no unit: '2'; write a duration such as 500ms, 3s, 2m, 1h or 30d",
                "f.yaml:3:18: 'retries' is not a whole number: 'many'",
                "f.yaml:3:24: unknown key 'retris'; did you mean 'retries'?",
                "f.yaml:4:12: 'list' is not a duration such as 500ms, 3s, 2m, 1h or 30d: 'x'",
            ])
    }

    @Test func duplicateKeysAreReportedWithTheOtherErrors() {
        let text = """
            a: 1
            b: { c: 1, "d": 2, c: 3, 'c': 4, d: 5 }
            a: x
            e: x
            """
        let found = problems(of: text) { map in
            _ = map["a"]?.integer()
            _ = map["b"]?.mapping { ($0["c"]?.integer(), $0["d"]?.integer()) }
            _ = map["e"]?.integer()
        }
        #expect(
            found == [
                "f.yaml:3:20: duplicate key 'c'; it was given in line 3 already",
                "f.yaml:3:26: duplicate key 'c'; it was given in line 3 already",
                "f.yaml:3:34: duplicate key 'd'; it was given in line 3 already",
                "f.yaml:4:1: duplicate key 'a'; it was given in line 2 already",
                "f.yaml:5:4: 'e' is not a whole number: 'x'",
            ])
    }

    @Test(arguments: [
        (#""a\tb""#, "f.yaml:2:1: duplicate key 'a\tb'"), ("'it''s'", "f.yaml:2:1: duplicate key 'it's'"),
        ("''", "f.yaml:2:1: duplicate key ''"),
        ("a:b", "f.yaml:3:1: duplicate key 'a:b'; it was given in line 2 already"),
        ("a b", "f.yaml:3:1: duplicate key 'a b'; it was given in line 2 already"),
        ("x", "f.yaml:3:1: duplicate key 'x'; it was given in line 2 already"),
        (#""é""#, "f.yaml:3:1: duplicate key 'é'; it was given in line 2 already"),
    ])
    func anyDuplicateKeyIsReported(key: String, message: String) {
        #expect(problems(of: "\(key): 1\n\(key): 2\n") { $0.acceptsAnything() } == [message])
    }

    @Test func duplicateKeysAreReportedBesideWhatIsNotYAML() {
        let found = problems(of: "m: { a: 1, a: 2 }\nb: [\n")
        #expect(found.count == 2)
        #expect(found.first == "f.yaml:2:6: duplicate key 'a'; it is given again below")
        #expect(found.last?.contains("not YAML: ") == true)
    }

    @Test(.timeLimit(.minutes(1)))
    func hundredsOfDuplicateKeysAreSoonGivenUp() {
        let found = problems(of: String(repeating: "key: 1\n", count: 200)) { $0.acceptsAnything() }
        #expect((50...200).contains(found.count))
    }

    @Test func anchorsAliasesAndTagsAreRefused() {
        let text = """
            a: &x 1
            b: *x
            c: !!int 3
            d: !!str "t"
            e: !mine { f: 1 }
            g: &l [1, 2]
            """
        let found = problems(of: text) { map in
            for key in ["a", "b", "c", "d", "e", "g"] { _ = map[key]?.string() }
        }
        #expect(
            found == [
                "f.yaml:2:4: anchors and aliases are not allowed; write the value in full",
                "f.yaml:4:4: tags are not allowed; the type of a value is known from its key",
                "f.yaml:5:4: tags are not allowed; the type of a value is known from its key",
                "f.yaml:6:4: tags are not allowed; the type of a value is known from its key",
                "f.yaml:7:4: anchors and aliases are not allowed; write the value in full",
            ])
    }

    @Test func manyAliasesOfAliasesCostNothing() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        let found = problems(of: text) { $0.acceptsAnything() }
        #expect(found.count == 41)
    }

    @Test(arguments: [
        ("a: [1, 2\n", "f.yaml:3:1: not YAML: did not find expected ',' or ']' (while parsing a flow sequence"),
        ("a:\n\t- b\n", "f.yaml:3:1: not YAML: found character that cannot start any token"),
        ("a: b: c\n", "f.yaml:2:5: not YAML: mapping values are not allowed in this context"),
        ("a: \"\\d\"\n", "f.yaml:2:5: not YAML: found unknown escape character"),
        ("a: *b\n", "f.yaml:2:4: not YAML: found undefined alias"),
        ("a: @b\n", "f.yaml:2:4: not YAML: found character that cannot start any token; put the text in"),
        ("a: 'b\n", "f.yaml:3:1: not YAML: found unexpected end of stream"),
        ("a: b\n---\nc: d\n", "f.yaml:3:1: a second document begins; one file, one document"),
        ("a: \u{7}\n", "f.yaml:2:4: not YAML: control characters are not allowed"),
    ])
    func whatIsNotYAMLHasAPlaceAndAHint(body: String, message: String) {
        let found = problems(of: body)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(message) == true, "\(found)")
    }

    @Test func theVersionComesFirst() {
        #expect(problems(ofFile: "") == ["f.yaml:1:1: the file is empty"])
        #expect(problems(ofFile: "a: 1\n") == ["f.yaml:1:1: 'version' is missing; begin the file with 'version: 1'"])
        #expect(
            problems(ofFile: "version: 2\nwhat: [ever\n, else]\n")
                == ["f.yaml:1:10: this program reads version 1; write 'version: 1'"])
        #expect(
            problems(ofFile: "a: 1\nversion: 1\n") { _ = $0["a"] }
                == ["f.yaml:2:10: 'version' is not the first key; begin the file with 'version: 1'"])
        #expect(problems(ofFile: "- a\n") == ["f.yaml:1:1: the file is a list; write a mapping of keys and values"])
        #expect(problems(ofFile: "version: 1\n") == [])
    }

    @Test func aKeyWithoutAValueIsAnError() {
        #expect(problems(of: "a:\n") { _ = $0["a"]?.string() } == ["f.yaml:2:3: 'a' has no value; write a text"])
    }

    @Test func keysThatExcludeEachOtherAreNamed() {
        let found = problems(of: "send: a\nwait: 1s\n") { map in
            #expect(map.atMostOne(of: ["send", "listen", "wait"]) == ["send", "wait"])
            _ = map["send"]
        }
        #expect(found == ["f.yaml:3:1: 'wait' and 'send' exclude each other"], "and none is unknown")
    }

    @Test func keysHavePlaces() throws {
        let places = try YAMLDocument(text: "version: 1\na: 1\nb: { c: 1 }\n", file: "f.yaml")
            .decode(version: 1) { map in
                _ = map["a"]
                return map["b"]?.mapping { inner in
                    _ = inner["c"]
                    return [map.keyLocations["a"], inner.keyLocations["c"], map.keyLocations["d"]].map {
                        $0?.description
                    }
                }
            }
        #expect(places == ["f.yaml:2:1", "f.yaml:3:6", nil])
    }

    @Test func aWordLongerThanAnyNameIsNotCompared() {
        let found = problems(of: "\(String(repeating: "timeout", count: 100)): 1\n") { _ = $0["timeout"] }
        #expect(found.first?.hasSuffix("known here: version, timeout") == true)
    }

    @Test func refusedKeysAreNotUnknown() {
        let found = problems(of: "hooks: { a: 1 }\n") { $0.refuse(["hooks"], because: "is not supported") }
        #expect(found == ["f.yaml:2:1: 'hooks' is not supported"])
    }

    @Test func authorsOwnKeysKeepTheirOrder() throws {
        let keys = try YAMLDocument(text: "version: 1\nports: { z: 1, a: 2, m: 3 }\n", file: "f.yaml")
            .decode(version: 1) { $0["ports"]?.mapping { $0.pairs().map(\.key.text) } }
        #expect(keys == ["z", "a", "m"])
    }

    @Test func bytesMustBeUTF8() {
        let document = YAMLDocument(bytes: [0x76, 0xFF], file: "f.yaml")
        let error = #expect(throws: YAMLProblems.self) { try document.decode(version: 1) { $0.location } }
        #expect(error?.description == "f.yaml:1:2: the byte 0xff is not UTF-8; save the file as UTF-8")
        // The column counts bytes: of the three lines the last begins with a letter of two.
        let later = YAMLDocument(bytes: Array("version: 1\r\nä: b\nä: ".utf8) + [0xE4, 0x0A], file: "f.yaml")
        #expect(
            #expect(throws: YAMLProblems.self) { try later.decode(version: 1) { $0.location } }?.description
                == "f.yaml:3:5: the byte 0xe4 is not UTF-8; save the file as UTF-8")
    }

    @Test func windowsLinesAndAByteOrderMarkAreRead() {
        #expect(
            problems(ofFile: "\u{FEFF}version: 1\r\na: x\r\n") { _ = $0["a"]?.integer() }.first?.hasPrefix(
                "f.yaml:2:4:") == true)
    }

    @Test func deepNestingIsRefusedRatherThanFollowed() {
        let found = problems(of: "a: " + String(repeating: "[", count: 100_000)) { $0.acceptsAnything() }
        #expect(found.count == 1)
    }

    @Test func aReaderThatGivesUpSilentlyIsReported() {
        let error = #expect(throws: YAMLProblems.self) {
            try YAMLDocument(text: "version: 1\n", file: "f.yaml").decode(version: 1) { _ -> Int? in nil }
        }
        #expect(error?.description == "f.yaml:1:1: the file cannot be used")
    }
}

extension YAMLMapping {
    fileprivate func acceptsAnything() { _ = pairs() }
}
