// What a process says when it crashes. Everything here is safe inside a signal handler: no
// allocation, no locks, only write, dladdr and a walk over frame pointers.
#define _GNU_SOURCE
#include "CLabSandbox.h"

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

enum { MOST_FRAMES = 64, MOST_LINE = 1024 };

struct line {
  char text[MOST_LINE];
  size_t length;
};

static void append(struct line *line, const char *text) {
  while (*text && line->length < MOST_LINE - 1) line->text[line->length++] = *text++;
}

static void append_hex(struct line *line, uintptr_t value) {
  char digits[20];
  int count = 0;
  do digits[count++] = "0123456789abcdef"[value & 15]; while (value >>= 4);
  append(line, "0x");
  while (count) {
    char one[2] = {digits[--count], 0};
    append(line, one);
  }
}

static int report_descriptor = STDERR_FILENO;

static void print(struct line *line) {
  append(line, "\n");
  (void)!write(report_descriptor, line->text, line->length);
}

static void print_frame(uintptr_t address) {
  Dl_info where;
  if (!dladdr((void *)address, &where) || !where.dli_fname) return;
  struct line line = {.length = 0};
  append(&line, "labs-frame ");
  append_hex(&line, address - (uintptr_t)where.dli_fbase);
  append(&line, " ");
  append(&line, where.dli_fname);
  print(&line);
}

static void registers(const void *context, uintptr_t *program, uintptr_t *frame) {
  const ucontext_t *state = context;
#if defined(__linux__) && defined(__x86_64__)
  *program = (uintptr_t)state->uc_mcontext.gregs[REG_RIP];
  *frame = (uintptr_t)state->uc_mcontext.gregs[REG_RBP];
#elif defined(__linux__) && defined(__aarch64__)
  *program = (uintptr_t)state->uc_mcontext.pc;
  *frame = (uintptr_t)state->uc_mcontext.regs[29];
#elif defined(__APPLE__) && defined(__x86_64__)
  *program = (uintptr_t)state->uc_mcontext->__ss.__rip;
  *frame = (uintptr_t)state->uc_mcontext->__ss.__rbp;
#elif defined(__APPLE__) && defined(__aarch64__)
  *program = (uintptr_t)__darwin_arm_thread_state64_get_pc(state->uc_mcontext->__ss);
  *frame = (uintptr_t)__darwin_arm_thread_state64_get_fp(state->uc_mcontext->__ss);
#else
  (void)state;
  *program = *frame = 0;
#endif
}

static void report(int number, siginfo_t *information, void *context) {
  (void)information;
  // A crash while reporting one ends the process at once.
  signal(number, SIG_DFL);
  uintptr_t program, frame;
  registers(context, &program, &frame);
  struct line line = {.length = 0};
  append(&line, "labs-signal ");
  char digits[3] = {(char)('0' + number / 10), (char)('0' + number % 10), 0};
  append(&line, digits);
  print(&line);
  if (program) print_frame(program);
  for (int count = 0; count < MOST_FRAMES && frame && frame % sizeof(void *) == 0; count++) {
    const uintptr_t *pair = (const uintptr_t *)frame;
    // The return address points behind the call; one less is inside it.
    if (pair[1] < 4096) break;
    print_frame(pair[1] - 1);
    if (pair[0] <= frame) break;
    frame = pair[0];
  }
  raise(number);
}

void labs_report_crashes(int descriptor) {
  report_descriptor = descriptor;
  static char memory[64 * 1024];
  stack_t stack = {.ss_sp = memory, .ss_size = sizeof memory};
  sigaltstack(&stack, NULL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = report;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  const int numbers[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaction(numbers[i], &action, NULL);
}

void labs_buffer_lines(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
}

static void *wait_for_hangup(void *argument) {
  struct pollfd peer = {.fd = (int)(intptr_t)argument, .events = 0};
  for (;;) {
    if (poll(&peer, 1, -1) <= 0) continue;
    if (peer.revents & POLLNVAL) _exit(LABS_CLOSED_CHANNEL);
    if (peer.revents & (POLLHUP | POLLERR)) _exit(0);
  }
}

void labs_exit_with_peer(int descriptor) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, wait_for_hangup, (void *)(intptr_t)descriptor) == 0) pthread_detach(thread);
}
