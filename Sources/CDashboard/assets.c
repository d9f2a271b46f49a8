#include "CDashboard.h"

// Each file of web/ is one array here and one line of the table. Clang notes the files that it embeds, so an edited one
// builds anew; one that was missing is not noted, which is why scripts/setup-web touches this file.

#if __has_embed("web/vendor/preact-htm.js")
#define HAS_VENDOR 1
static const unsigned char index_html[] = {
#embed "web/index.html"
};
static const unsigned char vendor_preact_htm_js[] = {
#embed "web/vendor/preact-htm.js"
};
static const unsigned char vendor_third_party_txt[] = {
#embed "web/vendor/THIRD-PARTY.txt"
};
#else
#define HAS_VENDOR 0
static const unsigned char index_html[] = {
#embed "web/missing.html"
};
#endif

static const unsigned char css_alerts_css[] = {
#embed "web/css/alerts.css"
};
static const unsigned char css_base_css[] = {
#embed "web/css/base.css"
};
static const unsigned char css_bench_css[] = {
#embed "web/css/bench.css"
};
static const unsigned char css_frame_css[] = {
#embed "web/css/frame.css"
};
static const unsigned char css_logs_css[] = {
#embed "web/css/logs.css"
};
static const unsigned char css_run_css[] = {
#embed "web/css/run.css"
};
static const unsigned char favicon_svg[] = {
#embed "web/favicon.svg"
};
static const unsigned char js_active_js[] = {
#embed "web/js/active.js"
};
static const unsigned char js_api_js[] = {
#embed "web/js/api.js"
};
static const unsigned char js_app_js[] = {
#embed "web/js/app.js"
};
static const unsigned char js_connection_js[] = {
#embed "web/js/connection.js"
};
static const unsigned char js_events_js[] = {
#embed "web/js/events.js"
};
static const unsigned char js_feed_js[] = {
#embed "web/js/feed.js"
};
static const unsigned char js_icons_js[] = {
#embed "web/js/icons.js"
};
static const unsigned char js_link_js[] = {
#embed "web/js/link.js"
};
static const unsigned char js_logbuffer_js[] = {
#embed "web/js/logbuffer.js"
};
static const unsigned char js_orders_js[] = {
#embed "web/js/orders.js"
};
static const unsigned char js_router_js[] = {
#embed "web/js/router.js"
};
static const unsigned char js_state_js[] = {
#embed "web/js/state.js"
};
static const unsigned char js_store_js[] = {
#embed "web/js/store.js"
};
static const unsigned char js_time_js[] = {
#embed "web/js/time.js"
};
static const unsigned char js_units_js[] = {
#embed "web/js/units.js"
};
static const unsigned char js_views_alerts_js[] = {
#embed "web/js/views/alerts.js"
};
static const unsigned char js_views_bench_js[] = {
#embed "web/js/views/bench.js"
};
static const unsigned char js_views_bibs_js[] = {
#embed "web/js/views/bibs.js"
};
static const unsigned char js_views_cards_js[] = {
#embed "web/js/views/cards.js"
};
static const unsigned char js_views_feed_js[] = {
#embed "web/js/views/feed.js"
};
static const unsigned char js_views_header_js[] = {
#embed "web/js/views/header.js"
};
static const unsigned char js_views_logpane_js[] = {
#embed "web/js/views/logpane.js"
};
static const unsigned char js_views_measurement_js[] = {
#embed "web/js/views/measurement.js"
};
static const unsigned char js_views_ports_js[] = {
#embed "web/js/views/ports.js"
};
static const unsigned char js_views_question_js[] = {
#embed "web/js/views/question.js"
};
static const unsigned char js_views_run_js[] = {
#embed "web/js/views/run.js"
};
static const unsigned char js_views_runs_js[] = {
#embed "web/js/views/runs.js"
};
static const unsigned char js_views_step_js[] = {
#embed "web/js/views/step.js"
};
static const unsigned char js_views_timeline_js[] = {
#embed "web/js/views/timeline.js"
};
static const unsigned char js_views_unit_tile_js[] = {
#embed "web/js/views/unit-tile.js"
};
static const unsigned char js_views_units_js[] = {
#embed "web/js/views/units.js"
};
static const unsigned char js_views_unused_js[] = {
#embed "web/js/views/unused.js"
};
static const unsigned char js_words_js[] = {
#embed "web/js/words.js"
};
static const unsigned char js_worker_js[] = {
#embed "web/js/worker.js"
};

static const char page[] = "text/html; charset=utf-8";
static const char script[] = "text/javascript; charset=utf-8";
static const char style[] = "text/css; charset=utf-8";
static const char drawing[] = "image/svg+xml";
#if HAS_VENDOR
static const char text[] = "text/plain; charset=utf-8";
#endif

#define ASSET(path, type, bytes) {path, type, bytes, sizeof bytes}

static const struct cdashboard_asset assets[] = {
    ASSET("/css/alerts.css", style, css_alerts_css),
    ASSET("/css/base.css", style, css_base_css),
    ASSET("/css/bench.css", style, css_bench_css),
    ASSET("/css/frame.css", style, css_frame_css),
    ASSET("/css/logs.css", style, css_logs_css),
    ASSET("/css/run.css", style, css_run_css),
    ASSET("/favicon.svg", drawing, favicon_svg),
    ASSET("/index.html", page, index_html),
    ASSET("/js/active.js", script, js_active_js),
    ASSET("/js/api.js", script, js_api_js),
    ASSET("/js/app.js", script, js_app_js),
    ASSET("/js/connection.js", script, js_connection_js),
    ASSET("/js/events.js", script, js_events_js),
    ASSET("/js/feed.js", script, js_feed_js),
    ASSET("/js/icons.js", script, js_icons_js),
    ASSET("/js/link.js", script, js_link_js),
    ASSET("/js/logbuffer.js", script, js_logbuffer_js),
    ASSET("/js/orders.js", script, js_orders_js),
    ASSET("/js/router.js", script, js_router_js),
    ASSET("/js/state.js", script, js_state_js),
    ASSET("/js/store.js", script, js_store_js),
    ASSET("/js/time.js", script, js_time_js),
    ASSET("/js/units.js", script, js_units_js),
    ASSET("/js/views/alerts.js", script, js_views_alerts_js),
    ASSET("/js/views/bench.js", script, js_views_bench_js),
    ASSET("/js/views/bibs.js", script, js_views_bibs_js),
    ASSET("/js/views/cards.js", script, js_views_cards_js),
    ASSET("/js/views/feed.js", script, js_views_feed_js),
    ASSET("/js/views/header.js", script, js_views_header_js),
    ASSET("/js/views/logpane.js", script, js_views_logpane_js),
    ASSET("/js/views/measurement.js", script, js_views_measurement_js),
    ASSET("/js/views/ports.js", script, js_views_ports_js),
    ASSET("/js/views/question.js", script, js_views_question_js),
    ASSET("/js/views/run.js", script, js_views_run_js),
    ASSET("/js/views/runs.js", script, js_views_runs_js),
    ASSET("/js/views/step.js", script, js_views_step_js),
    ASSET("/js/views/timeline.js", script, js_views_timeline_js),
    ASSET("/js/views/unit-tile.js", script, js_views_unit_tile_js),
    ASSET("/js/views/units.js", script, js_views_units_js),
    ASSET("/js/views/unused.js", script, js_views_unused_js),
    ASSET("/js/words.js", script, js_words_js),
    ASSET("/js/worker.js", script, js_worker_js),
#if HAS_VENDOR
    ASSET("/vendor/THIRD-PARTY.txt", text, vendor_third_party_txt),
    ASSET("/vendor/preact-htm.js", script, vendor_preact_htm_js),
#endif
};

const struct cdashboard_asset *cdashboard_assets(size_t *count) {
    *count = sizeof assets / sizeof assets[0];
    return assets;
}
