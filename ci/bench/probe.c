// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/hetmem_dirty: what a driver that tracks dirty pages in the page table would
 * see of a file. Write "FD NR" and the first NR pages of the file are cleaned; read
 * how many were recorded as dirty. Built into the base and into the series, for
 * `make run`; part of neither.
 */
#include <linux/bitmap.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define MAX_PAGES	4096

static int recorded;

static ssize_t dirty_write(struct file *file, const char __user *buf,
			   size_t len, loff_t *pos)
{
	pgoff_t start = 0, end = 0;
	unsigned long *bitmap;
	unsigned int nr;
	char text[32];
	int fd;

	if (len >= sizeof(text) || copy_from_user(text, buf, len))
		return -EINVAL;
	text[len] = 0;
	if (sscanf(text, "%d %u", &fd, &nr) != 2 || nr > MAX_PAGES)
		return -EINVAL;

	CLASS(fd, f)(fd);
	if (fd_empty(f))
		return -EBADF;
	bitmap = bitmap_zalloc(nr, GFP_KERNEL);
	if (!bitmap)
		return -ENOMEM;
	clean_record_shared_mapping_range(fd_file(f)->f_mapping, 0, nr, 0,
					  bitmap, &start, &end);
	recorded = bitmap_weight(bitmap, nr);
	bitmap_free(bitmap);
	return len;
}

static int dirty_show(struct seq_file *m, void *v)
{
	seq_printf(m, "%d\n", recorded);
	return 0;
}

static int dirty_open(struct inode *inode, struct file *file)
{
	return single_open(file, dirty_show, NULL);
}

static const struct proc_ops dirty_proc_ops = {
	.proc_open = dirty_open,
	.proc_read = seq_read,
	.proc_release = single_release,
	.proc_write = dirty_write,
};

static int __init probe_init(void)
{
	proc_create("hetmem_dirty", 0600, NULL, &dirty_proc_ops);
	return 0;
}
late_initcall(probe_init);
