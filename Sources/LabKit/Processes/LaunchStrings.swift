import CLabSandbox
import Foundation

/// The strings of a launch, in C's form, for as long as this object lives.
final class LaunchStrings {
  private let path, directory, privateFolder: CStrings
  private let arguments, environment, readable, writable: CStrings

  init(_ launch: Launch) {
    path = CStrings([launch.executable])
    directory = CStrings(launch.directory.map { [$0] } ?? [])
    arguments = CStrings([launch.executable] + launch.arguments)
    environment = CStrings(launch.environment.map { "\($0.key)=\($0.value)" }.sorted())
    let confinement = launch.confinement?.1
    readable = CStrings(confinement?.readable ?? [])
    writable = CStrings(confinement.map { $0.writable + [$0.privateFolder].compactMap { $0 } } ?? [])
    privateFolder = CStrings([confinement?.privateFolder].compactMap { $0 })
  }

  func fill(_ request: inout labs_spawn) {
    request.path = UnsafePointer(path.list[0])
    request.directory = UnsafePointer(directory.list[0])
    request.arguments = UnsafePointer(arguments.list)
    request.environment = UnsafePointer(environment.list)
    request.confinement.readable = UnsafePointer(readable.list)
    request.confinement.writable = UnsafePointer(writable.list)
    request.confinement.private_folder = UnsafePointer(privateFolder.list[0])
  }
}

/// A list of C strings that ends with a null pointer.
final class CStrings {
  let list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    count = strings.count
    list = .allocate(capacity: count + 1)
    list.initialize(repeating: nil, count: count + 1)
    for (index, string) in strings.enumerated() { list[index] = strdup(string) }
  }

  deinit {
    for index in 0..<count { free(list[index]) }
    list.deallocate()
  }
}
