// Taking files away from the calling process with Landlock, which needs no privilege.
// Source: Documentation/userspace-api/landlock.rst and include/uapi/linux/landlock.h.
#define _GNU_SOURCE
#include "confine.h"

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel's header may be older than the kernel, so the numbers stand here.
#define LANDLOCK_CREATE_RULESET 444
#define LANDLOCK_ADD_RULE 445
#define LANDLOCK_RESTRICT_SELF 446
enum {
  FS_EXECUTE = 1 << 0, FS_WRITE_FILE = 1 << 1, FS_READ_FILE = 1 << 2, FS_READ_DIR = 1 << 3,
  FS_TRUNCATE = 1 << 14,
  FS_ALL_V1 = (1 << 13) - 1, FS_REFER = 1 << 13, FS_IOCTL = 1 << 15,
  RULE_PATH_BENEATH = 1,
};
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

int labs_restrict_files(const struct labs_confinement *confinement) {
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

#else

int labs_landlock_version(void) { return 0; }

#endif
