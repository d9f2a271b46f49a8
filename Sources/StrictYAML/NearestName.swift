/// The name that was probably meant: the one with the fewest typing errors, if they are few.
public func nearestName(to word: String, in names: some Sequence<String>) -> String? {
    // What is longer than any name is no slip of the finger, and would take long to compare.
    guard word.utf8.count <= 200 else { return nil }
    let wanted = Array(word.lowercased())
    // Any letter is one error away from any other: a word of one letter is only mistaken in its case.
    let allowed = wanted.count == 1 ? 0 : max(1, wanted.count / 3)
    let distances = names.compactMap { name -> (name: String, distance: Int)? in
        let letters = Array(name.lowercased())
        // Each letter too many or too few is an error at least.
        guard abs(letters.count - wanted.count) <= allowed else { return nil }
        let distance = typingErrors(wanted, letters)
        return distance <= allowed ? (name, distance) : nil
    }
    return distances.min { $0.distance < $1.distance }?.name
}

/// Letters to insert, remove, replace or swap with their neighbour (optimal string alignment distance).
private func typingErrors(_ left: [Character], _ right: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
        var current = [row + 1]
        for column in 0..<right.count {
            let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
            var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                best = min(best, beforePrevious[column - 1] + 1)
            }
            current.append(best)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
}

/// A hint for a word that is not among the names: `did you mean 'timeout'?`; nil where none is near.
public func suggestion(for word: String, from names: some Sequence<String>) -> String? {
    nearestName(to: word, in: names).map { "did you mean '\($0)'?" }
}
