// SPDX-License-Identifier: GPL-2.0-only
/*
 * The software GPU at work on memory of this process. What to do is the argument; it
 * prints how much came out as the CPU computes it, and what the driver did for that.
 *
 *	file	sum up a file of 16 MiB that is mapped, and has to be read in first
 *	list	walk a list of which each node is in another page, 64 MiB of them
 *	count	count together with the CPU
 *	atomics	the same, with a counter in each page of huge pages
 *	vram	fill twice as much as the device has memory, moved there, and have it back
 *	frames	draw frames into a coherent buffer that the device reads
 *	frames_huge	the same, mapped by huge entries
 *	frames_split	the same, by huge entries that are split when they are written to
 *	forked	read what was written before a fork, and write to a part
 *	protected	read what was written before it was made read-only, and writable again
 *	cleared	read what was written before /proc/self/clear_refs
 *	unload	unload the driver while the device has the memory
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <tools/testing/selftests/mm/svm_prog.h>

#include "counter.h"

#define PAGE	4096UL
#define MIB	(1UL << 20)

static int dev;

static int report(unsigned long right, unsigned long all, const char *what)
{
	printf("%lu of %lu %s; %ld faults, %ld replays, %ld invalidations, %ld pages moved\n",
	       right, all, what, counter("faults "), counter("replays "), counter("invalidate_"),
	       counter("to_vram ") + counter("to_ram_") + counter("evicted "));
	return right != all;
}

static int run(struct prog *p, unsigned int engine)
{
	int err = prog_run(dev, engine, p);

	if (err)
		fprintf(stderr, "pc %u addr %#llx: %s\n", p->end.pc, p->end.addr, strerror(-err));
	return err;
}

static uint64_t sum(const uint64_t *p, size_t size)
{
	uint64_t s = 0;

	for (size_t i = 0; i < size / sizeof(*p); i++)
		s = s * 31 + p[i];
	return s;
}

static void *anonymous(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED) {
		perror("mmap");
		exit(2);
	}
	return p;
}

static int file(void)
{
	const size_t size = 16 * MIB;
	uint64_t *data = malloc(size), seed = 1;
	int fd = open("/tmp/svm/file", O_RDWR | O_CREAT | O_TRUNC, 0600);
	unsigned long right = 0;
	char *map;

	for (size_t i = 0; i < size / sizeof(*data); i++)
		data[i] = seed = seed * 6364136223846793005 + 1442695040888963407;
	if (fd < 0 || write(fd, data, size) != (ssize_t)size || fsync(fd) ||
	    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED))
		return 2;
	map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return 2;
	for (size_t at = 0; at < size; at += MIB) {
		struct prog p = {};

		prog_sum(&p, 1, map + at, MIB);
		if (!run(&p, at / MIB % 2))
			right += p.end.regs[1] == sum(data + at / sizeof(*data), MIB);
	}
	return report(right, size / MIB, "MiB");
}

static int list(void)
{
	const unsigned long n = 64 * MIB / PAGE;
	struct test_svm_node *node;
	char *memory = anonymous(n * PAGE);
	uint64_t expected = 0;
	struct prog p = {};

	/* In steps that come by each page once, and are long. */
	for (unsigned long i = 0; i < n; i++) {
		node = (void *)(memory + i * 5003 % n * PAGE);
		node->value = i * i;
		node->next = i == n - 1 ? 0 : (uintptr_t)memory + (i + 1) * 5003 % n * PAGE;
		expected += node->value;
	}
	prog_chase(&p, 1, 2, memory);
	if (run(&p, 0))
		return 2;
	return report(p.end.regs[1] == expected ? p.end.regs[2] : 0, n, "nodes");
}

#define COUNTS	20000UL

static void *count_up(void *arg)
{
	for (unsigned long i = 0; i < COUNTS; i++)
		__atomic_fetch_add((uint64_t *)arg, 1, __ATOMIC_RELAXED);
	return NULL;
}

static int count(void)
{
	uint64_t *shared = anonymous(PAGE);
	struct prog p[2] = {};
	pthread_t thread[2];

	for (int i = 0; i < 2; i++) {
		prog_set(&p[i], 1, COUNTS);
		prog_set(&p[i], 2, 1);
		prog_repeat(&p[i], 1, prog_atomic_add(&p[i], 3, 2, shared));
		if (prog_submit(dev, i, &p[i]) || pthread_create(&thread[i], NULL, count_up, shared))
			return 2;
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(thread[i], NULL);
		if (prog_finish(dev, &p[i]))
			return 2;
	}
	return report(*shared, 4 * COUNTS, "increments");
}

#define HUGE	(2 * MIB)
#define SHARED	(4 * HUGE)
#define ROUNDS	4

static void *count_everywhere(void *arg)
{
	for (unsigned long i = 0; i < ROUNDS * SHARED / PAGE; i++)
		__atomic_fetch_add((uint64_t *)((char *)arg + i * PAGE % SHARED), 1,
				   __ATOMIC_RELAXED);
	return NULL;
}

static int atomics(void)
{
	char *map = anonymous(SHARED + HUGE), *shared;
	unsigned long right = 0, off;
	struct prog p = {};
	unsigned int round, page;
	pthread_t thread;

	shared = (char *)(((uintptr_t)map + HUGE - 1) & -HUGE);
	if (madvise(shared, SHARED, MADV_HUGEPAGE))
		return 2;
	memset(shared, 0, SHARED);
	prog_set(&p, 1, ROUNDS);
	prog_set(&p, 2, 1);
	round = prog_set(&p, 4, (uintptr_t)shared);
	prog_set(&p, 5, SHARED / PAGE);
	page = prog_atomic_add_at(&p, 3, 2, 4);
	prog_add(&p, 4, 4, REG_ZERO, PAGE);
	prog_repeat(&p, 5, page);
	prog_repeat(&p, 1, round);
	if (prog_submit(dev, 0, &p) ||
	    pthread_create(&thread, NULL, count_everywhere, shared))
		return 2;
	pthread_join(thread, NULL);
	if (prog_finish(dev, &p))
		return 2;
	for (off = 0; off < SHARED; off += PAGE)
		right += *(uint64_t *)(shared + off);
	return report(right, 2 * ROUNDS * SHARED / PAGE, "increments");
}

static int vram(void)
{
	FILE *f = fopen("/sys/module/test_svm/parameters/vram_mib", "r");
	unsigned long mib, right = 0;
	char *memory;

	if (!f || fscanf(f, "%lu", &mib) != 1)
		return 2;
	mib *= 2;
	memory = anonymous(mib * MIB);
	for (unsigned long i = 0; i < mib; i++) {
		struct prog p = {};

		if (dev_migrate(dev, memory + i * MIB, MIB, TEST_SVM_TO_VRAM) < 0)
			return 2;
		prog_fill(&p, memory + i * MIB, MIB, i + 1);
		if (run(&p, i % 2))
			return 2;
	}
	for (unsigned long i = 0; i < mib; i++) {
		uint64_t *words = (void *)(memory + i * MIB);
		unsigned long n = 0;

		while (n < MIB / sizeof(*words) && words[n] == i + 1)
			n++;
		right += n == MIB / sizeof(*words);
	}
	return report(right, mib, "MiB");
}

/* In each frame, some pages are written, here and there; the device has the whole picture. */
static int draw(unsigned int flags)
{
	const unsigned long n = 16 * MIB / PAGE, words = PAGE / sizeof(uint64_t), nr = 100;
	struct test_svm_bo_create create = { .size = n * PAGE, .flags = flags };
	uint64_t *copy = malloc(n * PAGE), *map;
	unsigned long right = 0, written = 0;
	unsigned int seed = 1;

	if (ioctl(dev, TEST_SVM_BO_CREATE, &create))
		return 2;
	/* Aligned as huge entries are. */
	map = (uint64_t *)(((uintptr_t)anonymous(n * PAGE + 2 * MIB) + 2 * MIB - 1) & -(2 * MIB));
	if (mmap(map, n * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, create.fd, 0) != map)
		return 2;
	for (unsigned long i = 0; i < nr; i++) {
		struct test_svm_bo_read read = { .ptr = (uintptr_t)copy, .size = n * PAGE };

		for (unsigned long w = 0; w < i % 10 * 30; w++) {
			uint64_t *word = map + rand_r(&seed) % n * words;

			written += *word != i;
			*word = i;
		}
		if (ioctl(create.fd, TEST_SVM_BO_SUBMIT) || ioctl(create.fd, TEST_SVM_BO_READ, &read))
			return 2;
		right += !memcmp(copy, map, n * PAGE);
		if (ioctl(create.fd, TEST_SVM_BO_SIGNAL))
			return 2;
	}
	printf("%lu of %lu frames; %lu pages written, %ld brought up to date, of %lu\n", right, nr,
	       written, counter("synced "), n * nr);
	return right != nr;
}

static int frames(void) { return draw(0); }
static int frames_huge(void) { return draw(TEST_SVM_BO_HUGE); }
static int frames_split(void) { return draw(TEST_SVM_BO_HUGE | TEST_SVM_BO_SPLIT); }

/* What the device faults on again after something was done to memory it has written to. */
static int again(int (*something)(void *p, size_t size))
{
	const size_t size = 64 * MIB, part = MIB;
	char *p = anonymous(size);
	uint64_t expected;
	long before, reads, writes;
	struct prog fill = {}, read = {}, fill_part = {};

	prog_fill(&fill, p, size, 1);
	if (madvise(p, size, MADV_NOHUGEPAGE) || run(&fill, 0))
		return 2;
	expected = sum((uint64_t *)p, size);
	if (something(p, size))
		return 2;
	before = counter("faults ");
	prog_sum(&read, 1, p, size);
	if (run(&read, 0))
		return 2;
	reads = counter("faults ") - before;
	prog_fill(&fill_part, p, part, 2);
	if (run(&fill_part, 0))
		return 2;
	writes = counter("faults ") - before - reads;
	printf("%d of 1 sums; %ld faults to read 64 MiB, %ld to write 1 MiB of it\n",
	       read.end.regs[1] == expected, reads, writes);
	return read.end.regs[1] != expected;
}

static int forks(void *p, size_t size)
{
	(void)p, (void)size;
	/* It goes with its parent. */
	switch (fork()) {
	case -1:
		return -1;
	case 0:
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	return 0;
}

static int protects(void *p, size_t size)
{
	return mprotect(p, size, PROT_READ) || mprotect(p, size, PROT_READ | PROT_WRITE);
}

static int clears(void *p, size_t size)
{
	int fd = open("/proc/self/clear_refs", O_WRONLY), ret;

	(void)p, (void)size;
	ret = write(fd, "4", 1) != 1;
	close(fd);
	return ret;
}

static int forked(void) { return again(forks); }
static int protected(void) { return again(protects); }
static int cleared(void) { return again(clears); }

static int unload(void)
{
	const unsigned long n = 2 * MIB / PAGE;
	uint64_t *words = anonymous(n * PAGE);
	unsigned long right = 0;

	for (unsigned long i = 0; i < n; i++)
		words[i * PAGE / sizeof(*words)] = ~i;
	if (dev_migrate(dev, words, n * PAGE, TEST_SVM_TO_VRAM) != (long)n)
		return 2;
	/* Not while it is in use. */
	if (!syscall(SYS_delete_module, "test_svm", O_NONBLOCK) || errno != EWOULDBLOCK)
		return 2;
	close(dev);
	if (syscall(SYS_delete_module, "test_svm", O_NONBLOCK))
		return 2;
	for (unsigned long i = 0; i < n; i++)
		right += words[i * PAGE / sizeof(*words)] == ~i;
	printf("%lu of %lu pages\n", right, n);
	return right != n;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(void);
	} jobs[] = {
		{ "file", file }, { "list", list }, { "count", count },
		{ "atomics", atomics }, { "vram", vram }, { "frames", frames },
		{ "frames_huge", frames_huge }, { "frames_split", frames_split },
		{ "forked", forked }, { "protected", protected }, { "cleared", cleared },
		{ "unload", unload },
	};

	dev = open("/dev/test_svm", O_RDWR);
	if (dev < 0) {
		perror("/dev/test_svm");
		return 2;
	}
	for (size_t i = 0; argc == 2 && i < sizeof(jobs) / sizeof(*jobs); i++)
		if (!strcmp(argv[1], jobs[i].name))
			return jobs[i].run();
	return 2;
}
