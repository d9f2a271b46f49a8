import FoundationEssentials
import RigModel
import StrictYAML
import Testing

@testable import BoardModel

/// What teaches the languages of the simulator is held to them.
@Suite("The guides of board and bench scripts")
struct ScriptGuideTests {
    static let chapters = ScriptGuide.all.flatMap { guide in guide.chapters.map { "\(guide.name) \($0.name)" } }

    private static func chapter(_ name: String) throws -> ScriptGuide.Chapter {
        let words = name.split(separator: " ").map(String.init)
        let guide = try #require(ScriptGuide.all.first { $0.name == words[0] })
        return try #require(guide.chapters.first { $0.name == words[1] })
    }

    @Test("every example is read without a complaint", arguments: chapters)
    func examples(name: String) throws {
        let example = try #require(try Self.chapter(name).example)
        let head = "version: 1\nboard: taught\n"
        let usb = "usb: { vid: \"0403\", pid: \"6010\", product: \"Taught\" }\n"
        switch example.place {
        case .file where name.hasPrefix("bench"): _ = try BenchScript(yaml: example.yaml, file: name)
        case .file: _ = try BoardScript(yaml: example.yaml, file: name)
        case .channels: _ = try BoardScript(yaml: head + example.yaml, file: name)
        case .rules:
            let vars = example.yaml.contains("\nvars:") ? "" : "vars: { n: 0, volts: 3.3 }\n"
            _ = try BoardScript(yaml: head + usb + vars + "channels: { A: {}, B: {} }\n" + example.yaml, file: name)
        case .timeline:
            _ = try TimelineScript(yaml: "version: 1\n" + example.yaml, file: name, boards: ["left", "right"])
        }
    }

    /// The keys that examples have: not what is a comment, a text or a pattern.
    private static let shown: Set<String> = {
        let examples = ScriptGuide.all.flatMap { $0.chapters.compactMap { $0.example?.yaml } }.joined(separator: "\n")
        let plain = examples.replacing(/"[^"\n]*"|'[^'\n]*'/, with: "''").replacing(/#.*/, with: "")
        return Set(plain.matches(of: /([a-z_]+):[ \n]/).map { String($0.1) })
    }()

    /// The keys that the readers of scripts ask for, by their own sources. The kinds of faults have a catalogue, which
    /// teaches theirs.
    static let known: [String] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Simulator/BoardModel")
        var files = ["Faults/FaultReader.swift", "Faults/Comeback.swift"]
        let readers = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Script").path)) ?? []
        files += readers.map { "Script/\($0)" }
        var keys: Set<String> = []
        for file in files {
            guard let data = FileManager.default.contents(atPath: root.appending(path: file).path) else { continue }
            let text = String(decoding: data, as: UTF8.self)
            for match in text.matches(of: /(?:\[|required\(|name\(of: )"([a-z_]+)"/) { keys.insert(String(match.1)) }
        }
        return keys.sorted()
    }()

    @Test("an example shows every key that scripts may have")
    func everyKey() {
        #expect(Self.known.count > 35)
        #expect(Self.known.filter { !Self.shown.contains($0) } == [])
    }

    @Test("every word that may stand behind a key is named where the key is")
    func everyWord() {
        let words: [String: [String]] = [
            "eol": BoardModel.EndOfLine.allCases.map(\.rawValue), "chip": FTDIChip.allCases.map(\.rawValue),
            "at": PlugMoment.allCases.map(\.rawValue), "do": ["plug", "unplug", "replug", "fault", "clear"],
        ]
        let texts = ScriptGuide.all.flatMap(\.chapters).map { "\($0.text)\n\($0.example?.yaml ?? "")\n\($0.after)" }
        func split(_ text: String) -> Set<Substring> {
            Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" })
        }
        for (key, wanted) in words {
            let named = texts.map(split).filter { $0.contains(Substring(key)) }.reduce(into: Set<Substring>()) {
                $0.formUnion($1)
            }
            #expect(wanted.filter { !named.contains(Substring($0)) } == [], "\(key)")
        }
    }

    @Test("chapters are found by name, and fit a terminal")
    func chaptersByName() throws {
        #expect(ScriptGuide.board.text(of: "rules")?.hasPrefix("RULES  (rules)\n\n") == true)
        #expect(ScriptGuide.board.text(of: "nothing") == nil)
        for guide in ScriptGuide.all {
            #expect(Set(guide.chapters.map(\.name)).count == guide.chapters.count)
            let text = try #require(guide.text())
            #expect(text.split(separator: "\n").filter { $0.count > 80 } == [])
        }
    }
}
