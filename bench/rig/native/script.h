// What a request asks of the provider: its model, and how to behave, as words such as "tokens=200 rate=50" anywhere in the
// body. A word counts where it stands last, so the last message of a conversation decides.
#pragma once
#include <stdbool.h>

struct script {
    double tokens;  // how many (20)
    double rate;    // tokens a second; 0 (default): as fast as the socket takes them
    double size;    // characters of a token behind its stamp (8)
    double ttft;    // milliseconds until the first token (0)
    double batch;   // with rate=0: tokens in one write (1)
    bool stream, usage;
    char model[64];
};

// body ends with a NUL. streams: whether a request that does not say wants a stream.
void script_read(struct script *script, const char *body, bool streams);
