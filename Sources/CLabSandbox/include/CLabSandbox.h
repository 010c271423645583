// The few system calls that Swift cannot make: fork with limits, Landlock, seccomp, and a signal
// handler that is safe to run after a crash.
#ifndef C_LAB_SANDBOX_H
#define C_LAB_SANDBOX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What a child may do. Zero in a number means "no limit of ours".
struct labs_limits {
  uint64_t cpu_seconds;
  uint64_t address_space;  // bytes
  uint64_t file_size;      // bytes, of one file
  uint64_t stack;          // bytes
  uint64_t open_files;
};

/// What a confined child may see. Lists end with NULL; a NULL list is empty.
struct labs_confinement {
  int enabled;
  int may_fork;           // compilers start other programs, hosts do not
  char *const *readable;  // files and folders that may be read and executed
  char *const *writable;  // folders that may be changed
};

/// A program to start. File descriptors of -1 become /dev/null.
struct labs_spawn {
  const char *path;
  char *const *arguments;    // ends with NULL, begins with the program's name
  char *const *environment;  // ends with NULL
  const char *directory;     // NULL: the parent's
  int input, output, error;
  int channel;               // becomes descriptor 3; -1: closed
  int own_session;           // 1: a session of its own, away from the terminal's Ctrl-C
  struct labs_limits limits;
  struct labs_confinement confinement;
};

/// Starts a program, which is killed when the calling thread ends. Returns its process identifier, or -1 with the failing step and its errno in
/// `failure` ("chdir: No such file or directory").
pid_t labs_spawn(const struct labs_spawn *spawn, char *failure, size_t failure_size);

/// The version of Landlock that the kernel offers; 0 when there is none.
int labs_landlock_version(void);

/// 1 when the kernel accepts seccomp filters.
int labs_has_seccomp(void);

/// Adopts orphans of this process's descendants, so that a daemon cannot outlive its grader.
int labs_become_subreaper(void);

/// Installs a handler that, on a crash, writes one line a stack frame ("labs-frame LIBRARY OFFSET")
/// and "labs-signal N" to standard error, and lets the signal end the process. It needs no fork, so
/// that it works where the runtime's own backtracer does not.
void labs_report_crashes(void);

/// Hands on what is printed after each line, so that nothing is lost in a crash.
void labs_buffer_lines(void);

/// Ends the process when the peer of `descriptor` goes away, even while other code loops.
void labs_exit_with_peer(int descriptor);

#endif
