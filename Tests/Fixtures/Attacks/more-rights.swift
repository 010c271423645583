// Asks the kernel for what it should not have.
// report: returned
import Foundation

@_silgen_name("syscall") func systemCall(_ number: Int, _ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Int
@_silgen_name("unshare") func unshareNamespaces(_ flags: Int32) -> Int32
@_silgen_name("mount") func mountFileSystem(
  _ a: UnsafePointer<CChar>, _ b: UnsafePointer<CChar>, _ c: UnsafePointer<CChar>, _ d: UInt,
  _ e: UnsafeRawPointer?
) -> Int32
@_silgen_name("ptrace") func trace(_ request: Int, _ process: Int32, _ a: Int, _ b: Int) -> Int

func words(_ text: String) -> [String] {
  if unshareNamespaces(0x1000_0000) == 0 { print("escaped: a user namespace") }
  if mountFileSystem("none", ".", "tmpfs", 0, nil) == 0 { print("escaped: a mount") }
  // PTRACE_SEIZE, which stops nobody.
  if trace(0x4206, getppid(), 0, 0) == 0 { print("escaped: traces its parent") }
  if chroot(".") == 0 { print("escaped: a new root") }
  if setuid(0) == 0, getuid() == 0, open("/etc/shadow", O_RDONLY) >= 0 { print("escaped: root") }
  // io_uring_setup, bpf and userfaultfd go round or under other calls.
  #if arch(x86_64)
    for number in [425, 321, 323] where systemCall(number, 1, 0, 0, 0) >= 0 {
      print("escaped: call \(number)")
    }
  #endif
  return []
}
