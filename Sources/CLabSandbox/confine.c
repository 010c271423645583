// Taking rights away from the calling process: Landlock for files, seccomp for system calls.
// Both need no privilege. What they leave open is written down in the list below.
#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>

#ifdef __linux__
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel's header may be older than the kernel, so the numbers stand here.
// Source: Documentation/userspace-api/landlock.rst and include/uapi/linux/landlock.h.
#define LANDLOCK_CREATE_RULESET 444
#define LANDLOCK_ADD_RULE 445
#define LANDLOCK_RESTRICT_SELF 446
enum {
  FS_EXECUTE = 1 << 0, FS_WRITE_FILE = 1 << 1, FS_READ_FILE = 1 << 2, FS_READ_DIR = 1 << 3,
  FS_TRUNCATE = 1 << 14,
  FS_ALL_V1 = (1 << 13) - 1, FS_REFER = 1 << 13, FS_IOCTL = 1 << 15,
  RULE_PATH_BENEATH = 1,
};
// Newer than some headers: calls that change modes and attributes, and fcntl's GNU commands.
enum { CALL_FCHMODAT2 = 452, CALL_SETXATTRAT = 463, FCNTL_SETSIG = 10, FCNTL_SETOWN_EX = 15 };
struct ruleset { uint64_t files, network, scopes; };
struct path_beneath { uint64_t allowed; int32_t parent; } __attribute__((packed));

int labs_landlock_version(void) {
  long version = syscall(LANDLOCK_CREATE_RULESET, NULL, 0, 1 /* VERSION */);
  return version > 0 ? (int)version : 0;
}

static uint64_t rights_known_to(int version) {
  uint64_t rights = FS_ALL_V1;
  if (version >= 2) rights |= FS_REFER;
  if (version >= 3) rights |= FS_TRUNCATE;
  if (version >= 5) rights |= FS_IOCTL;
  return rights;
}

static int allow(int ruleset, const char *path, uint64_t rights) {
  int descriptor = open(path, O_PATH | O_CLOEXEC);
  if (descriptor < 0) return errno == ENOENT ? 0 : -1;
  struct stat status;
  int is_folder = fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
  if (!is_folder) rights &= FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL;
  struct path_beneath rule = {.allowed = rights, .parent = descriptor};
  long result = syscall(LANDLOCK_ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0);
  close(descriptor);
  return (int)result;
}

static int restrict_files(const struct labs_confinement *confinement) {
  int version = labs_landlock_version();
  if (version == 0) { errno = ENOSYS; return -1; }
  struct ruleset rules = {.files = rights_known_to(version)};
  size_t size = sizeof rules.files;
  if (version >= 4) { rules.network = 3; size += sizeof rules.network; }  // bind and connect by TCP
  if (version >= 6) { rules.scopes = 3; size += sizeof rules.scopes; }    // abstract sockets, signals
  int ruleset = (int)syscall(LANDLOCK_CREATE_RULESET, &rules, size, 0);
  if (ruleset < 0) return -1;
  const uint64_t reading = FS_EXECUTE | FS_READ_FILE | FS_READ_DIR;
  for (char *const *path = confinement->readable; path && *path; path++)
    if (allow(ruleset, *path, reading) != 0) return -1;
  for (char *const *path = confinement->writable; path && *path; path++)
    if (allow(ruleset, *path, rules.files) != 0) return -1;
  long result = syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0);
  close(ruleset);
  return (int)result;
}

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

static int restrict_calls(int may_fork) {
  const uint32_t self = (uint32_t)getpid();
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
  struct sock_filter program[COMMON + SOLITARY + 1];
  unsigned short length = 0;
  for (size_t i = 0; i < COMMON; i++) program[length++] = common[i];
  for (size_t i = 0; !may_fork && i < SOLITARY; i++) program[length++] = solitary[i];
  program[length++] = permit[0];
  struct sock_fprog filter = {.len = length, .filter = program};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}

int labs_has_seccomp(void) {
  // Asking for a filter at address 0 fails with EFAULT exactly where filters exist.
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) == -1 && errno == EFAULT;
}

const char *labs_confine(const struct labs_confinement *confinement) {
  if (!confinement->enabled) return NULL;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "no_new_privs";
  if (restrict_files(confinement) != 0) return "landlock";
  if (restrict_calls(confinement->may_fork) != 0) return "seccomp";
  return NULL;
}

#else

int labs_landlock_version(void) { return 0; }
int labs_has_seccomp(void) { return 0; }

// Elsewhere the runner wraps the command line (sandbox-exec) instead of confining the process itself.
const char *labs_confine(const struct labs_confinement *confinement) {
  if (!confinement->enabled) return NULL;
  errno = ENOSYS;
  return "confine";
}

#endif
