import RigModel
import Testing

@testable import Dashboard

/// Alerts over a socket and on the event stream.
@Suite(.timeLimit(.minutes(1))) struct AlertRouteTests {
    @Test func alertsAreListedByStateAndPage() async throws {
        try await TestStation.run { station in
            var seen = Sample.alert(2, .serviceDegraded, severity: .warning)
            seen.acknowledgement = .init(at: Sample.time, by: "ann")
            var over = Sample.alert(3)
            over.resolution = .init(at: Sample.time, because: "run x was good")
            await station.alerts.hold([Sample.alert(1), seen, over])
            func ids(_ query: String) async throws -> [AlertID] {
                try await station.client.get("/api/v1/alerts\(query)").json(API.Alerts.self).alerts.map(\.id)
            }
            #expect(try await ids("") == [over.id, seen.id, Sample.alert(1).id])
            #expect(try await ids("?state=open") == [seen.id, Sample.alert(1).id])
            #expect(try await ids("?state=firing") == [Sample.alert(1).id])
            #expect(try await ids("?state=acknowledged") == [seen.id])
            #expect(try await ids("?state=resolved") == [over.id])
            let page = try await station.client.get("/api/alerts?limit=2").json(API.Alerts.self)
            let cursor = try #require(page.nextCursor)
            #expect(page.alerts.map(\.id) == [over.id, seen.id])
            let rest = try await station.client.get("/api/alerts?limit=2&cursor=\(cursor)").json(API.Alerts.self)
            #expect(rest.alerts.map(\.id) == [Sample.alert(1).id] && rest.nextCursor == nil)
            for query in ["?state=loud", "?cursor=x", "?limit=0"] {
                #expect(try await station.client.get("/api/v1/alerts\(query)").status == 400)
            }
        }
    }

    @Test func anAlertIsAcknowledgedByWhoAsks() async throws {
        try await TestStation.run { station in
            await station.alerts.hold([Sample.alert(1)])
            let path = "/api/v1/alerts/\(Sample.alert(1).id)/ack"
            let alert = try await station.client.send("POST", path).json(API.Alert.self)
            #expect(alert.state == .acknowledged && alert.acknowledgedBy == "127.0.0.1")
            #expect(try await station.client.send("POST", path).status == 200)
            #expect(await station.alerts.acknowledged == ["127.0.0.1"])
            let missing = try await station.client.send("POST", "/api/v1/alerts/\(Sample.alert(9).id)/ack")
            #expect(missing.status == 404)
            #expect(try missing.problem().type == "urn:portpool:refusal:unknown-alert")
            var over = Sample.alert(1)
            over.resolution = .init(at: Sample.time, because: "run x was good")
            await station.alerts.hold([over])
            let late = try await station.client.send("POST", path)
            #expect(late.status == 409)
            #expect(try late.problem().detail?.contains("run x was good") == true)
        }
    }

    @Test func whatTheStoreCannotTellIsSaidAndNotPassedOver() async throws {
        try await TestStation.run { station in
            await station.alerts.hold([Sample.alert(1)], incomplete: "the disk is gone")
            let page = try await station.client.get("/api/v1/alerts").json(API.Alerts.self)
            #expect(page.alerts.map(\.id) == [Sample.alert(1).id] && page.incomplete == "the disk is gone")
            let answer = try await station.client.send("POST", "/api/v1/alerts/\(Sample.alert(9).id)/ack")
            #expect(answer.status == 503)
            #expect(try answer.problem().type == "urn:portpool:refusal:alert-unreadable")
            await station.alerts.hold([Sample.alert(1)])
            #expect(try await station.client.get("/api/v1/alerts").json(API.Alerts.self).incomplete == nil)
        }
    }

    @Test func whoListensHearsOfEachAlertAndTheSnapshotHasThoseThatAreOpen() async throws {
        try await TestStation.run { station in
            var over = Sample.alert(1)
            over.resolution = .init(at: Sample.time, because: "run x was good")
            try await station.client.events("?topics=alerts") { messages in
                try await station.waitForClients(1)
                await station.hub.consume(Sample.numbered([.alertChanged(Sample.alert(1))]))
                let fired = try await messages.next("AlertChanged").json(API.Alert.self)
                #expect(fired.state == .firing && fired.summary.contains("SHORT") && fired.count == 2)
                let open = try await station.client.get("/api/v1/snapshot").json(API.Snapshot.self).alerts
                #expect(open == [fired])
                await station.hub.consume(
                    Sample.numbered([.audited(Sample.audit()), .alertChanged(over)], from: 2))
                let gone = try await messages.next("AlertChanged").json(API.Alert.self)
                #expect(gone.state == .resolved && gone.resolvedBecause == "run x was good")
            }
            #expect(try await station.client.get("/api/v1/snapshot").json(API.Snapshot.self).alerts == [])
        }
    }
}
