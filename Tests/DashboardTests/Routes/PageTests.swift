import RigModel
import Testing

@testable import Dashboard

@Suite(.timeLimit(.minutes(1))) struct PageTests {
    @Test func thePageIsServedWithAStrictPolicyAndATag() async throws {
        try await TestStation.run { station in
            let page = try await station.client.get("/")
            #expect(page.status == 200)
            #expect(page.header("content-type") == "text/html; charset=utf-8")
            #expect(page.header("x-content-type-options") == "nosniff")
            let policy = try #require(page.header("content-security-policy"))
            #expect(policy.hasPrefix("default-src 'self';"))
            #expect(!policy.contains("unsafe"))
            #expect(!page.text.contains("<script>") && !page.text.contains("style="))
            let tag = try #require(page.header("etag"))
            let same = try await station.client.get("/index.html", headers: [("If-None-Match", tag)])
            #expect(same.status == 304 && same.body.isEmpty)
        }
    }

    @Test func onlyABrowserThatOpensAViewGetsThePageForAnyPath() async throws {
        try await TestStation.run { station in
            let page = try await station.client.get("/")
            let html = [("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")]
            let view = try await station.client.get("/runs/01J00000000000000000000001", headers: html)
            #expect(view.body == page.body)
            #expect(try await station.client.get("/js/nope.js", headers: [("Accept", "*/*")]).problem().status == 404)
            #expect(try await station.client.get("/api/v1/nope", headers: html).problem().status == 404)
            #expect(try await station.client.get("/api", headers: html).problem().status == 404)
        }
    }

    @Test func scriptsAndStylesHaveTheirTypes() async throws {
        try await TestStation.run { station in
            let types = [
                ("/js/app.js", "text/javascript; charset=utf-8"), ("/css/base.css", "text/css; charset=utf-8"),
                ("/favicon.svg", "image/svg+xml"),
            ]
            for (path, type) in types {
                let answer = try await station.client.get(path)
                #expect(answer.status == 200 && !answer.body.isEmpty)
                #expect(answer.header("content-type") == type)
            }
        }
    }
}
