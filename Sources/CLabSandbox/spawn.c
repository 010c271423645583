// Starting a child: everything between fork and exec, where only C is safe.
#define _GNU_SOURCE
#include "CLabSandbox.h"
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

enum { CHANNEL = 3, NOTES = 4, REPORT = 5, FILTER = 6, FIRST_FREE = 16 };

struct step_failure {
  char step[16];
  int code;
};

// What the two sides of a start share besides the request.
struct ends {
  int report[2];  // closed by the program's start, or else the step that failed
  int status[2];  // in namespaces: how the program ended
  uid_t user;
  gid_t group;
};

static void fail(int report, const char *step) {
  struct step_failure failure = {.code = errno};
  strncpy(failure.step, step, sizeof failure.step - 1);
  (void)!write(report, &failure, sizeof failure);
  _exit(127);
}

// Copies `from` out of the way of the low numbers that are about to be assigned.
static int lift(int from, int report) {
  if (from < 0) return -1;
  int high = fcntl(from, F_DUPFD_CLOEXEC, FIRST_FREE);
  if (high < 0) fail(report, "descriptors");
  return high;
}

static void place(int from, int to, int report) {
  if (from < 0 && to <= STDERR_FILENO) from = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (from < 0) close(to);
  else if (dup2(from, to) < 0) fail(report, "descriptors");
}

static void close_from(int first) {
#if defined(__linux__) && defined(SYS_close_range)
  if (syscall(SYS_close_range, (unsigned)first, ~0U, 0) == 0) return;
#endif
  struct rlimit limit;
  int last = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536 ? (int)limit.rlim_cur : 65536;
  for (int descriptor = first; descriptor < last; descriptor++) close(descriptor);
}

static void limit(int resource, uint64_t value, uint64_t hard, int report) {
  if (value == 0) return;
  struct rlimit old, new = {.rlim_cur = value, .rlim_max = hard};
  if (getrlimit(resource, &old) == 0 && old.rlim_max != RLIM_INFINITY && old.rlim_max < hard) {
    new.rlim_max = old.rlim_max;
    if (new.rlim_cur > new.rlim_max) new.rlim_cur = new.rlim_max;
  }
  if (setrlimit(resource, &new) != 0) fail(report, "limits");
}

static void apply_limits(const struct labs_spawn *spawn, int report) {
  const struct labs_limits *limits = &spawn->limits;
  struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  // At the soft limit comes a signal with a name; whoever ignores it is killed a second later.
  limit(RLIMIT_CPU, limits->cpu_seconds, limits->cpu_seconds + 1, report);
  limit(RLIMIT_FSIZE, limits->file_size, limits->file_size, report);
  limit(RLIMIT_STACK, limits->stack, limits->stack, report);
  limit(RLIMIT_NOFILE, limits->open_files, limits->open_files, report);
#ifdef __linux__
  limit(RLIMIT_AS, limits->address_space, limits->address_space, report);
  if (spawn->confinement.kind == LABS_IN_NAMESPACES)
    limit(RLIMIT_NPROC, limits->processes, limits->processes, report);
#endif
}

static void reset_signals(void) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
}

static void die_with_parent(void) {
#ifdef __linux__
  // The signal comes when the thread that forked ends, so that thread must wait for its child.
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#endif
}

static void place_descriptors(const struct labs_spawn *spawn, int report) {
  int input = lift(spawn->input, report), output = lift(spawn->output, report);
  int error = lift(spawn->error, report), channel = lift(spawn->channel, report);
  int notes = lift(spawn->notes, report), filter = -1;
#ifdef __linux__
  if (spawn->confinement.kind == LABS_BUBBLEWRAPPED) {
    filter = lift(labs_open_filter(spawn->confinement.may_fork), report);
    if (filter < 0) fail(report, "filter");
  }
#endif
  place(input, STDIN_FILENO, report);
  place(output, STDOUT_FILENO, report);
  place(error, STDERR_FILENO, report);
  place(channel, CHANNEL, report);
  place(notes, NOTES, report);
  place(report, REPORT, report);
  fcntl(REPORT, F_SETFD, FD_CLOEXEC);
  place(filter, FILTER, REPORT);
  close_from(FILTER + 1);
}

static void become_child(const struct labs_spawn *spawn, const struct ends *ends) {
  int report = fcntl(ends->report[1], F_DUPFD_CLOEXEC, FIRST_FREE);
  if (report < 0) _exit(127);
  reset_signals();
  if (spawn->own_session) setsid();
  die_with_parent();
#ifdef __linux__
  if (spawn->confinement.kind == LABS_IN_NAMESPACES) {
    const char *step = labs_arrange_namespaces(&spawn->confinement, ends->user, ends->group);
    if (!step) step = labs_keep_house(ends->status[1]);
    if (step) fail(report, step);
    die_with_parent();
  }
#endif
  place_descriptors(spawn, report);
  if (spawn->directory && chdir(spawn->directory) != 0) fail(REPORT, "chdir");
  apply_limits(spawn, REPORT);
  const char *step = labs_confine(&spawn->confinement);
  if (step) fail(REPORT, step);
  execve(spawn->path, spawn->arguments, spawn->environment);
  fail(REPORT, "exec");
}

static int make_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC);
#else
  if (pipe(ends) != 0) return -1;
  for (int i = 0; i < 2; i++) fcntl(ends[i], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

static pid_t start(const struct labs_spawn *spawn) {
#ifdef __linux__
  if (spawn->confinement.kind == LABS_IN_NAMESPACES) return labs_fork_into_namespaces();
#endif
  return fork();
}

// Waits until the child runs its program; otherwise reaps it and says in `failure` what went wrong.
static int await_program(pid_t child, int report, char *failure, size_t failure_size) {
  struct step_failure told;
  ssize_t count;
  do count = read(report, &told, sizeof told); while (count < 0 && errno == EINTR);
  if (count != (ssize_t)sizeof told) return 0;
  while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
  snprintf(failure, failure_size, "%.15s: %s", told.step, strerror(told.code));
  return -1;
}

static void close_pair(const int pair[2]) {
  if (pair[0] >= 0) close(pair[0]);
  if (pair[1] >= 0) close(pair[1]);
}

pid_t labs_spawn(const struct labs_spawn *spawn, int *status, char *failure, size_t failure_size) {
  struct ends ends = {.report = {-1, -1}, .status = {-1, -1}, .user = geteuid(), .group = getegid()};
  int has_keeper = spawn->confinement.kind == LABS_IN_NAMESPACES;
  *status = -1;
  pid_t child = -1;
  if (make_pipe(ends.report) != 0 || (has_keeper && make_pipe(ends.status) != 0)) {
    snprintf(failure, failure_size, "pipe: %s", strerror(errno));
  } else if ((child = start(spawn)) == 0) {
    become_child(spawn, &ends);
  } else if (child < 0) {
    snprintf(failure, failure_size, "fork: %s", strerror(errno));
  } else {
    close(ends.report[1]);
    ends.report[1] = -1;
    if (await_program(child, ends.report[0], failure, failure_size) != 0) child = -1;
  }
  if (child > 0 && has_keeper) {
    *status = ends.status[0];
    ends.status[0] = -1;
  }
  close_pair(ends.report);
  close_pair(ends.status);
  return child;
}
