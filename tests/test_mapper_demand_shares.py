"""The statistics of demand and its trends, on ads whose true shares are known because they were simulated."""

from dataclasses import replace

import numpy as np
import pytest
from small_frameworks import framework

from corpora import Competency, InputError
from corpora.job_ads.load import joined
from corpora.job_ads.records import JobAd, JobAds
from mapper.industry.demand.audit import corrected
from mapper.industry.demand.model import COLUMNS, FEATURES, DemandModel, Fit
from mapper.industry.demand.pairs import AdGroups, Pairs
from mapper.industry.demand.profile import demand
from mapper.industry.demand.records import Change, Trend, TrendRow
from mapper.industry.demand.shares import Estimated, PairEvidence, estimate
from mapper.industry.demand.trends import checked, directed, periods, trend
from mapper.matching.records import NOTHING, Interval

ADS = 300
UNKNOWN = np.full(2 + len(COLUMNS), np.nan)


def model(*, apart: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> DemandModel:
    """One that believes the first feature alone, with an intercept of -3."""
    plain = (0.0,) * len(FEATURES)
    coefficients = (-3.0, 1.0, *plain[1:])
    return DemandModel(
        fit=Fit(coefficients, coefficients, {}), mean=plain, spread=(1.0,) * len(FEATURES), apart=apart, missed=1e-4,
        shown=(0.0, 1.0, 1.0), wider=1.0, encoder="", matcher="", about={},
    )  # fmt: skip


def said(first: np.ndarray, corrections: np.ndarray = UNKNOWN) -> PairEvidence:
    features = np.zeros((len(first), len(FEATURES)), dtype=np.float32)
    features[:, 0] = first
    count, each = len(first), np.tile(corrections, (len(first), 1))
    return PairEvidence(np.arange(count), np.zeros(count, np.int64), features, each, 0.0, count)


@pytest.mark.parametrize("known", [True, False])
def test_nine_of_ten_intervals_hold_the_true_share(known: bool) -> None:
    """Entries differ by a normal shift, which is known or not."""
    hits = 0
    for run in range(200):
        rng = np.random.default_rng(run)
        shift = rng.normal(0, 1.0)
        first = rng.normal(0, 3, ADS)
        asks = rng.random(ADS) < 1 / (1 + np.exp(-(first - 3 + shift)))
        told = np.array([shift, 0.05, *[0.0] * len(COLUMNS)]) if known else UNKNOWN
        figure = estimate(replace(said(first, told), seed=run), model()).figure
        hits += figure.low <= asks.mean() <= figure.high
    assert 0.84 <= hits / 200 <= 0.97


def test_every_interval_is_the_middle_nine_tenths_of_its_draws_and_holds_the_figure() -> None:
    draws = np.linspace(0, 1, 101)
    assert Interval.around(0.5, draws) == pytest.approx((0.5, 0.05, 0.95))
    assert Interval.around(0.99, draws) == pytest.approx((0.99, 0.05, 0.99))


def test_judged_ads_correct_probabilities_that_are_wrong() -> None:
    rng = np.random.default_rng(3)
    asks = rng.random(ADS) < 0.3
    first = np.where(asks, 4.0, -2.0) + rng.normal(0, 1, ADS) + 4  # all look more alike than where it was fitted
    share = estimate(said(first, np.zeros(2 + len(COLUMNS))), model())
    row = Estimated(framework(Competency("c", "C", "skill")), 0, share, 0.0, ())
    judged = {int(number): bool(asks[number]) for number in rng.choice(ADS, 100, replace=False)}
    after = corrected(row, {"n/c": judged}, ADS).share.figure
    assert abs(after.value - asks.mean()) < abs(share.figure.value - asks.mean())
    assert after.low <= asks.mean() <= after.high
    assert corrected(row, {"n/c": {0: True}, "n/d": judged}, ADS) is row


# Demand period by period, on ads whose true shares are known because they were simulated.


SKILLS = 30
TEXTS = (
    "Se busca persona que suelde tubería de acero inoxidable con proceso TIG en posición vertical.",
    "Funciones: atender la caja, cuadrar el efectivo al cierre y reponer las góndolas del supermercado.",
    "Programar en Java servicios para la banca, escribir pruebas y revisar el código del equipo.",
    "Cuidar a personas mayores en su domicilio, preparar sus comidas y acompañarlas al médico.",
    "Conducir camión de reparto por la región, cargar la mercancía y firmar los albaranes.",
)


def ads(*dates: str | None, employers: int = 0) -> JobAds:
    names = [f"E{n % employers}" if employers else None for n in range(len(dates))]
    found = tuple(
        JobAd(f"{n:04}", f"Puesto {n}", TEXTS[n % len(TEXTS)], date=date, employer=name)
        for n, (date, name) in enumerate(zip(dates, names, strict=True))
    )
    return JobAds(found, (), tuple((ad.id,) for ad in found))


def pairs(first: np.ndarray) -> Pairs:
    """All (skill, ad) pairs; `first` is the feature that the model believes, shape (skills, ads)."""
    skills, groups = first.shape
    features = np.zeros((first.size, len(FEATURES)), dtype=np.float32)
    features[:, 0] = first.ravel()
    entry, group = np.repeat(np.arange(skills), groups), np.tile(np.arange(groups), skills)
    chance = 1 / (1 + np.exp(-(features[:, 0].astype(float) - 3) / 1.2))
    nothing, none = np.zeros(first.size, np.int64), np.zeros(skills)
    heads = {place: place for place in entry.tolist()}
    return Pairs(entry, group, features, chance, nothing, none, groups, np.ones(1), np.zeros(1, np.int64), heads)


def told(shares: np.ndarray, seed: int, *, per_period: int = 100, employers: int = 0, named: bool = True) -> Trend:
    """The trend of ads that ask for each skill with these probabilities, shape (skills, 2).

    All ads of one employer in one period ask for the same; `named` says whether the ads name it.
    """
    rng = np.random.default_rng(seed)
    dates = ["2026-01-15"] * per_period + ["2026-07-15"] * per_period
    asks = rng.random((SKILLS, 2 * per_period)) < np.repeat(shares, per_period, axis=1)
    if employers:
        of_employer = rng.random((SKILLS, 2, employers)) < shares[:, :, None]
        number = np.arange(2 * per_period)
        asks = of_employer[:, number // per_period, number % employers]
    first = np.where(asks, 9.0, -3.0) + rng.normal(0, 0.7, asks.shape)
    read, found = ads(*dates, employers=employers if named else 0), pairs(first)
    frame = framework(*(Competency(f"c{n}", f"C{n}", "skill") for n in range(SKILLS)))
    asked = AdGroups(read, ((),) * len(dates), (("Oferta", "es"),), (-1,) * len(dates), ((0,),) * len(dates))
    exact = model(apart=(0.5, 0.5, 0.5))
    profile = demand(asked, [frame], [found], exact)
    return trend(asked, [frame], [found], exact, profile, "quarter", periods(read, "quarter", {}))


@pytest.mark.slow
def test_what_does_not_change_is_hardly_ever_told_to() -> None:
    shares = np.tile(np.linspace(0.1, 0.6, SKILLS)[:, None], 2)
    found = [row for seed in range(4) for row in told(shares, seed).rows]
    assert len(found) == 4 * SKILLS
    assert sum(row.direction != "unclear" for row in found) <= 2
    held = np.mean([row.change.low <= 0 <= row.change.high for row in found if row.change])
    assert 0.8 <= held <= 0.98


@pytest.mark.slow
def test_what_rises_and_falls_is_told_first_and_its_interval_holds_the_change() -> None:
    shares = np.full((SKILLS, 2), 0.3)
    shares[0], shares[1] = (0.2, 0.6), (0.6, 0.2)
    held = []
    for seed in range(8):
        one = told(shares, seed)
        assert {(row.code, row.direction) for row in one.rows[:2]} == {("c0", "rises"), ("c1", "falls")}
        assert one.compared == ("2026-Q1", "2026-Q3")
        held += [row.change.low <= 0.4 <= row.change.high for row in one.rows if row.code == "c0" and row.change]
    assert np.mean(held) >= 0.75


def test_with_few_ads_nothing_is_compared_and_with_fewer_no_share_is_told() -> None:
    shares = np.full((SKILLS, 2), 0.5)
    some, few = told(shares, 1, per_period=20), told(shares, 1, per_period=9)
    assert some.compared is None
    assert all(row.change is None and row.direction == "unclear" and all(row.shares) for row in some.rows)
    assert "30" in some.notes[0].en
    assert all(row.shares == (None, None) for row in few.rows)
    assert any("fewer than 10" in note.en for note in few.notes)
    assert not any("fewer than 10" in note.en for note in some.notes)


def test_periods_of_dates_and_of_files() -> None:
    read = ads("2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01", None)
    expected = {"month": [1, 1, 1, 1], "quarter": [1, 2, 1], "year": [1, 3]}
    assert {name: [len(ids) for ids in periods(read, checked(name), {}).values()] for name in expected} == expected
    assert list(periods(read, "quarter", {})) == ["2025-Q4", "2026-Q1", "2026-Q2"]
    both, members = joined([ads("2025-12-31", "2026-01-01")] * 2)
    assert [len(ids) for ids in members] == [2, 2]
    assert both.groups == (("0000", "0000-2"), ("0001", "0001-2")), "the same ad in both files is one group"
    assert periods(both, "file", {"a": members[0], "b": members[1]}) == {"a": members[0], "b": members[1]}


def test_what_a_person_can_mend() -> None:
    with pytest.raises(InputError, match="month, quarter"):
        checked("week")
    with pytest.raises(InputError) as caught:
        periods(ads(None, None), "quarter", {})
    assert "--column date=" in caught.value.en
    with pytest.raises(InputError, match="no ad of this sector"):
        periods(ads(), "quarter", {})


def test_of_many_comparisons_one_that_may_be_chance_is_not_told() -> None:
    row = TrendRow("f", "c", NOTHING, group=False, shares=(), change=Change(0.1, 0.01, 0.2), direction="unclear")
    alone = directed([(row, 0.03)])
    among = directed([(row, 0.03), *((row, 0.5) for _ in range(20))])
    assert [one.direction for one in alone] == ["rises"]
    assert {one.direction for one in among} == {"unclear"}
    falls = replace(row, change=Change(-0.3, -0.4, -0.2))
    assert directed([(falls, 1e-6), *((row, 0.5) for _ in range(20))])[0].direction == "falls"
