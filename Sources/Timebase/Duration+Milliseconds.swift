extension Duration {
  /// The span in whole milliseconds, rounded towards zero; saturates at `Int64`'s bounds.
  package var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    if overflow { return seconds > 0 ? .max : .min }
    let (sum, sumOverflow) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
    return sumOverflow ? (seconds > 0 ? .max : .min) : sum
  }
}
