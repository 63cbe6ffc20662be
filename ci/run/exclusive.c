// SPDX-License-Identifier: GPL-2.0-only
/*
 * 64 pages are made exclusive to test_hmm's device, then their memory cgroup is
 * reclaimed, then the CPU reads them again. How many come back with their data?
 * Prints that number; exit status 0 if it is all of them. A page whose entry was
 * changed to a bad swap entry is faulted for ever: an alarm ends that.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <lib/test_hmm_uapi.h>

#define NR 64

static void put(const char *path, const char *text, int must)
{
	int fd = open(path, O_WRONLY);

	if ((fd < 0 || write(fd, text, strlen(text)) < 0) && must) {
		perror(path);
		exit(2);
	}
	close(fd);
}

static volatile sig_atomic_t good;

static void lost(int sig)
{
	char text[80];
	int len = snprintf(text, sizeof(text), "%d of %d, then %s\n", (int)good, NR,
			   sig == SIGALRM ? "a read that does not return" : "SIGBUS");

	if (write(STDOUT_FILENO, text, len) != len)
		_exit(2);
	_exit(1);
}

int main(void)
{
	size_t page = sysconf(_SC_PAGESIZE);
	struct hmm_dmirror_cmd cmd = { .npages = NR };
	int dev = open("/dev/hmm_dmirror0", O_RDWR);
	char *p;
	int i;

	p = mmap(NULL, NR * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	cmd.ptr = (uintptr_t)malloc(NR * page);
	if (dev < 0 || p == MAP_FAILED || !cmd.ptr) {
		perror("exclusive");
		return 2;
	}
	madvise(p, NR * page, MADV_NOHUGEPAGE);
	put("/sys/fs/cgroup/cgroup.subtree_control", "+memory", 1);
	put("/sys/fs/cgroup/t/cgroup.procs", "0", 1);
	for (i = 0; i < NR; i++)
		memset(p + i * page, i + 1, page);

	cmd.addr = (uintptr_t)p;
	if (ioctl(dev, HMM_DMIRROR_EXCLUSIVE, &cmd) || cmd.cpages != NR) {
		perror("HMM_DMIRROR_EXCLUSIVE");
		return 2;
	}
	/* Twice: what is active or young is only aged the first time. */
	put("/sys/fs/cgroup/t/memory.reclaim", "64M", 0);
	put("/sys/fs/cgroup/t/memory.reclaim", "64M", 0);

	signal(SIGALRM, lost);
	signal(SIGBUS, lost);
	alarm(5);
	for (i = 0; i < NR; i++) {
		size_t k;

		for (k = 0; k < page && p[i * page + k] == i + 1; k++)
			;
		good += k == page;
	}
	printf("%d of %d\n", (int)good, NR);
	return good != NR;
}
