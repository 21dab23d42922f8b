// A model provider that behaves as the request says (script.h): OpenAI's and Ollama's streaming chat, their model lists, and
// /stats. One thread, one epoll, one wheel of timers; a token is due at a fixed time, however late the one before it was.
//   provider PORT      listens on 127.0.0.1
#define _GNU_SOURCE
#include "answer.h"
#include "clock.h"
#include "http.h"
#include "output.h"
#include "stamp.h"
#include "wheel.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BODY_MOST = 1 << 20, BURST = 16, EVENTS = 512 };

struct connection {
    struct timer timer;  // first, so that a timer is its connection
    int fd;
    bool gone, full, busy, ending;
    struct http http;
    char *body;
    size_t body_length;
    struct script script;
    struct answer answer;
    struct output output;
    uint64_t due, step, last_stamp;
    int sent;
};

static struct wheel wheel;
static struct timers ready;
static struct { uint64_t requests, active, completed, aborted, tokens, connections, late_ns, late_most_ns; } stats;

static void write_out(struct connection *c, const char *bytes, size_t length) {
    enum output_state state = output_write(&c->output, c->fd, bytes, length);
    c->full = state == OUTPUT_FULL;
    c->gone |= state == OUTPUT_GONE;
}

static bool is_stream(const struct connection *c) { return c->answer.token; }

static void complete_when_written(struct connection *c) {
    if (!c->ending || c->full || c->gone) return;
    c->busy = c->ending = false;
    c->http = (struct http){0};
    if (!is_stream(c)) return;
    answer_free(&c->answer);
    stats.active--;
    stats.completed++;
}

static void write_json(struct connection *c, int status, const char *json) {
    char out[1024];
    int n = snprintf(out, sizeof out, "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
        status, status == 200 ? "OK" : "Refused", strlen(json), json);
    c->ending = true;
    write_out(c, out, (size_t)n);
    complete_when_written(c);
}

static void write_tokens(struct connection *c, int count) {
    static char many[1 << 17];
    const size_t length = c->answer.length;
    if ((size_t)count > sizeof many / length) count = (int)(sizeof many / length);
    for (int i = 0; i < count; i++) {
        uint64_t now = now_ns();
        // Stamps of a stream grow, whatever the clock's grain: that is how repeated text is told from a token.
        c->last_stamp = now > c->last_stamp ? now : c->last_stamp + 1;
        stamp_write(c->answer.token + c->answer.digits, c->last_stamp);
        if (count > 1) memcpy(many + (size_t)i * length, c->answer.token, length);
    }
    write_out(c, count > 1 ? many : c->answer.token, (size_t)count * length);
    c->sent += count;
    stats.tokens += (uint64_t)count;
}

// The second token takes a phase of the stream's own, so that streams opened together do not send together.
static void schedule_next(struct connection *c, uint64_t now) {
    uint64_t late = now - c->due;
    stats.late_ns += late;
    if (late > stats.late_most_ns) stats.late_most_ns = late;
    uint32_t hash = (uint32_t)c->answer.id * 2654435769u;
    c->due += c->sent == 1 ? (uint64_t)((double)c->step * hash / 4294967296.0) : c->step;
}

// Sends what is due, then waits: for time, for its turn, or for the socket.
static void send_due(struct connection *c) {
    const int tokens = (int)c->script.tokens;
    for (int budget = BURST; c->sent < tokens;) {
        uint64_t now = now_ns();
        if (c->full || c->gone) return;
        if (now < c->due) {
            wheel_add(&wheel, &c->timer, c->due);
            return;
        }
        if (c->step) {
            write_tokens(c, 1);
            schedule_next(c, now);
        } else {
            if (!budget--) {
                timers_add(&ready, &c->timer);
                return;
            }
            int batch = (int)c->script.batch;
            write_tokens(c, batch < tokens - c->sent ? batch : tokens - c->sent);
        }
    }
    if (c->ending || c->full || c->gone) return;
    char out[ANSWER_MOST];
    c->ending = true;
    write_out(c, out, answer_end(&c->answer, &c->script, out));
    complete_when_written(c);
}

static void begin_stream(struct connection *c, bool ollama) {
    script_read(&c->script, c->body ? c->body : "", ollama);
    if (!c->script.stream) {
        write_json(c, 400, "{\"error\":{\"message\":\"this provider only streams: say \\\"stream\\\": true\"}}");
        return;
    }
    char out[ANSWER_MOST];
    stats.active++;
    c->answer = (struct answer){.ollama = ollama, .id = ++stats.requests};
    c->sent = 0;
    c->last_stamp = 0;
    c->due = now_ns() + (uint64_t)(c->script.ttft * 1e6);
    c->step = c->script.rate > 0 ? (uint64_t)(1e9 / c->script.rate) : 0;
    write_out(c, out, answer_begin(&c->answer, &c->script, out));
    send_due(c);
}

static void write_stats(struct connection *c) {
    char json[512];
    snprintf(json, sizeof json,
        "{\"requests\":%llu,\"active\":%llu,\"completed\":%llu,\"aborted\":%llu,\"tokens\":%llu,\"connections\":%llu,\"late_us\":%.1f,\"late_most_us\":%.1f}",
        (unsigned long long)stats.requests, (unsigned long long)stats.active, (unsigned long long)stats.completed,
        (unsigned long long)stats.aborted, (unsigned long long)stats.tokens, (unsigned long long)stats.connections,
        stats.tokens ? (double)stats.late_ns / 1e3 / (double)stats.tokens : 0, (double)stats.late_most_ns / 1e3);
    write_json(c, 200, json);
}

static void answer_request(struct connection *c) {
    const char *path = c->http.path;
    c->busy = true;
    if (!strcmp(path, "/v1/chat/completions")) begin_stream(c, false);
    else if (!strcmp(path, "/api/chat")) begin_stream(c, true);
    else if (!strcmp(path, "/stats")) write_stats(c);
    else if (!strcmp(path, "/v1/models"))
        write_json(c, 200, "{\"object\":\"list\",\"data\":[{\"id\":\"mock\",\"object\":\"model\",\"created\":1735689600,\"owned_by\":\"bench\"}]}");
    else if (!strcmp(path, "/api/tags"))
        write_json(c, 200, "{\"models\":[{\"name\":\"mock\",\"model\":\"mock\",\"size\":1,\"digest\":\"0\",\"details\":{\"family\":\"mock\"}}]}");
    else write_json(c, 404, "{\"error\":{\"message\":\"no such path\"}}");
    free(c->body);
    c->body = NULL;
    c->body_length = 0;
}

static void keep_body(struct connection *c, const char *piece, size_t length) {
    if (c->body_length + length > BODY_MOST) {
        c->gone = true;
        return;
    }
    c->body = realloc(c->body, c->body_length + length + 1);
    memcpy(c->body + c->body_length, piece, length);
    c->body[c->body_length += length] = 0;
}

static void read_in(struct connection *c) {
    static char in[65536];
    ssize_t n;
    while (!c->gone && (n = read(c->fd, in, sizeof in)) != -1) {
        const char *at = in, *body;
        size_t length;
        // Nobody here sends a second request before the first is answered.
        if (!n || c->busy) c->gone = true;
        while (!c->gone && !c->busy) {
            enum http_found found = http_next(&c->http, &at, in + n, &body, &length);
            if (found == HTTP_MORE) break;
            if (found == HTTP_BAD) c->gone = true;
            if (found == HTTP_BODY) keep_body(c, body, length);
            if (found == HTTP_END) answer_request(c);
            if (found == HTTP_END) break;
        }
        if ((size_t)n < sizeof in) break;
    }
}

static void close_connection(struct connection *c) {
    if (is_stream(c)) stats.active--, stats.aborted++;
    stats.connections--;
    timer_remove(&c->timer);
    close(c->fd);
    free(c->body);
    free(c->output.bytes);
    answer_free(&c->answer);
    free(c);
}

static void on_event(struct connection *c, uint32_t events) {
    if (events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) c->gone = true;
    if (!c->gone && events & EPOLLOUT && c->full) {
        enum output_state state = output_flush(&c->output, c->fd);
        c->full = state == OUTPUT_FULL;
        c->gone = state == OUTPUT_GONE;
        complete_when_written(c);
        if (c->busy) send_due(c);
    }
    if (!c->gone && events & EPOLLIN) read_in(c);
    if (c->gone) close_connection(c);
}

static void accept_all(int listener, int epoll) {
    for (int fd, one = 1; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        struct connection *c = calloc(1, sizeof *c);
        c->fd = fd;
        stats.connections++;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &(struct epoll_event){EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, {.ptr = c}});
    }
}

// One turn for each of those that were ready when the round began.
static void run_ready(void) {
    struct timers round = ready;
    ready.first = NULL;
    if (round.first) round.first->link = &round.first;
    for (struct connection *c; (c = (struct connection *)round.first);) {
        timer_remove(&c->timer);
        send_due(c);
        if (c->gone) close_connection(c);
    }
}

static int listen_on(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 16384)) {
        perror("provider");
        exit(1);
    }
    return fd;
}

int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: provider PORT\n"), 2;
    signal(SIGPIPE, SIG_IGN);
    int listener = listen_on(atoi(argv[1])), epoll = epoll_create1(0);
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &(struct epoll_event){EPOLLIN, {.ptr = NULL}});
    wheel_begin(&wheel, now_ns());
    for (;;) {
        struct epoll_event events[EVENTS];
        uint64_t wait = ready.first ? 0 : wheel_wait(&wheel, now_ns());
        struct timespec timeout = {.tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u)};
        int n = epoll_pwait2(epoll, events, EVENTS, wait == UINT64_MAX ? NULL : &timeout, NULL);
        for (int i = 0; i < n; i++) {
            if (events[i].data.ptr) on_event(events[i].data.ptr, events[i].events);
            else accept_all(listener, epoll);
        }
        wheel_collect(&wheel, now_ns(), &ready);
        run_ready();
    }
}
