// Refusing system calls to the calling process with seccomp, which needs no privilege.
// Source: Documentation/userspace-api/seccomp_filter.rst.
#define _GNU_SOURCE
#include "confine.h"

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Newer than some headers: calls that change modes and attributes, and fcntl's GNU commands.
enum { CALL_FCHMODAT2 = 452, CALL_SETXATTRAT = 463, FCNTL_SETSIG = 10, FCNTL_SETOWN_EX = 15 };

#if defined(__x86_64__)
#define OUR_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define REFUSE(code) ANSWER(SECCOMP_RET_ERRNO | (code))
#define WHEN(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (yes), (no))
#define IGNORE(call) WHEN(SYS_##call, 0, 1), REFUSE(0)
#define DENY(call) WHEN(SYS_##call, 0, 1), REFUSE(EPERM)
#define DENY_NUMBER(number) WHEN(number, 0, 1), REFUSE(EPERM)
// Refused unless the first argument is 0 or our own process, which stays the same through exec.
#define SELF_ONLY(call) \
  WHEN(SYS_##call, 0, 5), LOAD(args[0]), WHEN(0, 2, 0), WHEN(self, 1, 0), REFUSE(EPERM), LOAD(nr)
// Refused when an argument has this value.
#define DENY_WITH(call, argument, value) \
  WHEN(SYS_##call, 0, 4), LOAD(args[argument]), WHEN(value, 0, 1), REFUSE(EPERM), LOAD(nr)

// A program that bubblewrap starts is the second process of its namespace.
enum { BUBBLEWRAPPED = 2 };
enum { MOST_INSTRUCTIONS = 512 };

static unsigned short write_filter(struct sock_filter *program, int may_fork, uint32_t self) {
  // Refused to everyone: the network, other processes, leaving the session, new privileges, and memory
  // and queues that outlive the process.
  struct sock_filter common[] = {
    LOAD(arch),
    WHEN(OUR_ARCHITECTURE, 1, 0),
    ANSWER(SECCOMP_RET_KILL_PROCESS),
    LOAD(nr),
#ifdef __x86_64__
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),  // the x32 calls, a second door
    ANSWER(SECCOMP_RET_KILL_PROCESS),
#endif
    // A compiler's driver insists on a process group for each child: it is told that it has one.
    DENY(setsid), IGNORE(setpgid),
    DENY(socket), DENY(ptrace), DENY(process_vm_readv), DENY(process_vm_writev),
    DENY(unshare), DENY(setns), DENY(mount), DENY(umount2), DENY(pivot_root),
    DENY(chroot), DENY(bpf), DENY(perf_event_open), DENY(keyctl), DENY(add_key), DENY(request_key),
    DENY(userfaultfd), DENY(io_uring_setup), DENY(pidfd_open), DENY(pidfd_getfd), DENY(pidfd_send_signal),
    DENY(kexec_load), DENY(reboot), DENY(init_module), DENY(finit_module), DENY(delete_module),
    DENY(shmget), DENY(shmat), DENY(msgget), DENY(semget), DENY(mq_open),
  };
  // Refused to a host besides: starting processes, reaching others by signals, limits or priorities, and
  // changing what Landlock does not govern: modes, owners, times and attributes of files anywhere.
  // A thread is a clone with CLONE_THREAD; clone3 hides its flags behind a pointer, so it is said not to
  // exist and libc falls back to clone.
  struct sock_filter solitary[] = {
    DENY(kill), DENY(tkill), DENY(rt_sigqueueinfo), DENY(rt_tgsigqueueinfo), SELF_ONLY(tgkill),
    SELF_ONLY(prlimit64), DENY(setpriority), DENY(ioprio_set), SELF_ONLY(sched_setaffinity),
    SELF_ONLY(sched_setscheduler), SELF_ONLY(sched_setparam), SELF_ONLY(sched_setattr),
    DENY_WITH(prctl, 0, PR_SET_PDEATHSIG), DENY_WITH(prctl, 0, PR_SET_CHILD_SUBREAPER),
    DENY_WITH(fcntl, 1, F_SETOWN), DENY_WITH(fcntl, 1, FCNTL_SETSIG), DENY_WITH(fcntl, 1, FCNTL_SETOWN_EX),
    DENY(fchmod), DENY(fchmodat), DENY_NUMBER(CALL_FCHMODAT2), DENY(fchown), DENY(fchownat),
    DENY(setxattr), DENY(lsetxattr), DENY(fsetxattr), DENY(removexattr), DENY(lremovexattr),
    DENY(fremovexattr), DENY_NUMBER(CALL_SETXATTRAT), DENY(utimensat),
#ifdef __x86_64__
    DENY(chmod), DENY(chown), DENY(lchown), DENY(utime), DENY(utimes), DENY(futimesat),
    DENY(fork), DENY(vfork),
#endif
    WHEN(SYS_clone3, 0, 1), REFUSE(ENOSYS),
    WHEN(SYS_clone, 0, 3),
    LOAD(args[0]),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
    REFUSE(EPERM),
  };
  struct sock_filter permit[] = {ANSWER(SECCOMP_RET_ALLOW)};
  enum { COMMON = sizeof common / sizeof *common, SOLITARY = sizeof solitary / sizeof *solitary };
  _Static_assert(COMMON + SOLITARY + 1 <= MOST_INSTRUCTIONS, "the filter's room is too small");
  unsigned short length = 0;
  for (size_t i = 0; i < COMMON; i++) program[length++] = common[i];
  for (size_t i = 0; !may_fork && i < SOLITARY; i++) program[length++] = solitary[i];
  program[length++] = permit[0];
  return length;
}

int labs_restrict_calls(int may_fork) {
  struct sock_filter program[MOST_INSTRUCTIONS];
  struct sock_fprog filter = {.filter = program};
  filter.len = write_filter(program, may_fork, (uint32_t)getpid());
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}

int labs_open_filter(int may_fork) {
  struct sock_filter program[MOST_INSTRUCTIONS];
  unsigned short length = write_filter(program, may_fork, BUBBLEWRAPPED);
  int file = (int)syscall(SYS_memfd_create, "filter", 1 /* MFD_CLOEXEC */);
  size_t size = length * sizeof *program;
  if (file < 0 || write(file, program, size) != (ssize_t)size) return -1;
  return lseek(file, 0, SEEK_SET) == 0 ? file : -1;
}

int labs_has_seccomp(void) {
  // Asking for a filter at address 0 fails with EFAULT exactly where filters exist.
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) == -1 && errno == EFAULT;
}

#else

int labs_has_seccomp(void) { return 0; }

#endif
