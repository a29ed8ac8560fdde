// The least code that receives datagrams and sends them back: the yardstick for what a relay costs.
// usage: limit one PORT          one socket for all streams, batches in and out
//        limit each PORT COUNT   one socket per stream, at PORT, PORT + 2, ...
// Either collects once a millisecond, as is cheapest under load, and sleeps while nothing comes.
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 64, EVENTS = 256, LENGTH = 2048 };

static int open_socket(int port)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    int room = 4 << 20;
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (fd < 0 || bind(fd, (struct sockaddr *)&local, sizeof local) < 0) {
        perror("limit");
        exit(1);
    }
    return fd;
}

static void watch(int poll, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = fd}};
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
}

static void echo_one(int fd)
{
    unsigned char bytes[LENGTH];
    struct sockaddr_in from;
    socklen_t from_length = sizeof from;
    ssize_t length = recvfrom(fd, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &from_length);
    if (length >= 0) sendto(fd, bytes, length, 0, (struct sockaddr *)&from, from_length);
}

static void echo_batch(int fd)
{
    static unsigned char bytes[BATCH][LENGTH];
    static struct sockaddr_in from[BATCH];
    static struct iovec parts[BATCH];
    static struct mmsghdr messages[BATCH];
    int count = BATCH;
    while (count == BATCH) {
        for (int i = 0; i < BATCH; i++) {
            parts[i] = (struct iovec){bytes[i], LENGTH};
            messages[i].msg_hdr = (struct msghdr){.msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &parts[i], .msg_iovlen = 1};
        }
        count = recvmmsg(fd, messages, BATCH, 0, NULL);
        for (int i = 0; i < count; i++) parts[i].iov_len = messages[i].msg_len;
        if (count > 0) sendmmsg(fd, messages, count, 0);
    }
}

int main(int count, char **arguments)
{
    if (count < 3) return 2;
    int poll = epoll_create1(0);
    int port = atoi(arguments[2]);
    int is_one = strcmp(arguments[1], "one") == 0;
    int sockets = is_one || count < 4 ? 1 : atoi(arguments[3]);
    for (int i = 0; i < sockets; i++) watch(poll, open_socket(port + 2 * i));
    prctl(PR_SET_TIMERSLACK, 1);
    puts("ready");
    fflush(stdout);

    struct epoll_event events[EVENTS];
    struct timespec pause = {.tv_nsec = 1000000};
    for (int ready = 0;;) {
        if (ready > 0) nanosleep(&pause, NULL);
        ready = epoll_wait(poll, events, EVENTS, ready > 0 ? 0 : -1);
        for (int i = 0; i < ready; i++) {
            if (is_one) echo_batch(events[i].data.fd);
            else echo_one(events[i].data.fd);
        }
    }
}
