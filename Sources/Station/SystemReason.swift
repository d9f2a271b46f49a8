import Foundation

extension Error {
    /// What the system says of it in few words, where it came from the system: `Permission denied`.
    public var systemReason: String {
        if let error = self as? POSIXError { return String(cString: strerror(error.code.rawValue)) }
        if let error = self as? CocoaError, let underlying = error.underlying { return underlying.systemReason }
        let error = self as NSError
        if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))) }
        return localizedDescription
    }
}
