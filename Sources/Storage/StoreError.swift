/// Why a store could not do what it was asked. It prints as one sentence that says what to do.
package struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Kind: String, CaseIterable, Sendable {
    /// No space is left, or a quota is used up. The same store works again when there is room.
    case full
    /// Reading or writing failed.
    case inputOutput
    /// Another server holds the store.
    case locked
    /// A file or folder that must exist does not.
    case missing
    /// The process may not read or write the file.
    case permission
    /// The bytes are not what this program wrote.
    case corrupt
    /// Written by a newer Rollcall, or the two files do not belong together.
    case incompatible
    /// Opened for reading only.
    case readOnly
    /// Closed already.
    case closed
  }

  package var kind: Kind
  /// A sentence: what is wrong, and what to do about it.
  package var message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  package var description: String { message }
}
