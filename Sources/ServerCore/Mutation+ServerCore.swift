import AddressPool

extension Mutation {
  /// As in AddressPool: `false` at compile time in all but the mutation build.
  @inline(__always)
  var isActive: Bool {
    #if MUTATIONS
      Mutation.active == self
    #else
      false
    #endif
  }
}
