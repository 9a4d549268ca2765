// Latencies in nanoseconds, counted in buckets that are 1/64 of their power of two wide: a
// percentile is right to within 1.6 %, and recording costs one increment.
#ifndef BSD_SOCKETS_BENCH_HISTOGRAM_H
#define BSD_SOCKETS_BENCH_HISTOGRAM_H

#include <stdint.h>

enum { kSubBits = 6, kSubBuckets = 1 << kSubBits, kBuckets = (64 - kSubBits + 1) * kSubBuckets };

struct histogram {
  uint64_t count;
  uint64_t buckets[kBuckets];
};

static inline int bucketOf(uint64_t value) {
  if (value < kSubBuckets) return (int)value;
  const int shift = 63 - __builtin_clzll(value) - kSubBits;
  return (shift + 1) * kSubBuckets + (int)((value >> shift) - kSubBuckets);
}

static inline double lowestIn(int bucket) {
  if (bucket < kSubBuckets) return bucket;
  const int shift = bucket / kSubBuckets - 1;
  return (double)((uint64_t)(kSubBuckets + bucket % kSubBuckets) << shift);
}

static inline void recordLatency(struct histogram* histogram, uint64_t value) {
  histogram->count++;
  histogram->buckets[bucketOf(value)]++;
}

// The value that a share of all values does not exceed; evenly spread within its bucket.
static inline double percentile(const struct histogram* histogram, double share) {
  const double wanted = share * (double)histogram->count;
  double before = 0;
  for (int bucket = 0; bucket < kBuckets; bucket++) {
    const double here = (double)histogram->buckets[bucket];
    if (here > 0 && before + here >= wanted) {
      const double low = lowestIn(bucket);
      return low + (lowestIn(bucket + 1) - low) * (wanted - before) / here;
    }
    before += here;
  }
  return 0;
}

#endif
