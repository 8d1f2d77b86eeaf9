package import Accounting
package import RADIUSDictionary

/// How records are written into a file.
package enum LogFormat: String, CaseIterable, Sendable {
  case detail
  case jsonLines = "json-lines"
  case csv

  /// What stands above the first record of a file.
  package var header: String { self == .csv ? CSVLineText.header : "" }

  /// A record with its line end.
  ///
  /// - Parameter secondsEast: the time zone of detail's heads; the others write UTC.
  package func text(_ record: AccountingRecord, dictionary: AttributeDictionary, secondsEast: Int) -> String {
    switch self {
    case .detail: DetailText.text(record, dictionary: dictionary, secondsEast: secondsEast)
    case .jsonLines: JSONLineText.text(record, dictionary: dictionary)
    case .csv: CSVLineText.text(record)
    }
  }
}
