// Reads HTTP/1.1 messages, requests and responses alike, from pieces cut anywhere.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum http_found {
    HTTP_MORE,  // the piece is used up
    HTTP_HEAD,  // the head is read
    HTTP_BODY,  // some of the body
    HTTP_END,   // the message is complete
    HTTP_BAD,   // this is not HTTP
};

// Zero it before each message.
struct http {
    char path[96];      // of a request, without its query
    int status;         // of a response, 0: it is a request
    bool close;         // the connection ends with this message
    bool until_close;   // and so does the body
    // The rest is the reader's own.
    unsigned char state;
    bool chunked, sized;
    unsigned used;
    uint64_t left;
    char line[200];     // longer lines are cut: none that matters here is long
};

// body, length: with HTTP_BODY, a part of [*at, end).
enum http_found http_next(struct http *h, const char **at, const char *end, const char **body, size_t *length);

// Whether anything of a message has been seen.
bool http_begun(const struct http *h);
