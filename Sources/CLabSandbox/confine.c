// Taking rights away from the calling process, one layer after the other.
#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <stddef.h>

#ifdef __linux__
#include <sys/prctl.h>

const char *labs_confine(const struct labs_confinement *confinement) {
  // Bubblewrap does it all itself.
  if (confinement->kind == LABS_UNCONFINED || confinement->kind == LABS_BUBBLEWRAPPED) return NULL;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "no_new_privs";
  if (labs_restrict_files(confinement) != 0) return "landlock";
  if (labs_restrict_calls(confinement->may_fork) != 0) return "seccomp";
  return NULL;
}

#else

// Elsewhere the runner wraps the command line (sandbox-exec) instead of confining the process itself.
const char *labs_confine(const struct labs_confinement *confinement) {
  if (confinement->kind == LABS_UNCONFINED) return NULL;
  errno = ENOSYS;
  return "confine";
}

#endif
