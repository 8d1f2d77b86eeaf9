import Foundation
import Glibc

/// The real radclient, which prints and sends a request; what it sends is received here.
enum Radclient {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The lines that it prints of an Access-Request with these attributes, and the octets of its attributes.
  static func send(_ text: String) throws -> (printed: [String], attributes: [UInt8]) {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(description: "no socket: errno \(errno)") }
    defer { close(descriptor) }
    let port = try bind(descriptor)

    let process = Process()
    process.executableURL = URL(filePath: FreeRADIUSFiles.radclient)
    process.arguments = [
      "-x", "-D", FreeRADIUSFiles.folder, "-r", "1", "-t", "0.1", "127.0.0.1:\(port)", "auth", "testing123",
    ]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput, process.standardError) = (input, output, output)
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let printed = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()

    // The process is done, so what it sent is here already.
    var packet = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &packet, packet.count, Int32(MSG_DONTWAIT))
    guard count >= 20 else { throw Failure(description: "radclient sent nothing: \(printed)") }
    let lines = printed.split(separator: "\n").filter { $0.hasPrefix("\t") }.map { String($0.dropFirst()) }
    return (lines, Array(packet[20..<count]))
  }

  /// Binds the socket to a free port of the loopback interface.
  private static func bind(_ descriptor: Int32) throws -> UInt16 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        Glibc.bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard outcome else { throw Failure(description: "no port: errno \(errno)") }
    return UInt16(bigEndian: address.sin_port)
  }
}
