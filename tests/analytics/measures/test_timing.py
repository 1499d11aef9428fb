"""Bands of time, and percentiles from them."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.measures.timing import BUCKETS, FASTEST, RATIO, SLOWEST, bucket_of, percentile

times = st.lists(st.floats(FASTEST, SLOWEST), min_size=1, max_size=60)


def counted(milliseconds):
    counts: dict[int, int] = {}
    for each in milliseconds:
        counts[bucket_of(each)] = counts.get(bucket_of(each), 0) + 1
    return counts


class TestBucketOf:
    def test_is_the_first_end_that_is_not_below(self):
        assert bucket_of(BUCKETS[10]) == BUCKETS[10]
        assert bucket_of(BUCKETS[10] + 0.1) == BUCKETS[11]

    def test_keeps_the_fastest_and_the_slowest(self):
        assert bucket_of(0.01) == FASTEST
        assert bucket_of(10 * SLOWEST) == SLOWEST

    def test_bands_widen_and_end_where_it_is_said(self):
        assert list(BUCKETS) == sorted(set(BUCKETS))
        assert (BUCKETS[0], BUCKETS[-1]) == (FASTEST, SLOWEST)


class TestPercentile:
    def test_is_none_of_nothing(self):
        assert percentile({}, 0.75) is None

    def test_lies_within_the_only_band(self):
        middle = percentile({BUCKETS[20]: 100}, 0.5)

        assert middle is not None
        assert BUCKETS[19] < middle < BUCKETS[20]

    @given(times, st.sampled_from([0.5, 0.75, 0.95]))
    def test_is_as_exact_as_its_band(self, milliseconds, share):
        ordered = sorted(milliseconds)
        true = ordered[-(-int(share * 1000 * len(ordered)) // 1000) - 1]

        found = percentile(counted(milliseconds), share)

        # The narrowest bands have whole numbers for ends, so they are a little wider.
        assert true / (RATIO * 1.1) <= found <= true * RATIO * 1.1

    @given(times)
    def test_never_falls_as_the_share_rises(self, milliseconds):
        counts = counted(milliseconds)

        found = [percentile(counts, share) or 0 for share in (0.5, 0.75, 0.95)]
        assert found == sorted(found)
