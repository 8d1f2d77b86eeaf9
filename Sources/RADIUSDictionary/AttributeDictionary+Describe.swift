extension AttributeDictionary {
  /// All attributes of a packet in words: name, with the tag after a colon, and text as `radclient` prints it.
  ///
  /// A hidden or secret value prints as `<<< secret >>>`, unless `revealing` gives its plain octets.
  ///
  /// - Parameter attributes: The octets after the packet's header, which is 20 octets long.
  package func describe(
    attributes: some Collection<UInt8>, revealing: Revealing? = nil
  ) -> [(name: String, text: String)] { [] }
}
