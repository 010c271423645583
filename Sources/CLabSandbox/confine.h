// Private to CLabSandbox: what spawn.c asks of its neighbours between fork and exec.
// Everything here may be called in the child of a program with many threads: system calls only.
#ifndef LABS_CONFINE_H
#define LABS_CONFINE_H

#include "CLabSandbox.h"

/// Confines the calling process as far as it must do so itself. Returns NULL, or the name of the step that
/// failed, with errno set.
const char *labs_confine(const struct labs_confinement *confinement);

#ifdef __linux__
/// Landlock: nothing but the lists of `confinement` can be opened from here on.
int labs_restrict_files(const struct labs_confinement *confinement);
/// Seccomp: no network, no new privileges, nothing that reaches another process.
int labs_restrict_calls(int may_fork);
/// The same filter as a file, for bubblewrap, which applies it after its own work. Returns a descriptor.
int labs_open_filter(int may_fork);
/// Copies the calling process into namespaces of its own, without the work that libc's fork does for programs with
/// threads. Returns as fork does.
pid_t labs_fork_into_namespaces(void);
/// As the first process of new namespaces: arranges them. Returns NULL or the step that failed.
/// `user` and `group` are the numbers that the caller has outside; inside, it has none before the maps are written.
const char *labs_arrange_namespaces(
  const struct labs_confinement *confinement, uid_t user, gid_t group);
/// As the first process of new namespaces: starts the second, which returns. The first waits for its end, writes
/// its wait status to `status` and leaves, and the kernel ends everything that is left in the namespaces.
const char *labs_keep_house(int status);
#endif

#endif
