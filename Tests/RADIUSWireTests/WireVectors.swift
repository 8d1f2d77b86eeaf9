import Foundation
import Testing

/// The vector files that concern the wire format.
struct WireVectors: Decodable {
  struct Named: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let hex: String
    var testDescription: String { name }
  }
  struct Extended: Decodable { let hex: [String] }

  let packets: [Named]
  let malformed: [Named]
  let extendedAttributes: Extended

  static let shared = load("vectors.json", as: WireVectors.self)

  /// Reads a file of `Tests/Vectors`. A file that cannot be read stops the tests, with its name.
  static func load<Content: Decodable>(_ name: String, as type: Content.Type) -> Content {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    do {
      return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: "Vectors/\(name)")))
    } catch {
      fatalError("\(name): \(error)")
    }
  }
}

/// `malformed.json`.
struct MalformedVectors: Decodable {
  struct Entry: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let hex: String
    let repeated: String?
    let times: Int?
    let error: String
    let offset: Int?

    var octets: [UInt8] {
      unhex(hex) + Array(repeatElement(unhex(repeated ?? ""), count: times ?? 0).joined())
    }
    var testDescription: String { name }
  }

  let packets: [Entry]

  static let shared = WireVectors.load("malformed.json", as: MalformedVectors.self)
}

/// Octets out of hexadecimal digits.
func unhex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  precondition(digits.count == text.count && digits.count.isMultiple(of: 2), "not hexadecimal: \(text)")
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// A packet with these attributes, whatever they are: header, Length, attributes.
func datagram(_ attributes: [UInt8], code: UInt8 = 1, padding: [UInt8] = []) -> [UInt8] {
  let length = 20 + attributes.count
  let header = [code, 7, UInt8(length >> 8), UInt8(length & 255)] + [UInt8](repeating: 0xaa, count: 16)
  return header + attributes + padding
}
