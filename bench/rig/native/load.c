// Opens streams to a gateway and measures every token from the socket it was written to, to here. One thread, one epoll.
// Prints one line of JSON (tally.c). Without arguments it says what it takes.
#define _GNU_SOURCE
#include "clock.h"
#include "http.h"
#include "plan.h"
#include "stamp.h"
#include "tally.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 512, CLOSED = -1, CONNECT_FAILURES_MOST = 1000 };

struct stream {
    int fd;
    bool connecting;
    int served;  // answers this connection has carried
    int tokens;
    uint64_t asked, last_stamp;
    struct http http;
    struct stamp_scan scan;
};

static struct plan plan;
static struct tally tally;
static int epoll;

static void open_stream(struct stream *s);

static bool goes_on(uint64_t now) {
    return now - tally.began < (uint64_t)(plan.repeat * 1e9) && tally.ends[END_CONNECT] < CONNECT_FAILURES_MOST;
}

static void hang_up(struct stream *s) {
    close(s->fd);
    s->fd = CLOSED;
}

static void ask(struct stream *s) {
    s->http = (struct http){0};
    s->scan = (struct stamp_scan){0};
    s->tokens = 0;
    s->last_stamp = 0;
    s->asked = now_ns();
    // A request always fits into an empty socket; when the connection is gone, reading will say so.
    ssize_t n = write(s->fd, plan.request, plan.length);
    if (n < 0 ? errno == EAGAIN : (size_t)n < plan.length) exit(2);
}

static void finish(struct stream *s, enum end end, uint64_t now) {
    tally_close(&tally, end, now);
    bool again = goes_on(now), keep = end == END_OK && !s->http.close && again;
    if (keep) {
        s->served++;
        tally_open(&tally, now);
        ask(s);
        return;
    }
    hang_up(s);
    if (again) open_stream(s);
}

static void open_stream(struct stream *s) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)plan.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    tally_open(&tally, now_ns());
    s->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    s->connecting = true;
    s->served = 0;
    setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (s->fd < 0 || (connect(s->fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS)) {
        finish(s, END_CONNECT, now_ns());
        return;
    }
    epoll_ctl(epoll, EPOLL_CTL_ADD, s->fd, &(struct epoll_event){EPOLLOUT, {.ptr = s}});
}

static void take_body(struct stream *s, const char *at, size_t length, uint64_t now) {
    uint64_t stamp;
    for (const char *end = at + length; stamp_next(&s->scan, &at, end, &stamp);) {
        // Stamps of a stream only grow: one that does not is text sent again, and no token.
        if (stamp <= s->last_stamp) {
            tally.repeated++;
            continue;
        }
        s->last_stamp = stamp;
        if (!s->tokens++) histogram_add(&tally.first_token, now - s->asked);
        histogram_add(&tally.latency, now - stamp);
        tally.tokens++;
    }
}

static enum end judge(const struct stream *s) {
    if (s->http.status != 200) return END_STATUS;
    return s->tokens < plan.expect ? END_SHORT : END_OK;
}

static void take(struct stream *s, const char *at, const char *end, uint64_t now) {
    const char *body;
    size_t length;
    for (;;) {
        switch (http_next(&s->http, &at, end, &body, &length)) {
            case HTTP_MORE: return;
            case HTTP_HEAD:
                if (s->http.status == 200) break;
                if (!tally.first_bad_status) tally.first_bad_status = s->http.status;
                finish(s, END_STATUS, now);
                return;
            case HTTP_BODY: take_body(s, body, length, now); break;
            case HTTP_END: finish(s, judge(s), now); return;
            case HTTP_BAD: finish(s, END_PROTOCOL, now); return;
        }
    }
}

static void read_in(struct stream *s) {
    static char in[65536];
    ssize_t n = read(s->fd, in, sizeof in);
    uint64_t now = now_ns();
    if (n > 0) {
        tally.reads++;
        tally.bytes += (uint64_t)n;
        take(s, in, in + n, now);
    } else if (n == 0 || errno != EAGAIN) {
        // A kept connection that the server closed before it saw the request is no failure, by the rules of HTTP.
        bool stale = s->served && !http_begun(&s->http);
        if (stale) {
            tally.open--;
            hang_up(s);
            open_stream(s);
        } else {
            finish(s, n == 0 && s->http.until_close ? judge(s) : END_CUT, now);
        }
    }
}

static void on_event(struct stream *s) {
    if (!s->connecting) {
        read_in(s);
        return;
    }
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) {
        finish(s, END_CONNECT, now_ns());
        return;
    }
    s->connecting = false;
    epoll_ctl(epoll, EPOLL_CTL_MOD, s->fd, &(struct epoll_event){EPOLLIN, {.ptr = s}});
    ask(s);
}

static void wait_until(uint64_t when) {
    struct epoll_event events[EVENTS];
    uint64_t now = now_ns(), wait = when > now ? when - now : 0;
    struct timespec timeout = {.tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u)};
    int n = epoll_pwait2(epoll, events, EVENTS, &timeout, NULL);
    for (int i = 0; i < n; i++) on_event(events[i].data.ptr);
}

int main(int argc, char **argv) {
    plan_read(&plan, argc, argv);
    signal(SIGPIPE, SIG_IGN);
    epoll = epoll_create1(0);
    struct stream *streams = calloc((size_t)plan.streams, sizeof *streams);
    const uint64_t between = (uint64_t)(plan.ramp * 1e9 / plan.streams);
    tally.began = tally.ended = now_ns();
    const uint64_t give_up = tally.began + (uint64_t)(plan.timeout * 1e9);
    int opened = 0;
    for (uint64_t now; (now = now_ns()) < give_up && (opened < plan.streams || tally.open);) {
        while (opened < plan.streams && now >= tally.began + (uint64_t)opened * between) open_stream(&streams[opened++]);
        wait_until(opened < plan.streams ? tally.began + (uint64_t)opened * between : give_up);
    }
    for (int i = 0; i < opened; i++)
        if (tally.open && streams[i].fd != CLOSED) {
            tally_close(&tally, END_TIMEOUT, now_ns());
            hang_up(&streams[i]);
        }
    tally_print(&tally);
    return 0;
}
