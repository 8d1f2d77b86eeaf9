/// Rows that the fold has had in hand lately, so that the next batch need not read them again: a session's Interim comes
/// batches after its Start.
///
/// Two generations: what the older one holds and nobody asks for goes when the younger one is full. Nothing goes within
/// a batch, for what a batch has changed is not in the table yet.
struct RowCache<Key: Hashable, Row> {
  private var young: [Key: Row] = [:]
  private var old: [Key: Row] = [:]

  mutating func row(_ key: Key) -> Row? {
    if let row = young[key] { return row }
    if old.isEmpty { return nil }
    guard let row = old.removeValue(forKey: key) else { return nil }
    young[key] = row
    return row
  }

  mutating func put(_ row: Row, _ key: Key) { young[key] = row }

  /// Between two batches: keeps at most about twice `countMax`.
  mutating func age(countMax: Int) {
    guard young.count > countMax else { return }
    // A batch as large as that leaves nothing that is worth its memory.
    old = young.count > 2 * countMax ? [:] : young
    young = [:]
  }
}
