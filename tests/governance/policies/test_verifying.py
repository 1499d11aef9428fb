from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from governance.policies.evidence import FIRST, link_hash_of, sha256
from governance.policies.verifying import Link, index_heads, walk_chain

COMMITTEE = UUID(int=1)
START = datetime(2026, 1, 1, tzinfo=UTC)


def hash_of(link):
    return link_hash_of(
        committee=COMMITTEE,
        sequence=link.sequence,
        kind=link.kind,
        subject=link.subject,
        content_sha256=link.content_sha256,
        previous=link.previous,
    )


def make_chain(length):
    links, previous = [], FIRST
    for sequence in range(1, length + 1):
        link = Link(
            sequence=sequence,
            kind="decision",
            subject=UUID(int=sequence),
            content_sha256=sha256(str(sequence)),
            previous=previous,
            hash="",
            written_at=START + timedelta(days=sequence),
        )
        previous = hash_of(link)
        links.append(replace(link, hash=previous))
    return links


def write_anew(links):
    made, previous = [], FIRST
    for sequence, link in enumerate(links, start=1):
        again = replace(link, sequence=sequence, previous=previous)
        made_hash = link_hash_of(
            committee=COMMITTEE,
            sequence=sequence,
            kind=again.kind,
            subject=again.subject,
            content_sha256=again.content_sha256,
            previous=previous,
        )
        made.append(replace(again, hash=made_hash))
        previous = made_hash
    return made


def heads_of(links):
    return index_heads([(links[-1].sequence, links[-1].hash)])


def walk(links, heads=None):
    return walk_chain(links, committee=COMMITTEE, heads=heads or {})


lengths = st.integers(min_value=2, max_value=12)


class TestWalkChain:
    @given(lengths)
    def test_finds_nothing_wrong_with_a_chain_as_it_was_written(self, length):
        links = make_chain(length)

        found = walk(links, heads_of(links))

        assert found.is_whole
        assert (found.length, found.unlodged) == (length, 0)

    @given(lengths, st.data())
    def test_finds_any_link_whose_content_was_changed(self, length, data):
        links = make_chain(length)
        place = data.draw(st.integers(0, length - 1))
        links[place] = replace(links[place], content_sha256=sha256("other"))

        assert [fault.sequence for fault in walk(links).faults] == [place + 1]

    @given(lengths, st.data())
    def test_finds_any_link_that_was_left_out(self, length, data):
        links = make_chain(length)
        heads = heads_of(links)
        del links[data.draw(st.integers(0, length - 1))]

        assert not walk(links, heads).is_whole

    @given(lengths, st.data())
    def test_finds_two_links_that_were_swapped(self, length, data):
        links = make_chain(length)
        place = data.draw(st.integers(0, length - 2))
        links[place], links[place + 1] = links[place + 1], links[place]

        assert not walk(links).is_whole

    @given(lengths, st.data())
    def test_finds_a_chain_written_anew_only_by_a_lodged_head(self, length, data):
        links = make_chain(length)
        heads = heads_of(links)
        place = data.draw(st.integers(0, length - 1))
        links[place] = replace(links[place], content_sha256=sha256("other"))
        anew = write_anew(links)

        assert walk(anew).is_whole
        assert not walk(anew, heads).is_whole

    @given(lengths, st.data())
    def test_finds_an_end_that_was_cut_off_only_by_a_lodged_head(self, length, data):
        links = make_chain(length)
        heads = heads_of(links)
        kept = links[: data.draw(st.integers(0, length - 1))]

        assert walk(kept).is_whole
        assert "cut off" in walk(kept, heads).faults[0].words

    def test_says_since_when_no_head_vouches(self):
        links = make_chain(5)

        found = walk(links, index_heads([(3, links[2].hash)]))

        assert (found.unlodged, found.unlodged_since) == (2, links[3].written_at)

    def test_takes_a_head_that_was_lodged_before_the_first_link_for_none(self):
        assert index_heads([(0, FIRST)]) == {}
