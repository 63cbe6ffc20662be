// SPDX-License-Identifier: GPL-2.0-only
/*
 * A thread writes to a buffer object that the software GPU uses, and waits. How many of
 * 1000 pairs of mmap() and munmap() does another thread get done meanwhile, and how long
 * do they take, beside what they take without a writer? Prints that; exit status 0 if it
 * is all of them.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <lib/test_svm/test_svm_uapi.h>

#define NR 1000

static size_t page;
static volatile char *map;
static atomic_int writer, mapper, go, done;
static long longest;

static long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000L + ts.tv_nsec;
}

static void *write_one(void *arg)
{
	writer = gettid();
	map[0] = 1;
	return arg;
}

static void *map_many(void *arg)
{
	longest = 0;
	mapper = gettid();
	while (!go)
		;
	for (done = 0; done < NR; done++) {
		long start = now(), took;
		void *p = mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		munmap(p, page);
		took = now() - start;
		if (took > longest)
			longest = took;
	}
	return arg;
}

/* Does thread @tid sleep? Looks without anything that needs the mmap lock. */
static int sleeps(int tid)
{
	char path[64], line[256], *p = NULL;
	int fd, len;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	fd = open(path, O_RDONLY);
	len = read(fd, line, sizeof(line) - 1);
	close(fd);
	if (len > 0) {
		line[len] = 0;
		p = strrchr(line, ')');
	}
	return p && p[2] == 'D';
}

int main(void)
{
	struct test_svm_bo_create create = {};
	int dev = open("/dev/test_svm", O_RDWR), before, asleep, alone;
	pthread_t a, b;

	page = create.size = sysconf(_SC_PAGESIZE);
	if (ioctl(dev, TEST_SVM_BO_CREATE, &create)) {
		perror("/dev/test_svm");
		return 2;
	}
	map = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, create.fd, 0);
	go = 1;
	pthread_create(&b, NULL, map_many, NULL);
	pthread_join(b, NULL);
	alone = longest / 1000;

	if (map == MAP_FAILED || ioctl(create.fd, TEST_SVM_BO_SUBMIT)) {
		perror("TEST_SVM_BO_SUBMIT");
		return 2;
	}
	go = done = mapper = 0;
	pthread_create(&b, NULL, map_many, NULL);
	pthread_create(&a, NULL, write_one, NULL);
	while (!mapper || !writer || !sleeps(writer))
		;
	go = 1;
	/* Until it is done, or has slept at the same place for 1000 looks. */
	for (before = asleep = 0; done < NR && asleep < 1000; ) {
		asleep = sleeps(mapper) && done == before ? asleep + 1 : 0;
		before = done;
	}
	before = done;
	ioctl(create.fd, TEST_SVM_BO_SIGNAL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	if (before < NR)
		printf("%d of %d, then as long as the device works\n", before, NR);
	else
		printf("%d of %d (longest %ld us; %d us without a writer)\n", before, NR,
		       longest / 1000, alone);
	return before != NR;
}
