import Foundation
import Glibc
import ProcessHarness

/// A file system of a few mebibytes in memory, to be filled. It goes when the last reference to it goes.
final class SmallDisk {
  let url: URL
  private var ballast: URL { url.appending(path: "ballast") }

  /// Whether this process may mount one: root may, but not in every container.
  static let isPossible: Bool = (try? SmallDisk(mebibytes: 1)) != nil

  init(mebibytes: Int) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "rollcall-disk-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    guard mount("tmpfs", url.path, "tmpfs", 0, "size=\(mebibytes)m") == 0 else {
      let reason = String(cString: strerror(errno))
      rmdir(url.path)
      throw HarnessError("cannot mount a tmpfs: \(reason)")
    }
  }

  deinit {
    umount2(url.path, Int32(MNT_DETACH))
    rmdir(url.path)
  }

  /// Takes all room that is left.
  func fill() throws {
    let file = open(ballast.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    guard file >= 0 else { throw HarnessError("cannot make the ballast: \(String(cString: strerror(errno)))") }
    defer { close(file) }
    let block = [UInt8](repeating: 0, count: 4_096)
    while write(file, block, block.count) > 0 {}
    guard errno == ENOSPC else { throw HarnessError("the disk does not fill: \(String(cString: strerror(errno)))") }
  }

  /// Gives it back.
  func empty() throws { try FileManager.default.removeItem(at: ballast) }
}
