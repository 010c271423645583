// A world of its own for one program: processes, network, shared memory and mounts.
// Source: namespaces(7), pid_namespaces(7), user_namespaces(7). Needs no privilege where the kernel lets users
// make user namespaces.
#define _GNU_SOURCE
#include "confine.h"

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// What the user is called inside when it is root outside: a name without privileges in there either.
enum { NOBODY = 65534 };

static pid_t fork_with(unsigned long flags) {
  return (pid_t)syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
}

pid_t labs_fork_into_namespaces(void) {
  return fork_with(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNS);
}

static int write_text(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t written = write(file, text, strlen(text));
  close(file);
  return written == (ssize_t)strlen(text) ? 0 : -1;
}

static int map_identity(const char *path, unsigned outside) {
  char line[64];
  snprintf(line, sizeof line, "%u %u 1", outside == 0 ? NOBODY : outside, outside);
  return write_text(path, line);
}

const char *labs_arrange_namespaces(
  const struct labs_confinement *confinement, uid_t user, gid_t group) {
  if (write_text("/proc/self/setgroups", "deny") != 0 && errno != ENOENT) return "setgroups";
  if (map_identity("/proc/self/uid_map", user) != 0) return "uid_map";
  if (map_identity("/proc/self/gid_map", group) != 0) return "gid_map";
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return "mounts";
  // A view of its own processes alone; where a container forbids it, Landlock still hides the others' insides.
  mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
  if (confinement->private_folder) {
    char size[96];
    snprintf(
      size, sizeof size, "mode=700,size=%llu,nr_inodes=%llu", (unsigned long long)confinement->private_bytes,
      (unsigned long long)confinement->private_files);
    if (mount("tmpfs", confinement->private_folder, "tmpfs", MS_NOSUID | MS_NODEV, size) != 0) return "tmpfs";
  }
  return NULL;
}

const char *labs_keep_house(int status) {
  pid_t program = fork_with(0);
  if (program < 0) return "fork";
  if (program == 0) return NULL;
  // It is a copy of the grader: nothing of it may be read from inside, and no pipe kept open.
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  dup2(status, STDIN_FILENO);
  syscall(SYS_close_range, 1U, ~0U, 0);
  for (;;) {
    int how;
    pid_t ended = waitpid(-1, &how, 0);
    if (ended == program) {
      (void)!write(STDIN_FILENO, &how, sizeof how);
      _exit(0);
    }
    if (ended < 0 && errno != EINTR) _exit(1);
  }
}

#endif
