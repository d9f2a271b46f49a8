import Crypto
import Foundation
import RigModel
import Testing

@testable import History

@Suite struct ExportHTMLTests {
    private static let all = ExportSample.text(ExportSample.all, as: .html)
    private static let alone = ExportSample.text([ExportSample.all[2]], as: .html, isOfOneRun: true)

    /// Names of the tags of a page in order, the closing ones with their slash; fails on what is no tag.
    private func tags(_ html: String) throws -> [String] {
        var tags: [String] = []
        var rest = Substring(html)
        while let start = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: start)...]
            let end = try #require(rest.firstIndex(of: ">"))
            let tag = rest[..<end]
            #expect(tag.wholeMatch(of: /!DOCTYPE html|\/?[a-z0-9]+( [a-zA-Z-]+(="[^"<>]*")?)*\/?/) != nil, "<\(tag)>")
            tags.append(String(tag.prefix { $0 != " " }) + (tag.hasSuffix("/") && tag.contains(" ") ? "/" : ""))
            rest = rest[rest.index(after: end)...]
        }
        return tags
    }

    @Test func theHashOfThePolicyIsTheHashOfTheStyle() {
        let digest = Data(SHA256.hash(data: Data(HTMLStyle.css.utf8))).base64EncodedString()
        #expect(HTMLStyle.hash == "sha256-\(digest)", "HTMLStyle.css was changed: put this hash into HTMLStyle.hash")
        #expect(!HTMLStyle.css.contains("url(") && !HTMLStyle.css.contains("@import"))
        for html in [Self.all, Self.alone] {
            #expect(html.contains("<style>\(HTMLStyle.css)</style>") && html.contains(HTMLStyle.policy))
        }
    }

    @Test func aReportNeedsNothingBesideItself() throws {
        for html in [Self.all, Self.alone] {
            let names = Set(try tags(html.replacing(HTMLStyle.css, with: "")).map { $0.filter { $0 != "/" } })
            #expect(names.isDisjoint(with: ["script", "img", "link", "iframe", "object", "form", "base", "a"]))
            for attribute in [" src=", " href=", " style=", " onload=", " onclick="] {
                #expect(!html.contains(attribute), "\(attribute)")
            }
        }
    }

    @Test func everyTagThatIsOpenedIsClosed() throws {
        for html in [Self.all, Self.alone, ExportSample.text([], as: .html)] {
            var open: [String] = []
            for tag in try tags(html.replacing(HTMLStyle.css, with: "")) {
                if tag.hasPrefix("!") || tag == "meta" || tag.hasSuffix("/") { continue }
                if tag.hasPrefix("/") { #expect(open.popLast() == String(tag.dropFirst())) } else { open.append(tag) }
            }
            #expect(open.isEmpty)
        }
    }

    @Test func whatAUnitSaidIsOnlyEverText() {
        for html in [Self.all, Self.alone] {
            #expect(!html.contains("<script") && html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
            #expect(!html.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
            #expect(!html.unicodeScalars.contains("\u{202e}"))
            #expect(html.contains("bench &quot;7&quot; &lt;a&amp;b&gt;"))
        }
    }

    @Test func whatMadeTheVerdictIsShownAndHintsToo() {
        #expect(Self.alone.contains("<li>the unit may echo &lt;what&gt; it hears; say echo: on</li>"))
        #expect(Self.alone.contains("<p class=\"verdict\">FAIL</p>"))
        #expect(
            Self.alone.contains("<dt>Priority</dt><dd>3</dd>") && Self.alone.contains("<dt>Resources</dt><dd>dmm</dd>"))
        #expect(Self.all.contains("<p class=\"verdict\">NOT ENDED</p>"))
        #expect(Self.all.contains("<h2>10 runs</h2>"))
        #expect(Self.all.contains("<b>2</b> <span class=\"verdict\">ABORTED</span>"))
        #expect(!Self.alone.contains("class=\"summary\""))
    }

    @Test func aRunThatIsNotGoodShowsItsStepsUnasked() {
        let good = ExportSample.text([ExportSample.all[0]], as: .html)
        #expect(good.contains("<details><summary>4 of 8 steps"))
        #expect(Self.all.contains("<details open><summary>1 of 8 steps"))
        #expect(
            ExportSample.text([ExportSample.all[0]], as: .html, isOfOneRun: true).contains(
                "<details open><summary>4 of"))
    }
}
