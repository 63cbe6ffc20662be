// SPDX-License-Identifier: GPL-2.0-only
/*
 * The software GPU reads a byte in each of many VMAs. Arguments:
 *
 *	spread|dense	the VMAs are 2 MiB apart, which is what the device's page tables
 *			have a table for; or one page
 *	alone|beside	nothing else happens; or a thread maps, protects and unmaps memory
 *			that the device does not use
 *	NAME		print what it cost as ci/bench.sh wants it, under this name
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <fcntl.h>
#include <unistd.h>

#include <tools/testing/selftests/mm/svm_prog.h>

#include "counter.h"

#define PAGE	4096UL
#define WINDOW	(2UL << 20)
#define NR_VMAS	256
#define SIZE	(16 * PAGE)

static atomic_bool stop;

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

static void *disturb(void *arg)
{
	(void)arg;
	while (!atomic_load(&stop)) {
		char *p = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p == MAP_FAILED)
			break;
		memset(p, 1, SIZE);
		mprotect(p, SIZE, PROT_READ);
		munmap(p, SIZE);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	const bool dense = argc > 2 && !strcmp(argv[1], "dense");
	const bool beside = argc > 2 && !strcmp(argv[2], "beside");
	const size_t stride = dense ? SIZE + PAGE : WINDOW;
	int dev = open("/dev/test_svm", O_RDWR);
	long replays, invalidations, flushes;
	unsigned long right = 0;
	pthread_t thread;
	uint64_t took;
	char *area;

	if (argc < 3 || dev < 0)
		return 2;
	area = mmap(NULL, NR_VMAS * stride + WINDOW, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (area == MAP_FAILED)
		return 2;
	area = (char *)(((uintptr_t)area + WINDOW - 1) & -WINDOW);
	for (unsigned long i = 0; i < NR_VMAS; i++) {
		if (mprotect(area + i * stride, SIZE, PROT_READ | PROT_WRITE))
			return 2;
		memset(area + i * stride, i, SIZE);
	}
	if (beside && pthread_create(&thread, NULL, disturb, NULL))
		return 2;
	replays = counter("replays ");
	invalidations = counter("invalidate_");
	flushes = counter("flushes ");
	took = now();
	for (unsigned long i = 0; i < NR_VMAS; i++) {
		struct prog prog = {};

		prog_load(&prog, 1, area + i * stride, 1);
		if (prog_run(dev, 0, &prog))
			return 2;
		right += prog.end.regs[1] == i;
	}
	took = now() - took;
	replays = counter("replays ") - replays;
	invalidations = counter("invalidate_") - invalidations;
	flushes = counter("flushes ") - flushes;
	atomic_store(&stop, true);
	if (beside && pthread_join(thread, NULL))
		return 2;
	if (argc > 3)
		printf("bench: %s | %llu | %u | %ld | %ld | %ld\n", argv[3], (unsigned long long)took,
		       NR_VMAS, replays, invalidations, flushes);
	else
		printf("%lu of %u VMAs; %ld times served, %ld retries, %ld interval notifiers\n", right, NR_VMAS,
		       replays, counter("retries "), counter("intervals "));
	return right != NR_VMAS;
}
