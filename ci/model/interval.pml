/*
 * The interval notifiers of a group, as in mm/mmu_notifier.c: a model for spin, which
 * goes through all that can happen. ci/model.sh runs it. What it has for the real thing:
 *
 * - Two addresses, 0 and 1, that the device can map; 2 is an address elsewhere.
 * - Memory for three interval notifiers: BOTH for addresses 0 and 1, LOW for 0, HIGH
 *   for 1. BOTH is inserted at first. Each can be inserted again when it is free again.
 * - A set, of interval notifiers or of addresses, is a byte with a bit for each. So are
 *   the itree, walked in the order of the bits, and the deferred lists.
 * - What the code does under subscriptions->lock is one step, or several with spin set:
 *   those who wait look at the sequence without the lock.
 * - A wait_event() is a condition. That no wake-up is lost is not checked. The sequence
 *   does not wrap. Memory is ordered as the program is.
 * - SRCU is a set of callbacks, which run at any time later, in any order. No walk is a
 *   read side of it, so there is no grace period that would wait for one.
 * - invalidate_start and invalidate_finish are one callback. None of them fails.
 * - The driver counts references: one of the group, which free_notifier drops, and those
 *   of fault handlers. Memory is free when there is none.
 * - What a variable has that is not needed any more is made 0, for fewer states.
 *
 * The device has no references to pages. What it maps is right if it has no entry when
 * the CPU's entry changes, and gets none that was read before, or while an invalidation
 * can change it: from when start has returned to when end is called.
 */
#define BOTH	0
#define LOW	1
#define HIGH	2
#define NONE	3	/* how many there are */
#define REMOVED	0	/* MMU_INTERVAL_REMOVED */
#define bit(i)		(1 << (i))
#define has(set, i)	(((set) >> (i)) & 1)
#define addrs(i)	((i) == BOTH -> 3 : (i) % NONE)

/* Mistakes that could be made: spin -DMISTAKE=... Each has to be found. */
#define FIND_NOT_PENDING	1	/* what is to be inserted is not found */
#define FIND_REMOVED		2	/* what is still in the itree is found */
#define REMOVE_AT_ONCE		3	/* from the itree, though it is walked */
#define FREE_AT_ONCE		4	/* what is still in the itree */
#define INSERT_UNLOCKED		5	/* the sequence stays even */
#define INSERT_AS_IF_IDLE	6	/* with a sequence that nobody waits for */
#define SECOND_BY_ITSELF	7	/* replace looks again whether the itree is locked */
#define REPLACE_IN_TWO		8	/* unlock between removal and inserts */
#define END_IN_TWO		9	/* unlock between removals and inserts */
#define SET_SEQ_REMOVED		10	/* mmu_interval_set_seq() for one that was removed */
#define BEGIN_REMOVED		11	/* mmu_interval_read_begin() returns REMOVED */
#define SYNC_NO_WAIT		12	/* for the invalidations */
#define SYNC_NO_LOCK		13	/* the sequence is looked at without the lock */
#define SYNC_NO_BARRIER		14	/* but a grace period, at most */
#define REMOVED_NO_ZAP		15	/* the driver: the callback of one that was removed */
#define REMOVE_MAPPED		16	/* the driver: what is mapped is unmapped after that */
#define SYNC_NO_HANDLERS	17	/* the driver: it is gone before its fault handlers */
#ifndef MISTAKE
#define MISTAKE			0
#endif

/* struct mmu_notifier_subscriptions */
bool spin;		/* lock */
byte seq = 2;		/* invalidate_seq */
byte ranges;		/* active_invalidate_ranges */
byte itree = bit(BOTH), inserts, removals;
byte walks;		/* how many go through the itree, which must not change then */

byte sub_seq[NONE];	/* invalidate_seq of each */
byte queued;		/* those that SRCU has a callback for */
byte owned = bit(BOTH);	/* those that the group has a reference to: free_notifier is to come */
byte held[2];		/* those that each fault handler has a reference to */
bool user_lock, stop, gone;
byte device = 3;	/* the addresses it maps */
byte version[2];	/* how often the CPU's entry has changed */
byte inside[2];		/* the addresses that each invalidation can change */

#define locked		(seq & 1)
#define alive(i)	((sub_seq[i] != REMOVED) << (i))
#define live		(inserts | (itree & (alive(BOTH) | alive(LOW) | alive(HIGH))))
#define found		((live & itree) | inserts * (MISTAKE != FIND_NOT_PENDING) |	\
			 itree * (MISTAKE == FIND_REMOVED))
#define is_free(i)	(!has(owned | held[0] | held[1], i))
/* Its memory can be used, and its callbacks called, without a reference of one's own. */
#define safe(i)		(has(owned, i) && !gone)

/* Whichever of a set comes next, from at on, that has any address of the range. */
inline seek(at, set, range)
{
	do
	:: at < NONE && !(has(set, at) && (addrs(at) & (range))) -> at++
	:: else -> break
	od
}

/* What is done under subscriptions->lock. The caller has k, out and defer for it. */
inline itree_remove(n)
{
	sub_seq[n] = REMOVED;
	out = bit(n);
	if
	:: !has(itree, n) -> inserts = inserts & ~bit(n)
	:: has(itree, n) && locked && MISTAKE != REMOVE_AT_ONCE ->
		removals = removals | bit(n);
		out = (MISTAKE == FREE_AT_ONCE -> bit(n) : 0)
	:: else -> assert(!walks); itree = itree & ~bit(n)
	fi
}

inline itree_insert(n, deferred)
{
	owned = owned | bit(n);
	if
	:: ranges && deferred -> inserts = inserts | bit(n)
	:: else -> assert(!walks); itree = itree | bit(n);
		seq = (ranges && MISTAKE != INSERT_UNLOCKED -> seq | 1 : seq)
	fi;
	assert(ranges || !locked);
	sub_seq[n] = (ranges -> (MISTAKE == INSERT_AS_IF_IDLE -> seq - 2 : seq) : seq - 1);
	assert(!has(live, BOTH) || live == bit(BOTH))	/* no overlap */
}

inline find(at, range) { atomic { !spin; at = 0; seek(at, found, range) } }

inline insert_deferred(n)
{
	atomic { !spin; k = 0; seek(k, found, addrs(n));
		if :: k == NONE -> itree_insert(n, locked) :: else -> n = NONE fi }	/* -EEXIST */
}

inline remove_deferred(n)
{
	atomic { !spin; if :: sub_seq[n] != REMOVED -> itree_remove(n) :: else fi };
	atomic { queued = queued | out; out = 0 }
}

inline replace(old, first, second)
{
	atomic { !spin; k = 0; seek(k, found & ~bit(old), addrs(first) | addrs(second));
		assert(sub_seq[old] != REMOVED);
		defer = locked;
		if :: k == NONE -> itree_remove(old); spin = (MISTAKE != REPLACE_IN_TWO) :: else fi };
	if
	:: k == NONE -> atomic { spin == (MISTAKE != REPLACE_IN_TWO);
			defer = (MISTAKE == REPLACE_IN_TWO -> locked : defer);
			itree_insert(first, defer);
			defer = (MISTAKE == SECOND_BY_ITSELF -> locked : defer);
			if :: second != NONE -> itree_insert(second, defer) :: else fi;
			spin = 0 };
		atomic { queued = queued | out; out = 0 }
	:: else		/* -EEXIST */
	fi
}

/* The callback of n. The driver may take what is unmapped out of the group. */
inline callback(n)
{
	atomic { !user_lock -> user_lock = 1; assert(safe(n));
		zap = (MISTAKE == REMOVED_NO_ZAP && sub_seq[n] == REMOVED -> 0 : addrs(n) & range);
		device = device & ~zap;
		sub_seq[n] = (MISTAKE != SET_SEQ_REMOVED && sub_seq[n] == REMOVED -> REMOVED : cur) };
	if
	:: find(other, range);
		rest = addrs(other) & ~range;	/* an address, and so LOW or HIGH; or nothing */
		if
		:: other == NONE
		:: other != NONE && rest && is_free(rest) -> replace(other, rest, NONE)
		:: else -> device = device & ~addrs(other); remove_deferred(other)
		fi
	:: true
	fi;
	atomic { assert(safe(n)); user_lock = 0; other = 0; rest = 0; k = 0; defer = 0 }
}

/* Who changes the CPU's page table. */
proctype invalidate(byte id, rounds)
{
	byte range, i, cur, k, out, zap, other, rest;
	bool defer, last;

again:	atomic { !spin;		/* mn_itree_inv_start_range() */
		if :: range = 1 :: range = 2 :: range = 3 :: range = 4 fi;
		ranges++; i = 0; seek(i, itree, range);
		seq = (i != NONE -> seq | 1 : seq);
		cur = seq;
		walks = walks + (i != NONE) };
	do
	:: i != NONE ->
		callback(i);
		atomic { assert(safe(i) && has(itree, i));
			i++; seek(i, itree, range);
			walks = walks - (i == NONE) }
	:: else -> break
	od;
	inside[id] = range;
	atomic { assert(!(device & range));
		version[0] = version[0] + has(range, 0);
		version[1] = version[1] + has(range, 1) };
	atomic { !spin;		/* mn_itree_inv_end() */
		inside[id] = 0;
		ranges--;
		last = !ranges && locked; cur = 0;
		seq = seq + last;
		spin = last };
	if
	:: last ->
		atomic { assert(!walks);
			itree = itree & ~removals;
			queued = (MISTAKE == FREE_AT_ONCE -> queued : queued | removals);
			removals = 0;
			spin = (MISTAKE != END_IN_TWO) };
		atomic { spin == (MISTAKE != END_IN_TWO); assert(!walks);
			itree = itree | inserts;
			inserts = 0;
			spin = 0 }
	:: else
	fi;
	if :: rounds > 1 -> rounds--; goto again :: else fi
}

/* The driver, not in a callback: it handles a fault, or sets other limits. */
proctype fault(byte id, rounds)
{
	byte a, i, cur, entry, k, out;
	bool wait, defer;

again:	atomic { !user_lock -> user_lock = 1; if :: a = 0 :: a = 1 fi };
	find(i, bit(a));
	if
	:: i == NONE && !stop && is_free(a + 1) -> i = a + 1; insert_deferred(i)
	:: i == NONE && !stop && is_free(BOTH) -> i = BOTH; insert_deferred(i)
	:: i == BOTH && is_free(LOW) && is_free(HIGH) -> replace(i, LOW, HIGH); i = NONE
	:: i == a + 1 && is_free(BOTH) -> replace(i, BOTH, NONE); i = NONE
	:: true
	fi;
	if
	:: i == NONE -> user_lock = 0
	:: else ->
		atomic { assert(safe(i)); held[id] = bit(i); user_lock = 0 };
		atomic { !spin;		/* mmu_interval_read_begin() */
			assert(!gone);
			cur = sub_seq[i];
			wait = (cur == seq) };
		atomic { !wait || seq != cur;
			cur = (cur == REMOVED && MISTAKE != BEGIN_REMOVED -> REMOVED + 2 : cur) };
		entry = version[a];	/* hmm_range_fault() */
		atomic { !user_lock -> user_lock = 1 };
		if
		:: sub_seq[i] == cur ->	/* mmu_interval_read_retry() is false */
			atomic { assert(entry == version[a] && !has(inside[0] | inside[1], a));
				device = device | bit(a) }
		:: else
		fi;
		atomic { assert(!gone); held[id] = 0; user_lock = 0; i = 0; cur = 0; entry = 0 }
	fi;
	if :: rounds > 1 -> rounds--; goto again :: else fi
}

/* The driver is unloaded. */
proctype unload()
{
	byte i, cur, out;

	atomic { !user_lock -> user_lock = 1; stop = 1 };
	device = (MISTAKE == REMOVE_MAPPED -> device : 0);
	find(i, 3);
	do
	:: i != NONE -> remove_deferred(i); find(i, 3)
	:: else -> break
	od;
	atomic { device = 0; user_lock = 0 };
	/* mmu_interval_notifier_synchronize() */
	atomic { !spin; cur = (locked && MISTAKE != SYNC_NO_WAIT -> seq : 0) };
	!cur || (seq != cur && (!spin || MISTAKE == SYNC_NO_LOCK));
	cur = (MISTAKE != SYNC_NO_BARRIER -> queued : 0);
	!(queued & cur);
	assert(!owned);
	!(held[0] | held[1]) || MISTAKE == SYNC_NO_HANDLERS;
	atomic { assert(!device); gone = 1 }
}

#define free_notifier(i) assert(safe(i)); owned = owned & ~bit(i); queued = queued & ~bit(i)
active proctype srcu()
{
end:	do
	:: atomic { has(queued, BOTH); free_notifier(BOTH) }
	:: atomic { has(queued, LOW); free_notifier(LOW) }
	:: atomic { has(queued, HIGH); free_notifier(HIGH) }
	od
}

init {
	atomic {
		sub_seq[BOTH] = seq - 1;
		run invalidate(0, INVALIDATE_0);
		if :: INVALIDATE_1 -> run invalidate(1, INVALIDATE_1) :: else fi;
		run fault(0, FAULT_0);
		if :: FAULT_1 -> run fault(1, FAULT_1) :: else fi;
		if :: UNLOAD -> run unload() :: else fi
	};
	_nr_pr == 2 && !queued;		/* this one and srcu() */
	assert(!ranges && !locked && !removals && !inserts && owned == itree)
}
