/// Records that come and go, each at a place of its own while it lasts. Places are used again.
struct RecordList<Record> {
  private var records: [Record] = []
  private var vacant: [Int32] = []

  var count: Int { records.count - vacant.count }
  /// Places, the vacant ones included.
  var placeCount: Int { records.count }

  mutating func insert(_ record: Record) -> Int32 {
    if let place = vacant.popLast() {
      records[Int(place)] = record
      return place
    }
    records.append(record)
    return Int32(records.count - 1)
  }

  /// `empty` stands in the place until it is used again.
  mutating func remove(_ place: Int32, leaving empty: Record) {
    records[Int(place)] = empty
    vacant.append(place)
  }

  subscript(place: Int32) -> Record {
    get { records[Int(place)] }
    _modify { yield &records[Int(place)] }
  }

  /// All of them, and the empty ones.
  var all: [Record] { records }
}

/// The NASes that have a live lease or are remembered for having shared a port, by name.
struct NASList {
  private var records = RecordList<NASRecord>()
  /// Places in `records`, by the hash of the name that stands there.
  private var places = SlotIndex()

  var count: Int { places.count }
  var placeCount: Int { records.placeCount }

  func place(of name: String) -> Int32? { place(of: name, hash: NASList.hash(name.hashValue)) }

  private func place(of name: String, hash: UInt32) -> Int32? {
    places.find(hash) { records[$0].name == name }
  }

  private static func hash(_ value: Int) -> UInt32 { UInt32(truncatingIfNeeded: value) }

  mutating func makePlace(of name: String) -> Int32 { makePlace(of: name, hash: NASList.hash(name.hashValue)) }

  /// Where sessions come from knows the hash of its NAS's name.
  mutating func makePlace(of origin: LeaseOrigin) -> Int32 {
    makePlace(of: origin.nas, hash: NASList.hash(origin.nasHash))
  }

  private mutating func makePlace(of name: String, hash: UInt32) -> Int32 {
    if let place = place(of: name, hash: hash) { return place }
    let place = records.insert(NASRecord(name: name))
    places.insert(hash, place)
    return place
  }

  mutating func remove(_ place: Int32) {
    places.remove(NASList.hash(records[place].name.hashValue), place)
    records.remove(place, leaving: NASRecord(name: ""))
  }

  subscript(place: Int32) -> NASRecord {
    get { records[place] }
    _modify { yield &records[place] }
  }

  /// A NAS that nobody knows has no record.
  subscript(name: String) -> NASRecord? { place(of: name).map { records[$0] } }

  var all: some Sequence<NASRecord> { places.slots.lazy.map { [records] in records[$0] } }
}
