/* The files of the bench panel, as they are in web/. */
#pragma once

#include <stddef.h>

struct cpanel_file {
    const char *name;
    const char *type;
    const unsigned char *bytes;
    size_t count;
};

enum { cpanel_count = 3 };
/* The file of that number, from 0 on. */
const struct cpanel_file *cpanel_file_at(size_t index);
