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

enum { CHANNEL = 3, REPORT = 4, FIRST_FREE = 16 };

struct step_failure {
  char step[16];
  int code;
};

static void fail(int report, const char *step) {
  struct step_failure failure = {.code = errno};
  strncpy(failure.step, step, sizeof failure.step - 1);
  (void)!write(report, &failure, sizeof failure);
  _exit(127);
}

// Copies `from` out of the way of the low numbers that are about to be assigned.
static int lift(int from, int report) {
  if (from < 0) from = open("/dev/null", O_RDWR);
  int high = fcntl(from, F_DUPFD_CLOEXEC, FIRST_FREE);
  if (high < 0) fail(report, "descriptors");
  return high;
}

static void place(int from, int to, int report) {
  if (dup2(from, to) < 0) fail(report, "descriptors");
}

static void close_from(int first) {
#if defined(__linux__) && defined(SYS_close_range)
  if (syscall(SYS_close_range, (unsigned)first, ~0U, 0) == 0) return;
#endif
  struct rlimit limit;
  int last = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536 ? (int)limit.rlim_cur : 65536;
  for (int descriptor = first; descriptor < last; descriptor++) close(descriptor);
}

static void limit(int resource, uint64_t value, int report) {
  if (value == 0) return;
  struct rlimit old, new = {.rlim_cur = value, .rlim_max = value};
  if (getrlimit(resource, &old) == 0 && old.rlim_max != RLIM_INFINITY && old.rlim_max < value)
    new.rlim_cur = new.rlim_max = old.rlim_max;
  if (setrlimit(resource, &new) != 0) fail(report, "limits");
}

static void apply_limits(const struct labs_limits *limits, int report) {
  struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  limit(RLIMIT_CPU, limits->cpu_seconds, report);
  limit(RLIMIT_FSIZE, limits->file_size, report);
  limit(RLIMIT_STACK, limits->stack, report);
  limit(RLIMIT_NOFILE, limits->open_files, report);
#ifdef __linux__
  limit(RLIMIT_AS, limits->address_space, report);
#endif
}

static void reset_signals(void) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
}

static void become_child(const struct labs_spawn *spawn, int report_pipe) {
  int report = fcntl(report_pipe, F_DUPFD_CLOEXEC, FIRST_FREE);
  if (report < 0) _exit(127);
  reset_signals();
  if (spawn->own_session) setsid();
#ifdef __linux__
  // The signal comes when the thread that forked ends, so that thread must wait for its child.
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#endif
  int input = lift(spawn->input, report), output = lift(spawn->output, report);
  int error = lift(spawn->error, report), channel = lift(spawn->channel, report);
  place(input, STDIN_FILENO, report);
  place(output, STDOUT_FILENO, report);
  place(error, STDERR_FILENO, report);
  if (spawn->channel >= 0) place(channel, CHANNEL, report); else close(CHANNEL);
  place(report, REPORT, report);
  fcntl(REPORT, F_SETFD, FD_CLOEXEC);
  close_from(REPORT + 1);
  if (spawn->directory && chdir(spawn->directory) != 0) fail(REPORT, "chdir");
  apply_limits(&spawn->limits, REPORT);
  const char *step = labs_confine(&spawn->confinement);
  if (step) fail(REPORT, step);
  execve(spawn->path, spawn->arguments, spawn->environment);
  fail(REPORT, "exec");
}

pid_t labs_spawn(const struct labs_spawn *spawn, char *failure, size_t failure_size) {
  int report[2];
#ifdef __linux__
  int made = pipe2(report, O_CLOEXEC);
#else
  int made = pipe(report);
  if (made == 0) { fcntl(report[0], F_SETFD, FD_CLOEXEC); fcntl(report[1], F_SETFD, FD_CLOEXEC); }
#endif
  if (made != 0) {
    snprintf(failure, failure_size, "pipe: %s", strerror(errno));
    return -1;
  }
  pid_t child = fork();
  if (child == 0) become_child(spawn, report[1]);
  int fork_error = errno;
  close(report[1]);
  if (child < 0) {
    close(report[0]);
    snprintf(failure, failure_size, "fork: %s", strerror(fork_error));
    return -1;
  }
  struct step_failure told;
  ssize_t count;
  do count = read(report[0], &told, sizeof told); while (count < 0 && errno == EINTR);
  close(report[0]);
  if (count == (ssize_t)sizeof told) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    snprintf(failure, failure_size, "%.15s: %s", told.step, strerror(told.code));
    return -1;
  }
  return child;
}

int labs_become_subreaper(void) {
#ifdef __linux__
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
#else
  return -1;
#endif
}

