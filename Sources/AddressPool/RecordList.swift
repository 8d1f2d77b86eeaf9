/// Records that come and go, each at a place of its own while it lasts. Places are used again.
struct RecordList<Record> {
  private var records: [Record] = []
  private var vacant: [Int32] = []

  var count: Int { records.count - vacant.count }

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
  private var places: [String: Int32] = [:]

  var count: Int { places.count }

  func place(of name: String) -> Int32? { places[name] }

  mutating func makePlace(of name: String) -> Int32 {
    if let place = places[name] { return place }
    let place = records.insert(NASRecord(name: name))
    places[name] = place
    return place
  }

  mutating func remove(_ place: Int32) {
    places[records[place].name] = nil
    records.remove(place, leaving: NASRecord(name: ""))
  }

  subscript(place: Int32) -> NASRecord {
    get { records[place] }
    _modify { yield &records[place] }
  }

  /// A NAS that nobody knows has no record.
  subscript(name: String) -> NASRecord? { places[name].map { records[$0] } }

  var all: some Sequence<NASRecord> { places.values.lazy.map { [records] in records[$0] } }
}
