import StrictYAML

extension StationConfiguration {
    /// Less is used up by the runs that are under way when the store fails; more is no bound any more.
    private static let memories = 64 << 10...4 << 30

    /// Reads `history`: how many bytes of records may wait for a store that cannot be written.
    static func storeMemory(_ value: YAMLValue) -> Int? {
        value.mapping { map in
            map.refuse(["retain"], because: "is not supported by this version")
            guard let memory = map["memory"], let bytes = memory.size() else { return nil }
            guard memories.contains(bytes) else {
                memory.report("'memory' is \(bytes) bytes; write 64KiB to 4GiB")
                return nil
            }
            return bytes
        }
    }
}
