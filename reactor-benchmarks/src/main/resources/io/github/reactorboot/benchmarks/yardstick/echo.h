/* What both servers share: options, the listening socket, questions on standard input. */
#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CONNECTIONS_MAX = 20000,
    FILES_MAX = CONNECTIONS_MAX + 64, /* connections stand in tables by descriptor */
    BACKLOG = 4096
};

struct options {
    bool framed;
    bool control;
    uint16_t port;
};

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* Understands what `echo` of the benchmarks would: --framing raw|length, --port N, --control. */
static struct options options(int count, char **words)
{
    struct options chosen = {0};
    for (int i = 1; i < count; i++) {
        const char *value = i + 1 < count ? words[i + 1] : "";
        if (strcmp(words[i], "--control") == 0) {
            chosen.control = true;
        } else if (strcmp(words[i], "--framing") == 0 && (strcmp(value, "raw") == 0 || strcmp(value, "length") == 0)) {
            chosen.framed = strcmp(words[++i], "length") == 0;
        } else if (strcmp(words[i], "--port") == 0 && *value != 0) {
            chosen.port = (uint16_t) atoi(words[++i]);
        } else {
            fprintf(stderr, "cannot understand %s %s\n", words[i], value);
            exit(2);
        }
    }
    return chosen;
}

/* Listens on 127.0.0.1 and says where. */
static int listen_there(uint16_t port, int type)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | type, 0), on = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    /* Accepted sockets inherit TCP_NODELAY, so it is set once. */
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0
        || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0
        || bind(fd, (struct sockaddr *) &address, size) < 0 || listen(fd, BACKLOG) < 0
        || getsockname(fd, (struct sockaddr *) &address, &size) < 0) {
        die("cannot listen");
    }
    printf("listening on %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

/* Answers questions, one a line; ends the process with the input. */
static void control(const char *input, ssize_t length)
{
    static char line[64];
    static size_t used;
    if (length <= 0) {
        exit(0);
    }
    for (ssize_t i = 0; i < length; i++) {
        if (input[i] != '\n') {
            line[used] = input[i];
            used += used + 1 < sizeof line;
            continue;
        }
        line[used] = 0;
        used = 0;
        if (strcmp(line, "allocated") == 0) {
            puts("allocated 0"); /* nothing is, once buffers have grown */
        } else {
            printf("unknown %s\n", line);
        }
        fflush(stdout);
    }
}
