import RigModel
import Testing

@Suite struct TextTemplateTests {
    @Test(arguments: [
        ("SET 3", "SET 3"), ("SET ${read.v}", "SET 3.3"), ("${a.b.v}${read.v}", "xx3.3"), ("$${read.v}", "${read.v}"),
        ("$$${read.v}", "$${read.v}"), ("US$ 5", "US$ 5"), ("", ""), ("$", "$"), ("${read.v", "${read.v"),
        ("${v}", "${v}"), ("${.v}", "${.v}"), ("${read.}", "${read.}"),
    ])
    func placesAreFilled(source: String, text: String) {
        let values = ["read.v": "3.3", "a.b.v": "xx"]
        #expect(TextTemplate(source).filled { values["\($0).\($1)"] } == .text(text))
    }

    @Test func theFirstPlaceWithoutAValueIsNamed() {
        let template = TextTemplate("A ${one.v} B ${two.w}")
        #expect(template.filled { step, _ in step == "one" ? "1" : nil } == .missing(step: "two", name: "w"))
    }

    @Test(arguments: [
        ("${read.v", ["${read.v"]), ("${v} ${.v} ${x.}", ["${v}", "${.v}", "${x.}"]), ("${a.b} $${c}", []),
    ])
    func whatIsNoPlaceIsAFault(source: String, faults: [String]) {
        #expect(TextTemplate(source).faults == faults)
    }
}
