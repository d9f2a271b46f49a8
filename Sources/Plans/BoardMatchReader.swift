internal import RigModel
internal import StrictYAML

/// Reads `match`: which boards a plan is for.
struct BoardMatchReader {
    struct Reading {
        var match: BoardMatch
        var serial: LocatedPattern?
    }

    func read(_ map: YAMLMapping) -> Reading? {
        let serial = map["serial"]?.pattern(.serial)
        let product = map["product"].map { value -> String? in
            let product = value.string()
            if product?.isEmpty == true { value.report("'product' is empty", hint: "leave it out to fit any product") }
            return product
        }
        let productIDs = map["pid"].flatMap { value -> [String]? in
            let ids = value.oneOrMany { $0.usbID() }
            if ids?.isEmpty == true { value.report("'pid' is empty", hint: "leave it out to fit any product id") }
            return ids
        }
        let match = BoardMatch(
            product: product ?? nil, vendorID: map["vid"]?.usbID(), productIDs: productIDs ?? [],
            serial: serial?.text)
        if map.isEmpty {
            map.report("'match' is empty and would fit every board", hint: "give product, vid, pid or serial")
        }
        return Reading(match: match, serial: serial)
    }
}
