// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the series' code costs, in guest instructions per 4 KiB page and in events.
 *
 * Built into the base and into the series, and part of neither. Under QEMU's
 * -icount shift=0 the guest's clock counts its instructions, so a difference of
 * ktime_get_ns() is a count. Write to /proc/hetmem_bench, with the system idle, to
 * run; the results are in the log, as
 * "bench: name | instructions | pages | faults | calls | flushes", where calls are those
 * of the interval notifier or of the callback, and flushes those of the TLB.
 * Each measurement runs three times on fresh memory, the last one counts.
 */
#include <linux/bitmap.h>
#include <linux/highmem.h>
#include <linux/hmm.h>
#include <linux/ioport.h>
#include <linux/kthread.h>
#include <linux/memblock.h>
#include <linux/memremap.h>
#include <linux/migrate.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/mmu_notifier.h>
#include <linux/pagemap.h>
#include <linux/proc_fs.h>
#include <linux/rmap.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>
#include <asm/tlb.h>
#include <uapi/linux/sched/types.h>

#include "bench.h"

#define NR_PAGES	2048UL
#define SIZE		(NR_PAGES * PAGE_SIZE)
/* So large that what a call costs by itself does not show. */
#define NR_HUGE_PAGES	(64 * HPAGE_PMD_NR)
#define ROUNDS		3

struct bench {
	unsigned long addr;
	/* What is measured, if it is not NR_PAGES. */
	unsigned long pages;
	struct file *file;
	struct mmu_interval_notifier interval;
	struct mmu_notifier mn;
	/* Insert it as soon as there is memory. */
	bool watch;
	unsigned long calls;
	unsigned long *pfns;
	unsigned long *dst;
	unsigned long events[NR_VM_EVENT_ITEMS];
	/* The result of the last round. */
	u64 cost;
	unsigned long faults;
	unsigned long invalidations;
	unsigned long flushes;
};

static u64 begin_time;

static unsigned long flushes(struct bench *b)
{
#ifdef CONFIG_DEBUG_TLBFLUSH
	return b->events[NR_TLB_LOCAL_FLUSH_ONE] + b->events[NR_TLB_LOCAL_FLUSH_ALL];
#else
	return 0;
#endif
}

/* Start right after a tick, so that none falls into the time that is measured. */
static void begin(struct bench *b)
{
	unsigned long now = jiffies;

	while (READ_ONCE(jiffies) == now)
		cpu_relax();
	all_vm_events(b->events);
	b->faults = b->events[PGFAULT];
	b->flushes = flushes(b);
	b->invalidations = b->calls;
	begin_time = ktime_get_ns();
}

static void end(struct bench *b)
{
	b->cost = ktime_get_ns() - begin_time;
	all_vm_events(b->events);
	b->faults = b->events[PGFAULT] - b->faults;
	b->flushes = flushes(b) - b->flushes;
	b->invalidations = b->calls - b->invalidations;
}

static bool interval_invalidate(struct mmu_interval_notifier *mni,
				const struct mmu_notifier_range *range,
				unsigned long seq)
{
	struct bench *b = container_of(mni, struct bench, interval);

	b->calls++;
	mmu_interval_set_seq(mni, seq);
	return true;
}

static const struct mmu_interval_notifier_ops interval_ops = {
	.invalidate = interval_invalidate,
};

static void watch(struct bench *b)
{
	BUG_ON(mmu_interval_notifier_insert(&b->interval, current->mm, b->addr,
					    SIZE, &interval_ops));
}

static void unwatch(struct bench *b)
{
	mmu_interval_notifier_remove(&b->interval);
}

/* At the beginning of a page table. */
static void map(struct bench *b, bool huge, bool write)
{
	unsigned long i, size = b->pages ? b->pages * PAGE_SIZE : SIZE;

	b->addr = vm_mmap(NULL, 0, size + PMD_SIZE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, 0);
	BUG_ON(IS_ERR_VALUE(b->addr));
	b->addr = ALIGN(b->addr, PMD_SIZE);
	if (b->file)
		BUG_ON(vm_mmap(b->file, b->addr, size, PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_FIXED, 0) != b->addr);
	else
		BUG_ON(do_madvise(current->mm, b->addr, SIZE,
				  huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE));
	if (b->watch)
		watch(b);
	for (i = 0; write && i < NR_PAGES; i++)
		BUG_ON(put_user(1, (int __user *)(b->addr + i * PAGE_SIZE)));
}

static void write_all(struct bench *b)
{
	unsigned long i;

	for (i = 0; i < NR_PAGES; i++)
		BUG_ON(put_user(2, (int __user *)(b->addr + i * PAGE_SIZE)));
}

/* Make all exclusive, as many pages at once as are given, up to one PMD. */
static void exclusive_all(struct bench *b, unsigned long npages)
{
	static struct page *pages[HPAGE_PMD_NR];
	unsigned long addr = b->addr;
	long nr;

	while (addr < b->addr + SIZE) {
		mmap_read_lock(current->mm);
		nr = make_device_exclusive_range(current->mm, addr,
						 addr + npages * PAGE_SIZE, b, pages);
		mmap_read_unlock(current->mm);
		BUG_ON(nr <= 0);
		unlock_device_exclusive_range(pages, nr);
		addr += nr * PAGE_SIZE;
	}
}

static void exclusive(struct bench *b, bool huge, unsigned long npages, bool again)
{
	map(b, huge, true);
	watch(b);
	if (again)
		exclusive_all(b, npages);
	begin(b);
	exclusive_all(b, npages);
	end(b);
	unwatch(b);
}

static void exclusive_small(struct bench *b) { exclusive(b, false, HPAGE_PMD_NR, false); }
static void exclusive_huge(struct bench *b) { exclusive(b, true, HPAGE_PMD_NR, false); }
static void exclusive_small_each(struct bench *b) { exclusive(b, false, 1, false); }
static void exclusive_huge_each(struct bench *b) { exclusive(b, true, 1, false); }
static void exclusive_small_again(struct bench *b) { exclusive(b, false, HPAGE_PMD_NR, true); }
static void exclusive_huge_again(struct bench *b) { exclusive(b, true, HPAGE_PMD_NR, true); }

/* The CPU's write takes a page back. */
static void restore(struct bench *b, bool huge)
{
	map(b, huge, true);
	watch(b);
	exclusive_all(b, HPAGE_PMD_NR);
	begin(b);
	write_all(b);
	end(b);
	unwatch(b);
}

static void restore_small(struct bench *b) { restore(b, false); }
static void restore_huge(struct bench *b) { restore(b, true); }

/* A 2 MiB folio is mapped by PTEs once one of its pages had to be mapped alone. */
static void split_pmds(struct bench *b)
{
	struct folio *folio;
	unsigned long i;

	for (i = 0; i < NR_PAGES; i += HPAGE_PMD_NR) {
		mmap_read_lock(current->mm);
		BUG_ON(IS_ERR(make_device_exclusive(current->mm,
						    b->addr + i * PAGE_SIZE, b,
						    &folio)));
		mmap_read_unlock(current->mm);
		BUG_ON(!folio_test_large(folio));
		folio_unlock(folio);
		folio_put(folio);
	}
	write_all(b);
}

static void hmm(struct bench *b, bool huge, bool split, bool write, unsigned long flags)
{
	struct hmm_range range = {
		.notifier = &b->interval,
		.hmm_pfns = b->pfns,
		.default_flags = flags,
	};

	map(b, huge, write);
	if (split)
		split_pmds(b);
	watch(b);
	range.start = b->addr;
	range.end = b->addr + SIZE;
	begin(b);
	do {
		range.notifier_seq = mmu_interval_read_begin(&b->interval);
		mmap_read_lock(current->mm);
		BUG_ON(hmm_range_fault(&range));
		mmap_read_unlock(current->mm);
	} while (mmu_interval_read_retry(&b->interval, range.notifier_seq));
	end(b);
	unwatch(b);
}

static void hmm_snapshot_small(struct bench *b) { hmm(b, false, false, true, 0); }
static void hmm_snapshot_split(struct bench *b) { hmm(b, true, true, true, 0); }
static void hmm_snapshot_huge(struct bench *b) { hmm(b, true, false, true, 0); }
static void hmm_fault_small(struct bench *b)
{
	hmm(b, false, false, false, HMM_PFN_REQ_FAULT | HMM_PFN_REQ_WRITE);
}
static void hmm_fault_huge(struct bench *b)
{
	hmm(b, true, false, false, HMM_PFN_REQ_FAULT | HMM_PFN_REQ_WRITE);
}

/*
 * migrate_vma_*() to a device and back, 2 MiB a call. The device has a page for each
 * page, and copies nothing: what it does by itself is not counted.
 */
static vm_fault_t device_migrate_to_ram(struct vm_fault *vmf)
{
	return VM_FAULT_SIGBUS;
}

static void device_folio_free(struct folio *folio)
{
}

static const struct dev_pagemap_ops device_ops = {
	.migrate_to_ram = device_migrate_to_ram,
	.folio_free = device_folio_free,
};

static struct dev_pagemap device = {
	.type = MEMORY_DEVICE_PRIVATE,
	.nr_range = 1,
	.ops = &device_ops,
	.owner = &device,
};

static void device_init(void)
{
	struct resource *res = request_free_mem_region(&iomem_resource, SIZE, "bench");

	BUG_ON(IS_ERR(res));
	device.range.start = res->start;
	device.range.end = res->end;
	BUG_ON(IS_ERR(memremap_pages(&device, 0)));
}

static void fill_dst(struct bench *b, struct migrate_vma *args, bool huge, bool to_device)
{
	unsigned int order = huge ? HPAGE_PMD_ORDER : 0;
	unsigned long addr, i, dst;

	for (i = 0; i < HPAGE_PMD_NR; i += 1UL << order) {
		struct folio *folio;

		addr = args->start + i * PAGE_SIZE;
		BUG_ON(!(args->src[i] & MIGRATE_PFN_MIGRATE));
		if (to_device) {
			folio = (struct folio *)pfn_to_page(PHYS_PFN(device.range.start +
								     addr - b->addr));
			zone_device_folio_init(folio, &device, order);
		} else {
			folio = vma_alloc_folio(GFP_HIGHUSER_MOVABLE, order, args->vma, addr);
			BUG_ON(!folio);
			folio_lock(folio);
		}
		dst = migrate_pfn(folio_pfn(folio));
		args->dst[i] = dst | (order ? MIGRATE_PFN_COMPOUND : 0);
	}
}

static void migrate_all(struct bench *b, bool huge, bool to_device)
{
	u64 t, cost = 0;
	unsigned long addr, i;

	for (addr = b->addr; addr < b->addr + SIZE; addr += PMD_SIZE) {
		struct migrate_vma args = {
			.src = b->pfns,
			.dst = b->dst,
			.start = addr,
			.end = addr + PMD_SIZE,
			.pgmap_owner = device.owner,
			.flags = to_device ? MIGRATE_VMA_SELECT_SYSTEM :
					     MIGRATE_VMA_SELECT_DEVICE_PRIVATE,
		};

		if (huge)
			args.flags |= MIGRATE_VMA_SELECT_COMPOUND;
		mmap_read_lock(current->mm);
		args.vma = find_vma(current->mm, addr);
		t = ktime_get_ns();
		BUG_ON(migrate_vma_setup(&args));
		cost += ktime_get_ns() - t;
		fill_dst(b, &args, huge, to_device);
		t = ktime_get_ns();
		migrate_vma_pages(&args);
		cost += ktime_get_ns() - t;
		for (i = 0; i < HPAGE_PMD_NR; i += huge ? HPAGE_PMD_NR : 1)
			BUG_ON(!(args.src[i] & MIGRATE_PFN_MIGRATE));
		t = ktime_get_ns();
		migrate_vma_finalize(&args);
		cost += ktime_get_ns() - t;
		mmap_read_unlock(current->mm);
	}
	b->cost = cost;
}

static void migrate(struct bench *b, bool huge, bool back)
{
	u64 cost;

	map(b, huge, true);
	lru_add_drain_all();
	watch(b);
	if (back)
		migrate_all(b, huge, true);
	begin(b);
	migrate_all(b, huge, !back);
	cost = b->cost;
	end(b);
	b->cost = cost;
	unwatch(b);
}

static void migrate_small(struct bench *b) { migrate(b, false, false); }
static void migrate_huge(struct bench *b) { migrate(b, true, false); }
static void migrate_back_small(struct bench *b) { migrate(b, false, true); }
static void migrate_back_huge(struct bench *b) { migrate(b, true, true); }

static void clear_pages_one_by_one(struct bench *b)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	unsigned long i;

	BUG_ON(!page);
	begin(b);
	for (i = 0; i < NR_PAGES; i++)
		clear_highpage(page);
	end(b);
	__free_page(page);
}

static int count_call(pte_t *pte, unsigned long addr, void *data)
{
	struct bench *b = data;

	b->calls++;
	return 0;
}

static void apply_empty(struct bench *b)
{
	map(b, false, true);
	begin(b);
	BUG_ON(apply_to_page_range(current->mm, b->addr, SIZE, count_call, b));
	end(b);
}

static int count_run(pte_t *pte, unsigned long addr, unsigned long end, void *private)
{
	struct bench *b = private;

	b->calls++;
	return 0;
}

static void apply_run_empty(struct bench *b)
{
	static const struct pfn_range_ops ops = { .pte_range = count_run };

	map(b, false, true);
	begin(b);
	BUG_ON(apply_to_pfn_range(current->mm, b->addr, b->addr + SIZE, &ops, b));
	end(b);
}

static void vmap_pfns(struct bench *b)
{
	unsigned long i, first = ALIGN(max_pfn, PFN_DOWN(SZ_1G));
	void *p;

	for (i = 0; i < NR_PAGES; i++)
		b->pfns[i] = first + i;
	begin(b);
	p = vmap_pfn(b->pfns, NR_PAGES, PAGE_KERNEL);
	end(b);
	BUG_ON(!p);
	vunmap(p);
}

static void map_shmem(struct bench *b)
{
	b->file = shmem_file_setup("bench", SIZE, mk_vma_flags(VMA_NORESERVE_BIT));
	BUG_ON(IS_ERR(b->file));
	map(b, false, true);
}

/* One huge page of a device, mapped by huge entries over and over again. */
static vm_fault_t device_huge_fault(struct vm_fault *vmf, unsigned int order)
{
	static struct page *page;

	if (!page)
		page = alloc_pages(GFP_KERNEL, PMD_ORDER);
	BUG_ON(!page);
	if (order != PMD_ORDER)
		return VM_FAULT_FALLBACK;
	return vmf_insert_pfn_pmd(vmf, page_to_pfn(page), vmf->flags & FAULT_FLAG_WRITE);
}

static void map_device_huge(struct bench *b)
{
	static const struct vm_operations_struct ops = {
		.huge_fault = device_huge_fault,
	};
	struct vm_area_struct *vma;
	unsigned long i;

	b->pages = NR_HUGE_PAGES;
	b->file = shmem_file_setup("bench", b->pages * PAGE_SIZE, mk_vma_flags(VMA_NORESERVE_BIT));
	BUG_ON(IS_ERR(b->file));
	map(b, false, false);
	mmap_write_lock(current->mm);
	vma = find_vma(current->mm, b->addr);
	vma_start_write(vma);
	vm_flags_set(vma, VM_PFNMAP | VM_IO);
	vma->vm_ops = &ops;
	vma->vm_page_prot = vm_get_page_prot(vma->vm_flags);
	mmap_write_unlock(current->mm);
	for (i = 0; i < b->pages; i += HPAGE_PMD_NR)
		BUG_ON(put_user(1, (int __user *)(b->addr + i * PAGE_SIZE)));
}

static void map_tracked(struct bench *b, bool huge)
{
	if (huge)
		map_device_huge(b);
	else
		map_shmem(b);
}

static void wp(struct bench *b, bool huge, int times)
{
	map_tracked(b, huge);
	while (times--) {
		begin(b);
		wp_shared_mapping_range(b->file->f_mapping, 0, b->pages ?: NR_PAGES);
		end(b);
	}
}

static void clean(struct bench *b, bool huge, int times)
{
	pgoff_t start = 0, last = 0;

	map_tracked(b, huge);
	while (times--) {
		begin(b);
		clean_record_shared_mapping_range(b->file->f_mapping, 0, b->pages ?: NR_PAGES,
						  0, b->pfns, &start, &last);
		end(b);
	}
}

static void wp_all(struct bench *b) { wp(b, false, 1); }
static void wp_none(struct bench *b) { wp(b, false, 2); }
static void clean_all(struct bench *b) { clean(b, false, 1); }
static void clean_none(struct bench *b) { clean(b, false, 2); }
static void __maybe_unused wp_all_huge(struct bench *b) { wp(b, true, 1); }
static void __maybe_unused wp_none_huge(struct bench *b) { wp(b, true, 2); }
static void __maybe_unused clean_all_huge(struct bench *b) { clean(b, true, 1); }
static void __maybe_unused clean_none_huge(struct bench *b) { clean(b, true, 2); }

static void wp_fault(struct bench *b)
{
	map_shmem(b);
	wp_shared_mapping_range(b->file->f_mapping, 0, NR_PAGES);
	begin(b);
	write_all(b);
	end(b);
}

/*
 * folio_referenced() of pages that the CPU wrote to, each folio once. With MGLRU,
 * looking around from one folio makes its neighbours old.
 */
static void referenced(struct bench *b, bool huge)
{
	struct page **pages = (struct page **)b->pfns;
	struct folio *last = NULL;
	vma_flags_t vma_flags;
	unsigned long i, hits = 0;

	map(b, huge, true);
	BUG_ON(get_user_pages_unlocked(b->addr, NR_PAGES, pages, 0) != NR_PAGES);
	begin(b);
	for (i = 0; i < NR_PAGES; i++) {
		struct folio *folio = page_folio(pages[i]);

		if (folio != last)
			hits += folio_referenced(folio, 0, NULL, &vma_flags);
		last = folio;
	}
	end(b);
	BUG_ON(!hits);
	for (i = 0; i < NR_PAGES; i++)
		put_page(pages[i]);
}

static void referenced_small(struct bench *b) { referenced(b, false); }
static void referenced_huge(struct bench *b) { referenced(b, true); }

/* A write to what is mapped read-only, with a handler that has nothing to wait for. */
static vm_fault_t page_mkwrite(struct vm_fault *vmf)
{
	lock_page(vmf->page);
	return VM_FAULT_LOCKED;
}

static vm_fault_t pfn_mkwrite(struct vm_fault *vmf)
{
	return 0;
}

static vm_fault_t pfn_fault(struct vm_fault *vmf)
{
	struct folio *folio = shmem_read_folio(vmf->vma->vm_file->f_mapping, vmf->pgoff);
	vm_fault_t ret;

	BUG_ON(IS_ERR(folio));
	ret = vmf_insert_pfn(vmf->vma, vmf->address, folio_pfn(folio));
	folio_put(folio);
	return ret;
}

static void mkwrite(struct bench *b, bool pfn)
{
	static struct vm_operations_struct page_ops, pfn_ops = {
		.fault = pfn_fault,
		.pfn_mkwrite = pfn_mkwrite,
	};
	struct vm_area_struct *vma;
	unsigned long i;
	int v;

	b->file = shmem_file_setup("bench", SIZE, mk_vma_flags(VMA_NORESERVE_BIT));
	BUG_ON(IS_ERR(b->file));
	map(b, false, false);
	mmap_write_lock(current->mm);
	vma = find_vma(current->mm, b->addr);
	page_ops = *vma->vm_ops;
	page_ops.page_mkwrite = page_mkwrite;
	vma_start_write(vma);
	if (pfn)
		vm_flags_set(vma, VM_PFNMAP | VM_IO);
	vma->vm_ops = pfn ? &pfn_ops : &page_ops;
	vma_set_page_prot(vma);
	mmap_write_unlock(current->mm);
	for (i = 0; i < NR_PAGES; i++)
		BUG_ON(get_user(v, (int __user *)(b->addr + i * PAGE_SIZE)));
	begin(b);
	write_all(b);
	end(b);
}

static void mkwrite_page(struct bench *b) { mkwrite(b, false); }
static void mkwrite_pfn(struct bench *b) { mkwrite(b, true); }

static int fork_child(void *arg)
{
	do_exit(0);
}

/* The child gets no further than to its first step before the parent is measured. */
static void fork_all(struct bench *b, bool huge)
{
	struct kernel_clone_args args = {
		.flags = CLONE_UNTRACED,
		.exit_signal = SIGCHLD,
		.fn = fork_child,
	};
	pid_t pid;

	map(b, huge, true);
	begin(b);
	pid = kernel_clone(&args);
	end(b);
	BUG_ON(pid < 0);
	kernel_wait(pid, NULL);
}

static void fork_small(struct bench *b) { fork_all(b, false); }
static void fork_huge(struct bench *b) { fork_all(b, true); }

static void zap_small(struct bench *b)
{
	map(b, false, true);
	begin(b);
	BUG_ON(do_madvise(current->mm, b->addr, SIZE, MADV_DONTNEED));
	end(b);
}

static void munmap_small(struct bench *b)
{
	map(b, false, true);
	begin(b);
	BUG_ON(vm_munmap(b->addr, SIZE));
	end(b);
}

static void mprotect_small(struct bench *b)
{
	struct vm_area_struct *vma;
	struct mmu_gather tlb;

	map(b, false, true);
	mmap_write_lock(current->mm);
	vma = find_vma(current->mm, b->addr);
	vma_start_write(vma);
	vm_flags_clear(vma, VM_WRITE);
	vma_set_page_prot(vma);
	begin(b);
	tlb_gather_mmu(&tlb, current->mm);
	change_protection(&tlb, vma, b->addr, b->addr + SIZE, 0);
	tlb_finish_mmu(&tlb);
	end(b);
	mmap_write_unlock(current->mm);
}

/* The same with an interval notifier, which is called as often as it takes. */
static void watched(struct bench *b, void (*run)(struct bench *b))
{
	b->watch = true;
	run(b);
	b->watch = false;
	unwatch(b);
}

static void fork_watched(struct bench *b) { watched(b, fork_small); }
static void munmap_watched(struct bench *b) { watched(b, munmap_small); }
static void mprotect_watched(struct bench *b) { watched(b, mprotect_small); }

static const struct {
	const char *name;
	void (*run)(struct bench *b);
} benches[] = {
	{ "make_device_exclusive(), small folios", exclusive_small_each },
	{ "make_device_exclusive(), 2 MiB folios", exclusive_huge_each },
	{ "make_device_exclusive_range(), small folios", exclusive_small },
	{ "make_device_exclusive_range(), 2 MiB folios", exclusive_huge },
	{ "the same, already exclusive, small folios", exclusive_small_again },
	{ "the same, already exclusive, 2 MiB folios", exclusive_huge_again },
	{ "CPU write restores an exclusive page, small folios", restore_small },
	{ "CPU write restores an exclusive page, 2 MiB folios", restore_huge },
	{ "hmm_range_fault() snapshot, small folios", hmm_snapshot_small },
	{ "hmm_range_fault() snapshot, 2 MiB mapped by PTEs", hmm_snapshot_split },
	{ "hmm_range_fault() snapshot, 2 MiB mapped by PMD", hmm_snapshot_huge },
	{ "hmm_range_fault() write fault, small folios", hmm_fault_small },
	{ "hmm_range_fault() write fault, 2 MiB folios", hmm_fault_huge },
	{ "migrate_vma_*() to a device, small folios", migrate_small },
	{ "migrate_vma_*() to a device, 2 MiB folios", migrate_huge },
	{ "migrate_vma_*() back, small folios", migrate_back_small },
	{ "migrate_vma_*() back, 2 MiB folios", migrate_back_huge },
	{ "clearing a page", clear_pages_one_by_one },
	{ "apply_to_page_range(), callback that counts", apply_empty },
	{ "apply_to_pfn_range(), callback that counts", apply_run_empty },
	{ "vmap_pfn()", vmap_pfns },
	{ "wp_shared_mapping_range(), all writable", wp_all },
	{ "wp_shared_mapping_range(), none writable", wp_none },
	{ "clean_record_shared_mapping_range(), all dirty", clean_all },
	{ "clean_record_shared_mapping_range(), none dirty", clean_none },
#ifndef NO_DIRTY_TRACKING_OF_HUGE_ENTRIES
	{ "wp_shared_mapping_range(), all writable, 2 MiB entries", wp_all_huge },
	{ "wp_shared_mapping_range(), none writable, 2 MiB entries", wp_none_huge },
	{ "clean_record_shared_mapping_range(), all dirty, 2 MiB entries", clean_all_huge },
	{ "clean_record_shared_mapping_range(), none dirty, 2 MiB entries", clean_none_huge },
#endif
	{ "CPU write fault on a write-protected shmem page", wp_fault },
	{ "CPU write fault with a page_mkwrite that does not wait", mkwrite_page },
	{ "CPU write fault with a pfn_mkwrite that does not wait", mkwrite_pfn },
	{ "fork(), small folios", fork_small },
	{ "fork(), 2 MiB folios", fork_huge },
	{ "madvise(MADV_DONTNEED), small folios", zap_small },
	{ "munmap(), small folios", munmap_small },
	{ "mprotect(PROT_READ), small folios", mprotect_small },
	{ "fork(), small folios, with an interval notifier", fork_watched },
	{ "munmap(), small folios, with an interval notifier", munmap_watched },
	{ "mprotect(PROT_READ), small folios, with an interval notifier", mprotect_watched },
	{ "folio_referenced(), small folios", referenced_small },
	{ "folio_referenced(), 2 MiB mapped by PMD", referenced_huge },
};

/* Each round has an mm of its own, which goes with its thread. */
struct round {
	struct bench *bench;
	int which;
	struct completion done;
};

static int round_thread(void *data)
{
	struct round *r = data;
	struct mm_struct *mm = mm_alloc();

	BUG_ON(!mm);
	mm->task_size = TASK_SIZE;
	arch_pick_mmap_layout(mm, &current->signal->rlim[RLIMIT_STACK]);
	sched_set_fifo(current);
	kthread_use_mm(mm);
	if (r->which < ARRAY_SIZE(benches))
		benches[r->which].run(r->bench);
	else
		bench_frames();
	kthread_unuse_mm(mm);
	mmput(mm);
	if (r->bench->file)
		fput(r->bench->file);
	r->bench->file = NULL;
	complete(&r->done);
	return 0;
}

static void run_round(struct round *r)
{
	init_completion(&r->done);
	kthread_run(round_thread, r, "hetmem_bench");
	wait_for_completion(&r->done);
}

static ssize_t bench_write(struct file *file, const char __user *buf,
			   size_t len, loff_t *pos)
{
	struct round r = {};
	int round;

	r.bench = kzalloc(sizeof(*r.bench), GFP_KERNEL);
	if (!r.bench)
		return -ENOMEM;
	r.bench->pfns = kvcalloc(NR_PAGES, sizeof(long), GFP_KERNEL);
	r.bench->dst = kvcalloc(NR_PAGES, sizeof(long), GFP_KERNEL);
	BUG_ON(!r.bench->pfns || !r.bench->dst);
	if (!device.range.end)
		device_init();

	for (r.which = 0; r.which < ARRAY_SIZE(benches); r.which++) {
		r.bench->pages = 0;
		for (round = 0; round < ROUNDS; round++) {
			memset(r.bench->pfns, 0, NR_PAGES * sizeof(long));
			lru_add_drain_all();
			run_round(&r);
		}
		pr_info("bench: %s | %llu | %lu | %lu | %lu | %lu\n",
			benches[r.which].name, r.bench->cost, r.bench->pages ?: NR_PAGES,
			r.bench->faults, r.bench->invalidations, r.bench->flushes);
	}
	run_round(&r);
	kvfree(r.bench->dst);
	kvfree(r.bench->pfns);
	kfree(r.bench);
	return len;
}

static const struct proc_ops bench_proc_ops = {
	.proc_write = bench_write,
};

static int __init bench_init(void)
{
	proc_create("hetmem_bench", 0200, NULL, &bench_proc_ops);
	return 0;
}
late_initcall(bench_init);
