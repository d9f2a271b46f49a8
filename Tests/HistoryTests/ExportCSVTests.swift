import RigModel
import Testing

@testable import History

@Suite struct ExportCSVTests {
    /// A strict reader of RFC 4180: CRLF ends a record, quotes only around whole fields, each quote in them twice.
    private func records(_ text: String) throws -> [[String]] {
        var (records, record, field): ([[String]], [String], [UInt8]) = ([], [], [])
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\"") {
                try #require(field.isEmpty, "a quote in the midst of a field")
                index += 1
                while true {
                    try #require(index < bytes.count, "a field is not closed")
                    if bytes[index] == UInt8(ascii: "\"") {
                        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else { break }
                        index += 1
                    }
                    field.append(bytes[index])
                    index += 1
                }
                index += 1
                try #require(index < bytes.count && [0x2c, 0x0d].contains(bytes[index]), "text behind a closing quote")
            }
            switch bytes[index] {
            case UInt8(ascii: ","): record.append(take(&field))
            case 0x0d:
                try #require(index + 1 < bytes.count && bytes[index + 1] == 0x0a, "CR without LF")
                index += 1
                record.append(take(&field))
                records.append(record)
                record = []
            case let byte:
                try #require(byte != 0x0a && byte != UInt8(ascii: "\""), "LF or quote in a field without quotes")
                field.append(byte)
            }
            index += 1
        }
        try #require(record.isEmpty && field.isEmpty, "the last record is not ended")
        return records
    }

    private func take(_ field: inout [UInt8]) -> String {
        defer { field = [] }
        return String(decoding: field, as: UTF8.self)
    }

    private func table(_ runs: [ExecutionDetail]) throws -> [[String: String]] {
        let records = try records(ExportSample.text(runs, as: .csv))
        let header = try #require(records.first)
        #expect(header == CSVReport.columns)
        return records.dropFirst().map { record in
            #expect(record.count == header.count)
            return Dictionary(uniqueKeysWithValues: zip(header, record))
        }
    }

    @Test func everyKindOfRunIsReadBack() throws {
        let rows = try table(ExportSample.all)
        #expect(rows.count == 13)
        #expect(Set(rows.map { $0["execution"] }).count == ExportSample.all.count)
        #expect(rows[0]["step"] == "reset" && rows[0]["run_verdict"] == "PASS" && rows[0]["unit_serial"] == "SN<1>")
        let measured = rows[1]
        #expect(measured["measurement"] == "v" && measured["value"] == "3.31" && measured["unit"] == "V")
        #expect(measured["min"] == "3.2" && measured["max"] == "3.4" && measured["level"] == "PASS")
        #expect(rows[2]["attempts"] == "2" && rows[2]["retried"] == "yes" && rows[2]["pass"] == "2")
        let queued = try #require(rows.first { $0["execution"] == ExportSample.all[7].request.id.rawValue })
        #expect(queued["run_verdict"] == "ABORTED" && queued["run_started"] == "" && queued["step"] == "")
    }

    @Test func whatAUnitSaidIsReadBack() throws {
        let row = try #require(try table([ExportSample.all[2]]).first)
        #expect(row["received"]?.hasPrefix(#"\x00\x01"#) == true)
        #expect(row["received"]?.contains(#"& "q", '"#) == true)
        #expect(row["run_explanation"] == #"TEST step 'odd': ]]> & "quotes" \x00"#)
        #expect(row["hints"] == "the unit may echo <what> it hears; say echo: on")
    }

    @Test(arguments: ["=1+1", "@SUM(A1)", "+cmd|'/c calc'!A0", "-2+3"])
    func aSpreadsheetCarriesNothingOutThatAUnitSaid(text: String) throws {
        let run = ExportSample.detail(1, .pass, { _ in [] }, explanation: text)
        #expect(try table([run])[0]["run_explanation"] == "'" + text)
    }

    @Test(arguments: ["-3.30", "+5", "1e3", "a=b", "", " =1", "\"", "a,b", "a \"b\", c", "é😀"])
    func otherTextIsLeftAsItIs(text: String) throws {
        let run = ExportSample.detail(1, .pass, { _ in [] }, explanation: text)
        #expect(try table([run])[0]["run_explanation"] == text)
    }

    @Test func controlCharactersAreMadeVisible() throws {
        let run = ExportSample.detail(1, .pass, { _ in [] }, explanation: "a\r\n\t=1\u{0}\u{202e}b")
        #expect(try table([run])[0]["run_explanation"] == #"a\r\n\t=1\x00\xe2\x80\xaeb"#)
    }

    @Test func severalMeasurementsOfAStepAreRowsOfTheirOwn() throws {
        let run = ExportSample.detail(1, .fail) { request in
            var step = ExportSample.step("two", of: request, verdict: .fail, measured: 3.31)
            step.measurements.append(
                MeasurementRecord(name: "w", value: nil, text: "?", unit: "", min: nil, max: 1, level: .fail))
            return [step]
        }
        let rows = try table([run])
        #expect(rows.map { $0["measurement"] } == ["v", "w"])
        #expect(rows[1]["value"] == "" && rows[1]["text"] == "?" && rows[1]["max"] == "1")
        #expect(rows[0]["step"] == rows[1]["step"])
    }
}
