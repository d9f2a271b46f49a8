#include "CPanel.h"

// Clang notes the files that it embeds, so an edited one builds anew.
static const unsigned char html[] = {
#embed "web/panel.html"
};
static const unsigned char css[] = {
#embed "web/panel.css"
};
static const unsigned char js[] = {
#embed "web/panel.js"
};

static const struct cpanel_file files[cpanel_count] = {
    {"panel.html", "text/html; charset=utf-8", html, sizeof html},
    {"panel.css", "text/css; charset=utf-8", css, sizeof css},
    {"panel.js", "text/javascript; charset=utf-8", js, sizeof js},
};

const struct cpanel_file *cpanel_file_at(size_t index) { return index < cpanel_count ? &files[index] : NULL; }
