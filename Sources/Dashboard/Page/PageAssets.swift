internal import CDashboard
internal import HTTPTypes
internal import Hummingbird

/// The files of the page, as they are built into the program.
struct PageAssets: Sendable {
    struct Asset: Sendable {
        let contentType: String
        let bytes: ByteBuffer
        let tag: EntityTag
    }
    static let builtIn = PageAssets()
    private let assets: [String: Asset]

    private init() {
        var count = 0
        let files = UnsafeBufferPointer(start: cdashboard_assets(&count), count: count)
        assets = Dictionary(
            files.map { file in
                let bytes = ByteBuffer(bytes: UnsafeBufferPointer(start: file.bytes, count: file.length))
                let asset = Asset(
                    contentType: String(cString: file.content_type), bytes: bytes,
                    tag: EntityTag(of: bytes.readableBytesView))
                return (String(cString: file.path), asset)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// - Parameters:
    ///   - path: decoded, `/js/app.js`; `/` is the page itself.
    ///   - accept: what the client wants to have. A browser that opens an address of the page's own views gets the page.
    func asset(_ path: String, accept: String?) -> Asset? {
        if let asset = assets[path == "/" ? "/index.html" : path] { return asset }
        return accept?.contains("text/html") == true ? assets["/index.html"] : nil
    }

    /// - Returns: nil where there is no such file.
    func response(_ path: String, _ headers: HTTPFields) -> Response? {
        guard let asset = asset(path, accept: headers[.accept]) else { return nil }
        var answer: HTTPFields = [.eTag: asset.tag.text, .cacheControl: "no-cache"]
        if asset.tag.matches(headers) { return Response(status: .notModified, headers: answer) }
        answer[.contentType] = asset.contentType
        return Response(status: .ok, headers: answer, body: ResponseBody(byteBuffer: asset.bytes))
    }
}
