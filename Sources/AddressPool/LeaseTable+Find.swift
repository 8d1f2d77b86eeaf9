import NetworkAddress

/// The indexes of the table. Their keys stand in the slots.
extension LeaseTable {
  // MARK: - Addresses

  func slot(at address: IPv4Address) -> Int32? {
    slotsByAddress.find(SlotIndex.hash(address)) { slots[Int($0)].lease.address == address }
  }

  /// `index` holds an address that no slot held.
  mutating func linkAddress(_ index: Int32) {
    slotsByAddress.insert(SlotIndex.hash(slots[Int(index)].lease.address), index)
  }

  // MARK: - Lease numbers

  func slot(of id: LeaseID) -> Int32? {
    slotsByLease.find(SlotIndex.hash(id)) { slots[Int($0)].lease.id == id }
  }

  mutating func linkLease(_ index: Int32) {
    let id = slots[Int(index)].lease.id
    let slots = slots
    slotsByLease.put(SlotIndex.hash(id), index) { slots[Int($0)].lease.id == id }
  }

  mutating func unlinkLease(_ id: LeaseID, _ index: Int32) { slotsByLease.remove(SlotIndex.hash(id), index) }

  // MARK: - NAS and Acct-Session-Id

  /// The slot that the NAS and the Acct-Session-Id of `holder` lead to.
  func slot(sessionOf holder: LeaseHolder) -> Int32? {
    slotsBySession.find(holder.sessionHash) { slots[Int($0)].lease.holder?.isSameSession(as: holder) ?? false }
  }

  mutating func linkSession(_ holder: LeaseHolder, _ index: Int32) {
    let slots = slots
    slotsBySession.put(holder.sessionHash, index) { slots[Int($0)].lease.holder?.isSameSession(as: holder) ?? false }
  }

  mutating func unlinkSession(_ holder: LeaseHolder, _ index: Int32) {
    slotsBySession.remove(holder.sessionHash, index)
  }

  // MARK: - Asks

  /// The slot of the last lease that the same ask got; see ``LeaseHolder/isSameAsk(as:)``.
  func slot(askOf holder: LeaseHolder) -> Int32? {
    guard holder.ask != nil else { return nil }
    return slotsByAsk.find(holder.askHash) { slots[Int($0)].lease.holder?.isSameAsk(as: holder) ?? false }
  }

  mutating func linkAsk(_ holder: LeaseHolder, _ index: Int32) {
    let slots = slots
    slotsByAsk.put(holder.askHash, index) { slots[Int($0)].lease.holder?.isSameAsk(as: holder) ?? false }
  }

  mutating func unlinkAsk(_ holder: LeaseHolder, _ index: Int32) { slotsByAsk.remove(holder.askHash, index) }

  // MARK: - Users with live leases

  func userPlace(of holder: LeaseHolder) -> Int32? { userPlace(of: holder, hash: holder.userHash) }

  func userPlace(of holder: LeaseHolder, hash: UInt32) -> Int32? {
    usersByName.find(hash) { place in
      slots[Int(users[place].head)].lease.holder?.isSameUser(as: holder) ?? false
    }
  }

  /// The live leases of a user; nil: there are none.
  func user(of holder: LeaseHolder) -> UserRecord? { userPlace(of: holder).map { users[$0] } }

  /// Live leases of a user: offered, active and suspect, on every NAS.
  package func liveLeaseCount(user: String) -> Int {
    var name = user
    return name.withUTF8 { octets in
      let place = usersByName.find(LeaseHolder.hash(user: octets)) { place in
        slots[Int(users[place].head)].lease.holder?.isUser(octets) ?? false
      }
      return place.map { Int(users[$0].live) } ?? 0
    }
  }
}
