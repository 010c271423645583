// The few system calls that Swift cannot make: fork with limits, Landlock, seccomp, namespaces, folders that
// are too deep for paths, and a signal handler that is safe to run after a crash.
#ifndef C_LAB_SANDBOX_H
#define C_LAB_SANDBOX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What a child may use up. Zero in a number means "no limit of ours".
struct labs_limits {
  uint64_t cpu_seconds;
  uint64_t address_space;  // bytes
  uint64_t file_size;      // bytes, of one file
  uint64_t stack;          // bytes
  uint64_t open_files;
  uint64_t processes;      // and threads; kept only in namespaces, where nobody else's are counted
};

/// Who closes the child's doors.
enum labs_confinement_kind {
  LABS_UNCONFINED,
  LABS_LANDLOCKED,      // the child itself, by Landlock and seccomp
  LABS_IN_NAMESPACES,   // the same, in processes, network and mounts of its own
  LABS_BUBBLEWRAPPED,   // the child is bubblewrap; it gets the seccomp filter on descriptor 6
};

/// What a confined child may see. Lists end with NULL; a NULL list is empty.
struct labs_confinement {
  enum labs_confinement_kind kind;
  int may_fork;           // compilers start other programs, hosts do not
  char *const *readable;  // files and folders that may be read and executed
  char *const *writable;  // folders that may be changed
  // In namespaces: a folder that becomes a file system in memory of this size, and goes away with the child.
  const char *private_folder;
  uint64_t private_bytes;
  uint64_t private_files;
};

/// A program to start. File descriptors of -1 become /dev/null.
struct labs_spawn {
  const char *path;
  char *const *arguments;    // ends with NULL, begins with the program's name
  char *const *environment;  // ends with NULL
  const char *directory;     // NULL: the parent's
  int input, output, error;
  int channel;               // becomes descriptor 3; -1: closed
  int notes;                 // becomes descriptor 4; -1: closed
  int own_session;           // 1: a session of its own, away from the terminal's Ctrl-C
  struct labs_limits limits;
  struct labs_confinement confinement;
};

/// Starts a program, which is killed when the calling thread ends.
///
/// Returns a process identifier to wait for, or -1 with the failing step and its reason in `failure` ("chdir: No
/// such file or directory"). In namespaces that process is the program's keeper: when it has ended, nothing in them
/// is alive, and `status` is a descriptor from which the program's own wait status (an int) can be read, or nothing
/// if the keeper was killed. Otherwise `status` is -1.
pid_t labs_spawn(const struct labs_spawn *spawn, int *status, char *failure, size_t failure_size);

/// The version of Landlock that the kernel offers; 0 when there is none.
int labs_landlock_version(void);

/// 1 when the kernel accepts seccomp filters.
int labs_has_seccomp(void);

/// Installs a handler that, on a crash, writes "labs-signal N" and one line a stack frame ("labs-frame OFFSET
/// LIBRARY") to `descriptor`, and lets the signal end the process. It needs no fork, so that it works where the
/// runtime's own backtracer does not.
void labs_report_crashes(int descriptor);

/// Hands on what is printed after each line, so that nothing is lost in a crash.
void labs_buffer_lines(void);

/// The exit status of a host whose own side of the channel was closed by the code it runs.
enum { LABS_CLOSED_CHANNEL = 78 };

/// Ends the process when the peer of `descriptor` goes away, even while other code loops.
void labs_exit_with_peer(int descriptor);

/// What lies below a folder.
struct labs_tree_size {
  uint64_t bytes;    // on disk
  uint64_t entries;  // files and folders
};

/// Adds up what lies below a folder, following no links. Stops once there are more than `most_entries` entries, or
/// folders more than 64 deep, and says that there are more. Returns 0, or -1 when the folder cannot be opened.
int labs_measure_tree(const char *folder, uint64_t most_entries, struct labs_tree_size *size);

/// Removes a folder with all that is in it, following no links, however deep it is and whatever its modes are.
/// Returns 0, also when there is none, or -1 with errno.
int labs_remove_tree(const char *folder);

#endif
