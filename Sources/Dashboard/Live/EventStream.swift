internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Sends one client its events until either side ends it.
struct EventStream: Sendable {
    let hub: EventHub
    let filter: EventFilter
    let start: StreamStart

    func response(to call: Call) -> Response {
        let channel = call.context.channel
        // Told to the hub when the answer is under way, not before: a client that leaves in between is never counted.
        let body = ResponseBody { writer in
            let subscription = await hub.subscribe(filter, from: start) { channel.close(promise: nil) }
            do {
                try await call.request.body.consumeWithInboundCloseHandler { _ in
                    try await send(subscription, to: &writer)
                } onInboundClosed: {
                    subscription.wake.finish()
                }
            } catch {
                // The connection is gone, or was cut because the client took nothing: both end only this stream.
                await hub.unsubscribe(subscription.id)
                throw error
            }
            await hub.unsubscribe(subscription.id)
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no",
            ], body: body)
    }

    private func send(_ subscription: EventSubscription, to writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(SSE.opening)
        try await sendWaiting(subscription, to: &writer)
        for await _ in subscription.wakeups { try await sendWaiting(subscription, to: &writer) }
        // Finished: what was offered before the end, `bye` among it.
        try await sendWaiting(subscription, to: &writer)
    }

    private func sendWaiting(_ subscription: EventSubscription, to writer: inout any ResponseBodyWriter) async throws {
        while let chunk = await hub.take(subscription.id) { try await writer.write(chunk) }
    }
}

extension HTTPField.Name {
    /// nginx holds an answer back unless it is told not to.
    static let accelBuffering = Self("X-Accel-Buffering")!
}
