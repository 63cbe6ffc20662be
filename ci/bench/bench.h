/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HETMEM_BENCH_H
#define _HETMEM_BENCH_H

void bench_frames(void);

#endif /* _HETMEM_BENCH_H */
