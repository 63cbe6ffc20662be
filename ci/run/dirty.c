// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file of 16 pages, mapped read-only by one who only looks and read-write by one
 * who writes each page. How many dirty pages does a driver find that tracks them in
 * the page table? Prints that number; exit status 0 if it is 16.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define NR 16

int main(void)
{
	size_t page = sysconf(_SC_PAGESIZE);
	int rw = open("/tmp/dirty", O_RDWR | O_CREAT, 0600);
	int ro = open("/tmp/dirty", O_RDONLY);
	int probe = open("/proc/hetmem_dirty", O_RDWR);
	char text[32] = "";
	char *writer;

	if (rw < 0 || ro < 0 || probe < 0 || ftruncate(rw, NR * page)) {
		perror("dirty");
		return 2;
	}
	if (mmap(NULL, NR * page, PROT_READ, MAP_SHARED, ro, 0) == MAP_FAILED) {
		perror("mmap");
		return 2;
	}
	writer = mmap(NULL, NR * page, PROT_READ | PROT_WRITE, MAP_SHARED, rw, 0);
	if (writer == MAP_FAILED) {
		perror("mmap");
		return 2;
	}
	for (int i = 0; i < NR; i++)
		writer[i * page] = 'x';

	snprintf(text, sizeof(text), "%d %d", rw, NR);
	if (write(probe, text, strlen(text)) < 0 || pread(probe, text, sizeof(text) - 1, 0) <= 0) {
		perror("probe");
		return 2;
	}
	text[strcspn(text, "\n")] = 0;
	printf("%s of %d\n", text, NR);
	return strcmp(text, "16") != 0;
}
