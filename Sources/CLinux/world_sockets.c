#define _GNU_SOURCE
#include "clinux_world.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* systemd, src/libsystemd/sd-device/device-monitor-private.h: MONITOR_GROUP_UDEV */
static const unsigned udev_group = 2;

static int close_keeping_errno(int descriptor)
{
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}

int clinux_world_loopback_up(void)
{
    struct ifreq request = {.ifr_name = "lo"};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (ioctl(fd, SIOCGIFFLAGS, &request) < 0)
        return close_keeping_errno(fd);
    request.ifr_flags |= IFF_UP | IFF_RUNNING;
    if (ioctl(fd, SIOCSIFFLAGS, &request) < 0)
        return close_keeping_errno(fd);
    close(fd);
    return 0;
}

int clinux_uevent_open(void)
{
    return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
}

int clinux_uevent_listen(void)
{
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = udev_group};
    int fd = clinux_uevent_open();
    if (fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return close_keeping_errno(fd);
    return fd;
}

int clinux_uevent_send(int descriptor, const void *message, size_t length)
{
    struct sockaddr_nl everyone = {.nl_family = AF_NETLINK, .nl_groups = udev_group};
    ssize_t sent = sendto(descriptor, message, length, 0, (struct sockaddr *)&everyone, sizeof everyone);
    return sent >= 0 || errno == ECONNREFUSED ? 0 : -1;
}

int clinux_listen_loopback(unsigned short *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(*port)};
    socklen_t length = sizeof address;
    int yes = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0
        || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 64) < 0
        || getsockname(fd, (struct sockaddr *)&address, &length) < 0)
        return close_keeping_errno(fd);
    *port = ntohs(address.sin_port);
    return fd;
}

static int path_address(const char *path, struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address->sun_path, path);
    return 0;
}

int clinux_listen_path(const char *path)
{
    struct sockaddr_un address;
    if (path_address(path, &address) < 0)
        return -1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 16) < 0)
        return close_keeping_errno(fd);
    return fd;
}

int clinux_connect_path(const char *path, int nonblocking)
{
    struct sockaddr_un address;
    if (path_address(path, &address) < 0)
        return -1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | (nonblocking ? SOCK_NONBLOCK : 0), 0);
    if (fd < 0)
        return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return close_keeping_errno(fd);
    return fd;
}

int clinux_accept(int descriptor)
{
    return accept4(descriptor, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}
