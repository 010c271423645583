// Private to CLabSandbox: what spawn.c asks of confine.c between fork and exec.
#ifndef LABS_CONFINE_H
#define LABS_CONFINE_H

#include "CLabSandbox.h"

/// Confines the calling process. Returns NULL, or the name of the step that failed, with errno set.
const char *labs_confine(const struct labs_confinement *confinement);

#endif
