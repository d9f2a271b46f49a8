/// The value below which that share of the values lies.
func quantile(_ fraction: Double, _ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted[min(sorted.count - 1, Int(fraction * Double(sorted.count)))]
}

func median(_ values: [Double]) -> Double { quantile(0.5, values) }
