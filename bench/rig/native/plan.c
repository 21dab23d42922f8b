#define _GNU_SOURCE
#include "plan.h"
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: load --url http://127.0.0.1:PORT/PATH --streams N [--body JSON] [--header 'Name: value']...\n"
    "            [--expect TOKENS] [--ramp S] [--repeat S] [--timeout S]\n"
    "  --body    makes it a POST; without, a GET\n"
    "  --expect  how many tokens make a stream whole (0)\n"
    "  --ramp    spreads the first requests over so many seconds (0)\n"
    "  --repeat  asks again on each connection, for so many seconds (0: once)\n"
    "  --timeout gives up what is open after so many seconds (120)\n";

static void refuse(void) {
    fputs(usage, stderr);
    exit(2);
}

void plan_read(struct plan *plan, int argc, char **argv) {
    static const char scheme[] = "http://127.0.0.1:";
    static const struct option options[] = {
        {"url", 1, 0, 'u'}, {"streams", 1, 0, 'n'}, {"body", 1, 0, 'b'}, {"header", 1, 0, 'h'}, {"expect", 1, 0, 'e'},
        {"ramp", 1, 0, 'r'}, {"repeat", 1, 0, 'd'}, {"timeout", 1, 0, 't'}, {0},
    };
    const char *url = "", *body = NULL;
    char *headers = strdup("");
    *plan = (struct plan){.timeout = 120};
    for (int option; (option = getopt_long_only(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
            case 'u': url = optarg; break;
            case 'n': plan->streams = atoi(optarg); break;
            case 'b': body = optarg; break;
            case 'e': plan->expect = atoi(optarg); break;
            case 'r': plan->ramp = atof(optarg); break;
            case 'd': plan->repeat = atof(optarg); break;
            case 't': plan->timeout = atof(optarg); break;
            case 'h':
                if (asprintf(&headers, "%s%s\r\n", headers, optarg) < 0) refuse();
                break;
            default: refuse();
        }
    }
    if (strncmp(url, scheme, sizeof scheme - 1) || plan->streams < 1 || optind != argc) refuse();
    const char *authority = url + strlen("http://"), *path = strchr(authority, '/');
    plan->port = atoi(url + sizeof scheme - 1);
    int host = path ? (int)(path - authority) : (int)strlen(authority);
    int n = asprintf(&plan->request, "%s %s HTTP/1.1\r\nHost: %.*s\r\n%s", body ? "POST" : "GET", path ? path : "/", host, authority, headers);
    if (n >= 0 && body)
        n = asprintf(&plan->request, "%sContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", plan->request, strlen(body), body);
    else if (n >= 0)
        n = asprintf(&plan->request, "%s\r\n", plan->request);
    if (n < 0) refuse();
    plan->length = (size_t)n;
}
