// SPDX-License-Identifier: GPL-2.0-only
/*
 * Usage: orangefs ranges|unread|refused|mkwrite
 * A file of 16 pages on OrangeFS, with a child for a server: what it answers is what
 * pvfs2-client-core would. Prints "N of M"; exit status 0 if it is all of them.
 *
 * ranges: two writes into each page, apart from each other. In how many pages do both
 * get to the server?
 *
 * unread: a write of each page from memory that cannot be read, which fails. In how
 * many pages is what the server has still what is read, and what it has after fsync()?
 *
 * refused: as ranges, but the server refuses to take what was written first when the
 * second write asks for it. How many pages can be read afterwards?
 *
 * mkwrite: a user has written each page through a mapping. Then another user writes
 * them through his, so that the first one's data must be written back before, and the
 * server refuses that. How many times is the second user told (SIGBUS)? Then the
 * server takes writes again: what is dirty is written back, and the second user's next
 * attempt must get to the server.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define NR	16
#define SLOTS	4
#define USER	1000
#define DEVICE	"/dev/pvfs2-req"

/* What of fs/orangefs's protocol is needed here. */
#define MAGIC			0x20030529
#define VERSION			20903	/* the oldest; it is not asked for its features */
#define ERROR(nr)		(-(1 << 30 | (nr)))
#define EIO_NR			4
#define ENOSYS_NR		25

#define OP_FILE_IO		0xFF000001
#define OP_LOOKUP		0xFF000002
#define OP_GETATTR		0xFF000004
#define OP_SETATTR		0xFF000008
#define OP_FS_MOUNT		0xFF00000E
#define OP_FS_UMOUNT		0xFF00000F
#define OP_FSYNC		0xFF00EE01

#define GET_MAX_UPSIZE		_IOW('k', 2, int32_t)
#define GET_MAX_DOWNSIZE	_IOW('k', 3, int32_t)
#define DEV_MAP			_IO('k', 4)

#define IO_WRITE		2
#define TYPE_FILE		1
#define TYPE_DIRECTORY		4
#define ROOT			1	/* handles */
#define THE_FILE		2
#define FS_ID			1

struct map_desc {
	void *ptr;
	int32_t total_size, size, count;
};

struct object {
	uint8_t handle[16];
	int32_t fs_id, pad;
};

struct attributes {
	uint32_t owner, group, perms;
	uint64_t atime, mtime, ctime;
	int64_t size;
	char *link_target;
	int32_t dfile_count, dir_servers_initial, dir_servers_max, dir_split_size;
	uint32_t mirror_copies;
	char *dist_name, *dist_params;
	int64_t dirent_count;
	int32_t type;
	uint64_t flags;
	uint32_t mask;
	int64_t blksize;
};

struct upcall {
	uint32_t version, magic;
	uint64_t tag;
	uint32_t type, uid, gid;
	int32_t pid, tgid;
	int64_t trailer_size;
	char *trailer;
	union {
		struct {
			int32_t pad1, slot, count, pad2;
			int64_t offset;
			struct object object;
			int32_t type, readahead_size;
		} io;
		struct object object;	/* of getattr */
		char all[16384];
	};
};

struct downcall {
	uint32_t version, magic;
	uint64_t tag;
	uint32_t type;
	int32_t status;
	int64_t trailer_size;
	char *trailer;
	union {
		int64_t done;		/* of io */
		struct object object;	/* of lookup */
		struct attributes attributes;
		struct {
			int32_t fs_id, id;
			uint8_t root[16];
		} mount;
		char all[16384];
	};
};

static size_t page;
static int32_t upsize, downsize;
/* Shared with the server: */
static char *slots, *file;
static volatile int *refuse;

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

static void file_io(const struct upcall *up, struct downcall *down)
{
	int64_t left = (int64_t)(NR * page) - up->io.offset;
	char *slot = slots + up->io.slot * NR * page;

	if (up->io.type == IO_WRITE && *refuse) {
		down->status = ERROR(EIO_NR);
		return;
	}
	down->done = left < 0 ? 0 : left < up->io.count ? left : up->io.count;
	if (up->io.type == IO_WRITE)
		memcpy(file + up->io.offset, slot, down->done);
	else
		memcpy(slot, file + up->io.offset, down->done);
}

static void serve(int dev)
{
	static struct upcall up;
	static struct downcall down;
	struct pollfd ready = { .fd = dev, .events = POLLIN };

	do {
		while (read(dev, &up, upsize) != upsize)
			if (errno != EAGAIN || poll(&ready, 1, -1) < 0)
				_exit(2);
		memset(&down, 0, downsize);
		down.version = VERSION;
		down.magic = MAGIC;
		down.tag = up.tag;
		down.type = up.type;
		switch (up.type) {
		case OP_FS_MOUNT:
			down.mount.fs_id = FS_ID;
			down.mount.root[0] = ROOT;
			break;
		case OP_LOOKUP:
			down.object.handle[0] = THE_FILE;
			down.object.fs_id = FS_ID;
			break;
		case OP_GETATTR:
			if (up.object.handle[0] == ROOT) {
				down.attributes.type = TYPE_DIRECTORY;
				down.attributes.perms = 0755;
			} else {
				down.attributes.type = TYPE_FILE;
				down.attributes.perms = 0666;
				down.attributes.size = NR * page;
			}
			down.attributes.blksize = page;
			break;
		case OP_FILE_IO:
			file_io(&up, &down);
			break;
		case OP_SETATTR:
		case OP_FSYNC:
		case OP_FS_UMOUNT:
			break;
		default:
			down.status = ERROR(ENOSYS_NR);
		}
		if (write(dev, &down, downsize) != downsize)
			_exit(2);
	} while (up.type != OP_FS_UMOUNT);
	_exit(0);
}

static pid_t start_server(void)
{
	size_t size = NR * page;
	struct map_desc desc = { .total_size = SLOTS * size, .size = size, .count = SLOTS };
	FILE *devices = fopen("/proc/devices", "r");
	unsigned int major = 0;
	char line[80];
	pid_t pid;
	int dev;

	while (devices && fgets(line, sizeof(line), devices))
		if (strstr(line, " pvfs2-req"))
			major = atoi(line);
	if (!major) {
		fprintf(stderr, "orangefs: the kernel has no OrangeFS\n");
		exit(2);
	}
	fclose(devices);
	if (mknod(DEVICE, S_IFCHR | 0600, makedev(major, 0)) && errno != EEXIST)
		fail("mknod");

	slots = mmap(NULL, (SLOTS + 1) * size + page, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (slots == MAP_FAILED)
		fail("mmap");
	file = slots + SLOTS * size;
	refuse = (int *)(file + size);
	desc.ptr = slots;
	dev = open(DEVICE, O_RDWR | O_NONBLOCK);
	if (dev < 0 || ioctl(dev, GET_MAX_UPSIZE, &upsize) ||
	    ioctl(dev, GET_MAX_DOWNSIZE, &downsize) || ioctl(dev, DEV_MAP, &desc))
		fail(DEVICE);
	if ((size_t)upsize > sizeof(struct upcall) ||
	    (size_t)downsize > sizeof(struct downcall)) {
		fprintf(stderr, "orangefs: upcalls of %d bytes, downcalls of %d\n", upsize, downsize);
		exit(2);
	}
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(STDOUT_FILENO);
		serve(dev);
	}
	close(dev);
	return pid;
}

/* The file is not kept open: a close writes back, and so who dies of that would again. */
static volatile char *map(void)
{
	int fd = open("file", O_RDWR);
	void *p;

	if (fd < 0)
		fail("open");
	p = mmap(NULL, NR * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		fail("mmap");
	close(fd);
	return p;
}

static void become(uid_t id)
{
	/* Only root may change the group. */
	if (seteuid(0) || setegid(id) || seteuid(id))
		fail("seteuid");
}

static sigjmp_buf no;

static void bus(int sig)
{
	siglongjmp(no, sig);
}

/* Returns how many of the pages cannot be written. */
static int try_all(volatile char *p)
{
	volatile int told = 0, i;

	signal(SIGBUS, bus);
	for (i = 0; i < NR; i++) {
		if (sigsetjmp(no, 1))
			told++;
		else
			p[i * page] = 2;
	}
	signal(SIGBUS, SIG_DFL);
	return told;
}

static void stuck(int sig)
{
	static const char text[] = ", then a writeback that does not return\n";

	(void)sig;
	if (write(STDOUT_FILENO, text, sizeof(text) - 1) < 0)
		_exit(2);
	_exit(1);
}

static int ranges(void)
{
	int fd = open("file", O_RDWR), good = 0;

	for (int i = 0; i < NR; i++)
		if (pwrite(fd, "first", 5, i * page) != 5 ||
		    pwrite(fd, "second", 6, i * page + 100) != 6)
			fail("pwrite");
	if (fsync(fd) || close(fd))
		fail("fsync");
	for (int i = 0; i < NR; i++)
		good += !memcmp(file + i * page, "first", 5) &&
			!memcmp(file + i * page + 100, "second", 6);
	printf("%d of %d", good, NR);
	return good != NR;
}

static int unread_source(void)
{
	void *bad = mmap(NULL, page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = open("file", O_RDWR), good = 0;
	char c[NR];

	memset(file, 'f', NR * page);
	for (int i = 0; i < NR; i++)
		if (pwrite(fd, bad, page, i * page) != -1 || errno != EFAULT)
			fail("pwrite");
	for (int i = 0; i < NR; i++)
		if (pread(fd, c + i, 1, i * page) != 1)
			fail("pread");
	if (fsync(fd) || close(fd) || munmap(bad, page))
		fail("fsync");
	for (int i = 0; i < NR; i++)
		good += c[i] == 'f' && file[i * page] == 'f';
	printf("%d of %d", good, NR);
	return good != NR;
}

static volatile int *good_reads;
static pid_t server;

static void unread(int sig)
{
	char text[80];
	int len = snprintf(text, sizeof(text), "%d of %d, then a read that does not return\n",
			   *good_reads, NR);

	(void)sig;
	/* The device is for one server at a time: the next one shall find it closed. */
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	if (write(STDOUT_FILENO, text, len) != len)
		_exit(2);
	_exit(1);
}

static int refused(void)
{
	int fd = open("file", O_RDWR), status;
	char c;
	pid_t reader;

	good_reads = refuse + 1;
	for (int i = 0; i < NR; i++) {
		if (pwrite(fd, "first", 5, i * page) != 5)
			fail("pwrite");
		*refuse = 1;
		if (pwrite(fd, "second", 6, i * page + 100) != -1 || errno != EIO) {
			fprintf(stderr, "orangefs: a write that should not have been taken was\n");
			return 2;
		}
		*refuse = 0;
	}
	signal(SIGALRM, unread);
	alarm(10);
	reader = fork();
	if (reader < 0)
		fail("fork");
	if (!reader) {
		close(STDOUT_FILENO);
		/* Be told of the server's error here, not by the first read. */
		fsync(fd);
		for (int i = 0; i < NR; i++)
			*good_reads += pread(fd, &c, 1, i * page) == 1;
		_exit(0);
	}
	if (waitpid(reader, &status, 0) != reader || status)
		fail("the reader");
	close(fd);
	printf("%d of %d", *good_reads, NR);
	return *good_reads != NR;
}

static int mkwrite(void)
{
	volatile char *first, *second;
	int told, status, written = 0;
	pid_t writer;

	/*
	 * The pages are mapped, to be read, before there is anything dirty: mmap() and
	 * the fault of a page that is not mapped write back themselves.
	 */
	first = map();
	become(USER);
	second = map();
	if (madvise((void *)first, NR * page, MADV_POPULATE_READ) ||
	    madvise((void *)second, NR * page, MADV_POPULATE_READ))
		fail("madvise");

	become(0);
	for (int i = 0; i < NR; i++)
		first[i * page] = 1;

	become(USER);
	*refuse = 1;
	told = try_all(second);
	*refuse = 0;
	printf("%d of %d", told, NR);
	fflush(stdout);

	signal(SIGALRM, stuck);
	alarm(10);
	writer = fork();
	if (writer < 0)
		fail("fork");
	if (!writer) {
		close(STDOUT_FILENO);
		/* It may fail: the server's errors are reported here too. */
		msync((void *)second, NR * page, MS_SYNC);
		for (int i = 0; i < NR; i++)
			second[i * page] = 3;
		_exit(msync((void *)second, NR * page, MS_SYNC) != 0);
	}
	if (waitpid(writer, &status, 0) != writer)
		fail("waitpid");
	become(0);
	if (WIFSIGNALED(status)) {
		printf(", then a writeback that is killed\n");
		exit(1);
	}
	for (int i = 0; i < NR; i++)
		written += file[i * page] == 3;
	if (status || written != NR) {
		printf(", then %d that can be written\n", written);
		return 1;
	}
	if (munmap((void *)first, NR * page) || munmap((void *)second, NR * page))
		fail("munmap");
	return told != NR;
}

int main(int argc, char **argv)
{
	char dir[] = "/tmp/orangefs.XXXXXX";
	int bad, status;

	page = sysconf(_SC_PAGESIZE);
	server = start_server();
	if (!mkdtemp(dir) || mount("tcp://server:3334/fs", dir, "pvfs2", MS_NOATIME, NULL) ||
	    chdir(dir))
		fail("mount");

	if (argc == 2 && !strcmp(argv[1], "ranges")) {
		bad = ranges();
	} else if (argc == 2 && !strcmp(argv[1], "unread")) {
		bad = unread_source();
	} else if (argc == 2 && !strcmp(argv[1], "refused")) {
		bad = refused();
	} else if (argc == 2 && !strcmp(argv[1], "mkwrite")) {
		bad = mkwrite();
	} else {
		fprintf(stderr, "usage: orangefs ranges|unread|refused|mkwrite\n");
		return 2;
	}

	if (chdir("/") || umount(dir))
		fail("umount");
	if (waitpid(server, &status, 0) != server || status || rmdir(dir))
		fail("the server");
	alarm(0);
	printf("\n");
	return bad;
}
