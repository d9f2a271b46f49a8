import Foundation
import FoundationXML
import RigModel
import Testing

@testable import History

@Suite struct ExportJUnitTests {
    /// Parses a report and holds it against the rules that readers of JUnit XML have in common.
    private func suites(_ xml: String) throws -> [XMLElement] {
        let document = try XMLDocument(data: Data(xml.utf8))
        let root = try #require(document.rootElement())
        #expect(root.name == "testsuites")
        let suites = root.elements(forName: "testsuite")
        #expect(suites.count == root.childCount(ofElements: true))
        for suite in suites { try check(suite) }
        return suites
    }

    private func check(_ suite: XMLElement) throws {
        let cases = suite.elements(forName: "testcase")
        #expect(!cases.isEmpty, "a suite without a case is taken for good, or for none")
        #expect(suite["tests"] == "\(cases.count)")
        for (attribute, element) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
            #expect(suite[attribute] == "\(cases.count { !$0.elements(forName: element).isEmpty })")
        }
        #expect(suite["name"]?.isEmpty == false && suite["hostname"] == ExportSample.labels.station)
        #expect(Double(suite["time"] ?? "").map { $0 >= 0 } == true)
        #expect(suite["timestamp"]?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) != nil)
        let order = suite.children?.compactMap(\.name) ?? []
        #expect(order == ["properties"] + Array(repeating: "testcase", count: cases.count))
        for property in suite.elements(forName: "properties")[0].elements(forName: "property") {
            #expect(property["name"] != nil && property["value"] != nil)
        }
        for testCase in cases {
            #expect(testCase["name"]?.isEmpty == false && testCase["classname"]?.isEmpty == false)
            #expect(Double(testCase["time"] ?? "") != nil)
            let kinds = Set((testCase.children ?? []).compactMap(\.name).filter { $0 != "text" })
            #expect(kinds.isSubset(of: ["failure", "error", "system-out"]))
            #expect(kinds.intersection(["failure", "error"]).count <= 1)
            for bad in testCase.elements(forName: "failure") + testCase.elements(forName: "error") {
                #expect(bad["message"]?.isEmpty == false && bad["type"]?.isEmpty == false)
            }
        }
    }

    private func suite(_ run: ExecutionDetail) throws -> XMLElement {
        try #require(try suites(ExportSample.text([run], as: .junit)).first)
    }

    @Test func everyKindOfRunIsASuiteThatReadersUnderstand() throws {
        #expect(try suites(ExportSample.text(ExportSample.all, as: .junit)).count == ExportSample.all.count)
    }

    @Test func aReportOfNoRunIsStillAReport() throws {
        #expect(try suites(ExportSample.text([], as: .junit)).isEmpty)
    }

    @Test(
        "complaint 20: a suite is good where the run's verdict is, a failure where it speaks of the unit, else an error",
        arguments: Verdict.allCases, [true, false])
    func whatARunCameTo(verdict: Verdict, isShownByAStep: Bool) throws {
        let run = ExportSample.detail(1, verdict) { request in
            [
                ExportSample.step("reset", of: request, .start),
                ExportSample.step("rail", of: request, verdict: isShownByAStep ? verdict : .pass),
            ]
        }
        let suite = try suite(run)
        let expected: (failures: String, errors: String) =
            switch verdict {
            case .pass, .warn: ("0", "0")
            case .fail, .critical, .timeout: ("1", "0")
            case .error, .aborted, .interrupted: ("0", "1")
            }
        #expect(suite["failures"] == expected.failures && suite["errors"] == expected.errors)
        let isGood = verdict.yield == .good
        #expect(suite["tests"] == (isShownByAStep || verdict == .pass || verdict == .warn ? "2" : "3"))
        if !isGood {
            let bad = try #require(suite.bad.first)
            #expect(bad["type"] == verdict.rawValue)
        }
    }

    @Test("complaint 20: a run that was aborted, cut off or never began does not pass, whatever its steps say")
    func noVerdictIsNoPass() throws {
        for run in ExportSample.all where run.result.map({ $0.verdict.yield == .notCounted }) ?? true {
            let suite = try suite(run)
            #expect(suite["errors"] == "1" && suite["failures"] == "0", "\(run.request.id)")
            #expect(suite.bad.first?.name == "error")
        }
        let unfinished = try suite(ExportSample.all[9])
        #expect(unfinished.bad.first?["message"] == "the run has not ended: it has no verdict yet")
        let report = JUnitReport(ExportSample.labels)
        func known(_ verdict: Verdict?) throws -> XMLElement {
            let piece = report.piece(
                ofLittleKnown: "01J", bib: "client_demo", uut: "production_uut", at: .example, verdict: verdict,
                explanation: "the service <died>")
            return try #require(try suites(report.head + piece + report.tail).first)
        }
        #expect(try known(nil)["errors"] == "1" && known(nil).bad.first?["message"] == "the service <died>")
        #expect(try known(.fail)["failures"] == "1" && known(.aborted)["errors"] == "1")
        #expect(try known(.pass).bad.isEmpty)
    }

    @Test func whatAUnitSaidComesBackAsVisibleText() throws {
        let suite = try suite(ExportSample.all[2])
        let failure = try #require(suite.bad.first)
        let text = try #require(failure.stringValue)
        #expect(
            text.contains(
                #"received: \x00\x01\x08\x0b\x0c\x1b\x1f\x7f\x80\xff\xc3(]]> <script>alert('x')</script> & "q", '"#))
        #expect(text.contains("é😀\\r\\n"))
        #expect(text.contains("hint: the unit may echo <what> it hears"))
        #expect(failure["message"] == #"no pattern fits ']]> \x01\x0b<script>alert(1)</script>'"#)
        #expect(suite.property("explanation") == #"TEST step 'odd': ]]> & "quotes" \x00"#)
    }

    /// Whatever bytes a unit sends, the file stays one that a parser takes.
    @Test func everyByteAndEveryPairOfSpecialBytesIsValid() throws {
        let special: [UInt8] = [
            0x00, 0x09, 0x0a, 0x0d, 0x1b, 0x26, 0x3c, 0x3e, 0x5d, 0x7f, 0x80, 0xbf, 0xc2, 0xe2, 0xef, 0xff,
        ]
        var bytes = Array(0...UInt8.max)
        for first in special { for second in special { bytes += [first, second, 0xbe] } }
        let run = ExportSample.detail(1, .fail) { request in
            [
                ExportSample.step(
                    "all", of: request, verdict: .fail,
                    attempts: [ExportSample.attempt(1, .noMatch, received: bytes)],
                    explanation: String(decoding: bytes, as: UTF8.self))
            ]
        }
        _ = try suite(run)
    }

    @Test func aWarningPassesWithANoteAndARetryWithWhatHappened() throws {
        let warned = try suite(ExportSample.all[1]).elements(forName: "testcase")[0]
        #expect(warned.elements(forName: "system-out").first?.stringValue?.hasPrefix("WARN: v is close") == true)
        let cases = try suite(ExportSample.all[0]).elements(forName: "testcase")
        #expect(cases.map { $0["name"] ?? "" } == ["reset", "rail", "rail (pass 2)", "bye"])
        #expect(cases[1].childCount(ofElements: true) == 0)
        #expect(cases[2].elements(forName: "system-out").first?.stringValue?.hasPrefix("passed at attempt 2") == true)
    }

    @Test func whatIsKnownOfTheRunIsInTheProperties() throws {
        let suite = try suite(ExportSample.all[0])
        #expect(suite["name"] == "client_demo/production_uut" && suite["time"] == "1.204")
        #expect(suite["timestamp"] == "2026-09-01T12:30:05")
        #expect(suite.property("started") == "2026-09-01T14:30:05.000+02:00")
        #expect(suite.property("unitSerial") == "SN<1>" && suite.property("resources") == "dmm")
        #expect(suite.property("ports") == "ctl=FT7DEMO1-A aux=FT7DEMO1-B")
        #expect(suite.property("verdict") == "PASS" && suite.property("recovers") == nil)
    }
}

extension XMLElement {
    fileprivate subscript(name: String) -> String? { attribute(forName: name)?.stringValue }
    fileprivate func childCount(ofElements: Bool) -> Int { (children ?? []).count { $0.kind == .element } }
    fileprivate var bad: [XMLElement] {
        elements(forName: "testcase").flatMap { $0.elements(forName: "failure") + $0.elements(forName: "error") }
    }
    fileprivate func property(_ name: String) -> String? {
        elements(forName: "properties").first?.elements(forName: "property").first { $0["name"] == name }?["value"]
    }
}
