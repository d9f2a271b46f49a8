#ifndef CDASHBOARD_H
#define CDASHBOARD_H

#include <stddef.h>

/// A file of the page, as it is sent.
struct cdashboard_asset {
    /// What a browser asks for, from the root: `/js/app.js`. The page itself is `/index.html`.
    const char *path;
    /// The whole value of `Content-Type`.
    const char *content_type;
    /// `length` bytes that live as long as the program; no zero at the end.
    const unsigned char *bytes;
    size_t length;
};

/// All files of the page, in the order of their paths; the array lives as long as the program.
const struct cdashboard_asset *cdashboard_assets(size_t *count);

#endif
