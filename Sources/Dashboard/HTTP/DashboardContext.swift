internal import Hummingbird
internal import NIOCore

/// What a request comes with: Hummingbird's own, and the connection, so that a stalled stream can be cut.
struct DashboardContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
