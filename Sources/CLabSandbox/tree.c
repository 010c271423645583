// Folders that strangers have filled: measured and removed without following a link, and without believing that
// a path has an end. Nested folders can be deeper than any path can say, so nothing here builds paths.
#define _GNU_SOURCE
#include "CLabSandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_DEPTH = 64 };

static int is_self_or_parent(const char *name) {
  return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static DIR *open_folder(int parent, const char *name) {
  int descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return NULL;
  DIR *folder = fdopendir(descriptor);
  if (!folder) close(descriptor);
  return folder;
}

static void measure(DIR *folder, int depth, uint64_t most_entries, struct labs_tree_size *size) {
  for (struct dirent *entry; size->entries <= most_entries && (entry = readdir(folder));) {
    struct stat status;
    if (is_self_or_parent(entry->d_name)) continue;
    if (fstatat(dirfd(folder), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    size->entries++;
    size->bytes += (uint64_t)status.st_blocks * 512;
    if (!S_ISDIR(status.st_mode)) continue;
    if (depth == MOST_DEPTH) {
      size->entries = most_entries + 1;
      return;
    }
    DIR *inner = open_folder(dirfd(folder), entry->d_name);
    if (!inner) continue;
    measure(inner, depth + 1, most_entries, size);
    closedir(inner);
  }
}

int labs_measure_tree(const char *folder, uint64_t most_entries, struct labs_tree_size *size) {
  *size = (struct labs_tree_size){0, 0};
  DIR *opened = open_folder(AT_FDCWD, folder);
  if (!opened) return -1;
  measure(opened, 1, most_entries, size);
  closedir(opened);
  return 0;
}

static int is_folder(int parent, const char *name) {
  struct stat status;
  return fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

// Opens a folder that its owner may have closed to itself.
static DIR *unlock_folder(int parent, const char *name) {
  fchmodat(parent, name, S_IRWXU, 0);
  return open_folder(parent, name);
}

// Takes everything out of one folder: files are removed, folders move up to `top`, which empties them later. So each
// moves once, and no more than two folders are open at a time.
static int empty_into(int top, DIR *folder, uint64_t *moved) {
  int parent = dirfd(folder);
  for (struct dirent *entry; (entry = readdir(folder));) {
    if (is_self_or_parent(entry->d_name)) continue;
    if (!is_folder(parent, entry->d_name)) {
      if (unlinkat(parent, entry->d_name, 0) != 0) return -1;
      continue;
    }
    // Moving a folder changes its "..", so it must be writable itself.
    fchmodat(parent, entry->d_name, S_IRWXU, 0);
    char name[40];
    do snprintf(name, sizeof name, "labs-moved-%llu", (unsigned long long)++*moved);
    while (faccessat(top, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0);
    if (renameat(parent, entry->d_name, top, name) != 0) return -1;
  }
  return 0;
}

static int remove_inner(int top, const char *name, uint64_t *moved) {
  DIR *inner = unlock_folder(top, name);
  if (!inner) return -1;
  int result = empty_into(top, inner, moved);
  closedir(inner);
  return result == 0 ? unlinkat(top, name, AT_REMOVEDIR) : -1;
}

int labs_remove_tree(const char *folder) {
  struct stat status;
  if (lstat(folder, &status) != 0) return errno == ENOENT ? 0 : -1;
  if (!S_ISDIR(status.st_mode)) return unlink(folder);
  DIR *top = unlock_folder(AT_FDCWD, folder);
  if (!top) return -1;
  uint64_t moved = 0;
  int result = 0, found;
  do {
    found = 0;
    rewinddir(top);
    for (struct dirent *entry; result == 0 && (entry = readdir(top));) {
      if (is_self_or_parent(entry->d_name)) continue;
      found = 1;
      result = is_folder(dirfd(top), entry->d_name) ? remove_inner(dirfd(top), entry->d_name, &moved)
                                                    : unlinkat(dirfd(top), entry->d_name, 0);
    }
  } while (result == 0 && found);
  closedir(top);
  return result == 0 ? rmdir(folder) : -1;
}
