/// The addresses that devices get on the buses: the next each time, as Linux counts, from 127 back to 2.
struct BusNumbers: Sendable, Hashable {
    private var last: [Int: Int] = [:]
    private var taken: Set<[Int]> = []

    /// A bus has 126 addresses beside its root hub; nil when all are taken.
    mutating func take(on bus: Int) -> Int? {
        var number = last[bus] ?? 1
        for _ in 0..<126 {
            number = number >= 127 ? 2 : number + 1
            if taken.insert([bus, number]).inserted {
                last[bus] = number
                return number
            }
        }
        return nil
    }

    mutating func free(_ number: Int, on bus: Int) { taken.remove([bus, number]) }
}
