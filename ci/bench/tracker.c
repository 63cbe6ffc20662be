// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a frame of a coherent buffer costs on top of writing it: the faults of the CPU's
 * writes, and the scan that finds out what was written. By size of the buffer, and by how
 * many of its pages are written in each frame, here and there or side by side.
 *
 * "bench: name | instructions | pages of the buffer | faults | 0 | 0", of one frame, when
 * the tracker has had time to choose its method.
 */
#include <linux/dirty_tracker.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/prandom.h>
#include <linux/shmem_fs.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>
#include <linux/vmstat.h>

#include "bench.h"

#define SETTLE	8
#define FRAMES	4

static struct page *memory;

static vm_fault_t buffer_fault(struct vm_fault *vmf)
{
	struct dirty_tracker *t = vmf->vma->vm_private_data;
	vm_flags_t vm_flags = vmf->vma->vm_flags;

	if (dirty_tracker_map_readonly(t))
		vm_flags &= ~VM_SHARED;
	return vmf_insert_pfn_prot(vmf->vma, vmf->address, page_to_pfn(memory),
				   vm_get_page_prot(vm_flags));
}

static vm_fault_t buffer_mkwrite(struct vm_fault *vmf)
{
	dirty_tracker_mkwrite(vmf->vma->vm_private_data, vmf->pgoff, 1);
	return vmf_finish_pfn_mkwrite(vmf);
}

static const struct vm_operations_struct buffer_ops = {
	.fault = buffer_fault,
	.pfn_mkwrite = buffer_mkwrite,
};

static void write_frame(unsigned long addr, unsigned long nr, unsigned long n, bool spread,
			struct rnd_state *rnd)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		unsigned long page = spread && n < nr ? prandom_u32_state(rnd) % nr : i;

		BUG_ON(put_user(1, (int __user *)(addr + page * PAGE_SIZE)));
	}
}

static unsigned long faults(void)
{
	static unsigned long events[NR_VM_EVENT_ITEMS];

	all_vm_events(events);
	return events[PGFAULT];
}

static void frames(const char *size, unsigned long nr, const char *share,
		   unsigned int per_mille, bool spread)
{
	struct file *file = shmem_file_setup("frames", nr * PAGE_SIZE,
					     mk_vma_flags(VMA_NORESERVE_BIT));
	unsigned long addr, n = DIV_ROUND_UP(nr * per_mille, 1000), count = 0;
	struct vm_area_struct *vma;
	struct dirty_tracker *t;
	struct rnd_state rnd;
	u64 cost = 0, time;
	int i, v;

	BUG_ON(IS_ERR(file));
	prandom_seed_state(&rnd, 1);
	t = dirty_tracker_create(file->f_mapping, 0, nr);
	BUG_ON(!t);
	addr = vm_mmap(file, 0, nr * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
	BUG_ON(IS_ERR_VALUE(addr));
	mmap_write_lock(current->mm);
	vma = find_vma(current->mm, addr);
	vma_start_write(vma);
	vma->vm_private_data = t;
	vma->vm_ops = &buffer_ops;
	vm_flags_set(vma, VM_PFNMAP | VM_IO | VM_DONTEXPAND);
	vma_set_page_prot(vma);
	mmap_write_unlock(current->mm);
	for (i = 0; i < nr; i++)
		BUG_ON(get_user(v, (int __user *)(addr + i * PAGE_SIZE)));

	for (i = 0; i < SETTLE + FRAMES; i++) {
		if (i == SETTLE) {
			count = faults();
			cost = 0;
		}
		time = ktime_get_ns();
		write_frame(addr, nr, n, spread, &rnd);
		dirty_tracker_scan(t);
		cost += ktime_get_ns() - time;
		dirty_tracker_clear(t, 0, nr);
	}
	pr_info("bench: frame of %s, %s %% written %s | %llu | %lu | %lu | 0 | 0\n", size, share,
		spread ? "here and there" : "side by side", cost / FRAMES, nr,
		(faults() - count) / FRAMES);
	vm_munmap(addr, nr * PAGE_SIZE);
	dirty_tracker_destroy(t);
	fput(file);
}

void bench_frames(void)
{
	static const struct { const char *name; unsigned long size; } sizes[] = {
		{ "64 KiB", SZ_64K }, { "1 MiB", SZ_1M }, { "16 MiB", SZ_16M },
		{ "256 MiB", SZ_256M },
	};
	static const struct { const char *name; unsigned int per_mille; } shares[] = {
		{ "0", 0 }, { "0.1", 1 }, { "0.3", 3 }, { "1", 10 }, { "3", 30 },
		{ "10", 100 }, { "30", 300 }, { "100", 1000 },
	};
	int i, k;

	memory = alloc_page(GFP_KERNEL);
	BUG_ON(!memory);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		for (k = 0; k < ARRAY_SIZE(shares); k++) {
			frames(sizes[i].name, sizes[i].size / PAGE_SIZE, shares[k].name,
			       shares[k].per_mille, true);
			if (shares[k].per_mille && shares[k].per_mille < 1000)
				frames(sizes[i].name, sizes[i].size / PAGE_SIZE, shares[k].name,
				       shares[k].per_mille, false);
		}
	}
	__free_page(memory);
}
