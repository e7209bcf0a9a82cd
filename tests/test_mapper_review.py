"""What stands after a history of decisions, what goes along to a new edition, what becomes a judgement."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpora import Passage
from mapper.people.checklist.decisions import standing as standing_of
from mapper.people.review.records import DOCUMENT, Decision, Seen, Verdict
from mapper.people.review.state import CHANGED, REWORDED, SAME, UNKNOWN, States, carry, disputes, judgements, to_redo

WELD, CUT, NOTHING = ("esco", "weld"), ("esco", "cut"), ("", "")
SUGGESTED = {"t1": (WELD, CUT), "t2": (WELD,), "t3": ()}


class History:
    """Rows as a page would add them."""

    def __init__(self) -> None:
        self.rows: list[Decision] = []

    def add(self, person: str, text: str, verdict: Verdict, key: tuple[str, str] = NOTHING, *, undoes: int = 0) -> int:
        number = len(self.rows) + 1
        seen = Seen(probability=0.7, statement=f"{key[1]}, as worded" if key[1] else "")
        self.rows.append(Decision(number, number, person, text, verdict, *key, undoes=undoes, seen=seen))
        return number

    @property
    def states(self) -> States:
        return States(self.rows, SUGGESTED)


def test_a_passage_is_decided_when_nothing_is_left_to_say() -> None:
    history = History()
    for text, verdict, key, decided in (
        ("t1", "rejected", WELD, False),
        ("t1", "rejected", CUT, True),
        ("t3", "note", NOTHING, False),
        ("t3", "none", NOTHING, True),
        ("t3", "withdrawn", NOTHING, False),
    ):
        history.add("ana", text, verdict, key)
        assert history.states[text].decided is decided
    assert history.states["t1"].standing(CUT) == "rejected"


def test_an_undo_takes_back_and_an_undo_of_it_brings_back() -> None:
    history = History()
    accepted = history.add("ana", "t1", "accepted", WELD)
    undo = history.add("ana", "t1", "undo", undoes=accepted)
    assert history.states["t1"].standing(WELD) == "suggested"
    history.add("ana", "t1", "undo", undoes=undo)
    assert history.states["t1"].standing(WELD) == "accepted"


def test_a_later_decision_of_the_same_person_stands() -> None:
    history = History()
    for verdict, key, right in (("accepted", WELD, {WELD}), ("none", NOTHING, set()), ("added", CUT, {CUT})):
        history.add("ana", "t1", verdict, key)
        assert (history.states["t1"].right, history.states["t1"].decided) == (right, True)


def test_in_part_is_right_and_what_is_withdrawn_never_was() -> None:
    history = History()
    # Of those who find it right the one who finds it so in part is heard: as for workbooks, that much all say.
    for person, verdict, standing in (
        ("ana", "partly", "partly"),
        ("leo", "accepted", "partly"),
        ("ana", "withdrawn", "accepted"),
        ("leo", "withdrawn", "suggested"),
    ):
        history.add(person, "t1", verdict, WELD)
        state = history.states["t1"]
        assert (state.standing(WELD), state.decided, state.disputed) == (standing, standing != "suggested", False)
    assert judgements(history.rows, "ana") == judgements(history.rows, "leo") == {}


def test_what_was_undone_is_done_again_until_something_else_is_done() -> None:
    history = History()
    first = history.add("ana", "t1", "accepted", WELD)
    second = history.add("ana", "t2", "accepted", WELD)
    undone = [history.add("ana", "", "undo", undoes=action) for action in (second, first)]
    assert to_redo(history.rows, "ana") == undone[1]
    assert to_redo(history.rows, "leo") == 0
    history.add("ana", "", "undo", undoes=undone[1])
    assert to_redo(history.rows, "ana") == undone[0]
    assert history.states["t1"].standing(WELD) == "accepted"
    history.add("ana", "t3", "none")
    assert to_redo(history.rows, "ana") == 0


def test_two_people_who_differ_dispute_until_the_owner_settles() -> None:
    history = History()
    for person, verdict, key, disputed, right in (
        ("ana", "accepted", WELD, False, {WELD}),
        ("leo", "note", NOTHING, False, {WELD}),
        ("leo", "rejected", WELD, True, set()),
        ("ana", "settled", WELD, False, {WELD}),
        ("leo", "none", NOTHING, True, set()),
    ):
        history.add(person, "t2", verdict, key)
        state = history.states["t2"]
        assert (state.disputed, state.right) == (disputed, right)
        assert state.standing(WELD) == ("disputed" if disputed else "accepted")


def test_a_dispute_is_about_one_competency_and_leaves_the_others_as_they_are() -> None:
    history = History()
    history.add("ana", "t1", "accepted", WELD)
    history.add("leo", "t1", "rejected", WELD)
    assert history.states["t1"].standing(CUT) == "suggested"
    history.add("ana", "t1", "settled", WELD)
    assert [history.states["t1"].standing(key) for key in (WELD, CUT)] == ["accepted", "suggested"]
    # Who goes through another criterion says nothing of this one.
    history.add("leo", "t1", "withdrawn", WELD)
    history.add("leo", "t1", "accepted", CUT)
    assert history.states["t1"].right == {WELD, CUT}
    history.add("eva", "t1", "none")
    assert {history.states["t1"].standing(key) for key in (WELD, CUT)} == {"disputed"}
    history.add("eva", "t1", "settled")
    assert {history.states["t1"].standing(key) for key in (WELD, CUT)} == {"rejected"}


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["ana", "leo"]),
        st.sampled_from(["t1", "t2", "t3"]),
        st.sampled_from(["accepted", "rejected", "added", "none", "note", "settled"]),
        st.sampled_from([WELD, CUT]),
    ),
    max_size=12,
)


@given(ROWS)
def test_undoing_everything_leaves_nothing(rows: list[tuple[str, str, Verdict, tuple[str, str]]]) -> None:
    history = History()
    for person, text_id, verdict, key in rows:
        history.add(person, text_id, verdict, NOTHING if verdict in ("none", "note") else key)
    for row in list(history.rows):
        history.add(row.person, row.text_id, "undo", undoes=row.action)
    for text_id in SUGGESTED:
        state = history.states[text_id]
        assert (state.decided, state.disputed, dict(state.people)) == (False, False, {})


def passage(text_id: str, section: tuple[str, ...] = ("Unit 1",)) -> Passage:
    return Passage(f"{text_id}{section}", text_id, text_id, 0, 2, None, None, section, "outcome", "es")


def test_every_decision_that_stands_is_offered_for_the_next_edition_with_what_changed() -> None:
    history = History()
    history.add("ana", "t1", "rejected", CUT)
    for text, verdict, key in (
        ("t1", "accepted", WELD),
        ("t1", "accepted", CUT),  # in place of what was said before
        ("t2", "none", NOTHING),
        ("t3", "accepted", ("esco", "gone")),
        (DOCUMENT, "rejected", WELD),
    ):
        history.add("ana", text, verdict, key)
    old = [passage(text) for text in ("t1", "t2", "t3")]
    new = [passage("t1"), replace(passage("t9"), text="t2 and more"), passage("t3")]
    statements = {WELD: {"weld, as worded"}, CUT: {"cut, in other words"}}
    offered = carry(history.rows, old, new, statements)
    assert [(one.row.text_id, one.text_id, one.why) for one in offered] == [
        ("t1", "t1", SAME),
        ("t1", "t1", REWORDED),
        ("t2", "t9", CHANGED),
        ("t3", None, UNKNOWN),
        (DOCUMENT, DOCUMENT, SAME),
    ]
    assert len(offered) == len(history.states.rows)


def differ(history: History) -> set[tuple[str, str]]:
    states = history.states
    return set(disputes({text: states[text] for text in SUGGESTED}, states))


def test_people_differ_on_a_passage_on_the_document_or_one_on_each_until_it_is_settled() -> None:
    for hers, his in (
        (("t1", "accepted"), ("t1", "rejected")),
        ((DOCUMENT, "accepted"), (DOCUMENT, "rejected")),
        ((DOCUMENT, "accepted"), (DOCUMENT, "partly")),
        (("t1", "accepted"), (DOCUMENT, "rejected")),
        (("t1", "rejected"), (DOCUMENT, "accepted")),
    ):
        history = History()
        history.add("ana", *hers, WELD)
        assert differ(history) == set()
        history.add("leo", *his, WELD)
        assert differ(history) == {WELD}
        said = standing_of({text: history.states[text] for text in SUGGESTED}, history.states)[WELD]
        assert (said.disputed, said.by[DOCUMENT]) == (True, ("ana", "leo"))
        # Whose word stands is the only one that is heard, wherever it was said, until somebody decides anew.
        history.rows.append(
            replace(history.rows[-1], number=3, action=3, person="eva", text_id=DOCUMENT, verdict="settled", note="leo")
        )
        assert differ(history) == set()
        said = standing_of({text: history.states[text] for text in SUGGESTED}, history.states)[WELD]
        assert said.by == {his[0]: ("leo",)}
        history.add("ana", *hers, WELD)
        assert differ(history) == {WELD}


def test_only_what_was_decided_by_hand_is_a_judgement() -> None:
    history = History()
    history.add("ana", "t1", "accepted", WELD)
    history.add("ana", "t1", "rejected", CUT)
    history.add("ana", "t2", "accepted", WELD)
    history.rows[-1] = replace(history.rows[-1], bulk=True)
    history.add("leo", "t1", "rejected", WELD)
    history.add("ana", "t3", "none")
    assert judgements(history.rows, "ana") == {"t1": {WELD: 1, CUT: 0}, "t3": {}}
