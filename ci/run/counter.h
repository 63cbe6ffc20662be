/* SPDX-License-Identifier: GPL-2.0-only */
/* The sum of the software GPU's counters whose names begin with @name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long counter(const char *name)
{
	char line[64];
	long value = 0;
	FILE *f = fopen("/sys/kernel/debug/test_svm/stats", "r");

	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, name, strlen(name)))
			value += atol(strchr(line, ' '));
	if (f)
		fclose(f);
	return value;
}
