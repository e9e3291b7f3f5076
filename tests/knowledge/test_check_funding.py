"""Which schemes the financieringswijzer finds, on the real rule files."""

import pytest
from funding_builders import (
    BBZ,
    BBZ_NEW,
    CONTENT,
    GREEN,
    MICRO,
    STARTER,
    STORM,
    TOGETHER,
    UWV,
    answers,
    fit_of,
    scheme_in,
    wijzer_of,
)

from knowledge.checks.funding import FundingCheck
from knowledge.checks.schemas import UNKNOWN, Check, Verdict


def test_it_is_a_check(wijzer: FundingCheck) -> None:
    check: Check = wijzer
    assert (check.id, check.topic) == ("financiering", "financiering")


@pytest.mark.parametrize(
    ("scheme", "given", "fit"),
    [
        ("qredits-microkrediet", MICRO, "fits"),
        ("qredits-microkrediet", f"{STARTER} amount=50001 bank-refused=ja", "does-not-fit"),
        ("qredits-microkrediet", f"{STARTER} amount=5000 bank-refused=nee", "does-not-fit"),
        ("qredits-microkrediet", f"{STARTER} amount=5000 bank-refused=niet-gevraagd", "may-fit"),
        ("qredits-microkrediet", f"{STARTER} amount=5000", "may-fit"),
        ("qredits-microkrediet", f"{STORM} amount=5000 bank-refused=ja", "may-fit"),
        ("qredits-mkb-krediet", f"{STARTER} amount=250000 bank-refused=ja", "fits"),
        ("qredits-mkb-krediet", f"{STARTER} amount=50000 bank-refused=ja", "does-not-fit"),
        ("qredits-mkb-krediet", f"{STARTER} amount=250001 bank-refused=nee", "may-fit"),
        ("qredits-mkb-krediet", f"{STARTER} amount=250000 bank-refused=nee", "does-not-fit"),
        ("qredits-mkb-krediet", f"{STARTER} amount=500001 bank-refused=ja", "does-not-fit"),
        ("qredits-flexibel-krediet", "phase=bestaand purpose=tekort amount=5000 bank-refused=ja", "may-fit"),
        ("qredits-flexibel-krediet", "phase=bestaand purpose=tekort amount=25001", "does-not-fit"),
        ("qredits-flexibel-krediet", "phase=bestaand purpose=tekort amount=4999", "does-not-fit"),
        ("qredits-flexibel-krediet", "phase=starter purpose=investering amount=5000", "does-not-fit"),
        ("bmkb", f"{STARTER} collateral=false bank-refused=nee", "fits"),
        ("bmkb", f"{STARTER} collateral=false bank-refused=ja", "may-fit"),
        ("bmkb", f"{STARTER} collateral=true bank-refused=nee", "does-not-fit"),
        ("bmkb-groen", f"{GREEN} collateral=false bank-refused=nee", "fits"),
        ("bmkb-groen", f"{STARTER} collateral=false bank-refused=nee", "does-not-fit"),
        ("bmkb-groen", "purpose=verduurzaming amount=1500001 collateral=false bank-refused=nee", "may-fit"),
        ("crowdfunding", f"{STARTER} amount=5000000", "may-fit"),
        ("crowdfunding", f"{STARTER} amount=5000001", "does-not-fit"),
        ("kredietunie", "phase=bestaand purpose=investering amount=250000", "may-fit"),
        ("kredietunie", TOGETHER, "does-not-fit"),
        ("kredietunie-gooi", "gemeente=blaricum purpose=investering", "may-fit"),
        ("kredietunie-gooi", "gemeente=utrecht purpose=investering", None),
        ("kredietunie-groningen", "gemeente=groningen purpose=investering bank-refused=ja", "may-fit"),
        ("kredietunie-groningen", "gemeente=groningen purpose=investering bank-refused=nee", "does-not-fit"),
        ("bbz-starter", BBZ_NEW, "fits"),
        ("bbz-starter", BBZ_NEW.replace("benefit=bijstand", "benefit=ontslag"), "fits"),
        ("bbz-starter", BBZ_NEW.replace("benefit=bijstand", "benefit=nee"), "does-not-fit"),
        ("bbz-starter", BBZ_NEW.replace("hours=true", "hours=false"), "does-not-fit"),
        ("bbz-starter", BBZ_NEW.replace("phase=idee", "phase=bestaand"), "does-not-fit"),
        ("bbz-starter", BBZ_NEW.replace("amount=9000", "amount=39058"), "may-fit"),
        ("bbz-starter", BBZ_NEW.replace("bank-refused=ja", "bank-refused=niet-gevraagd"), "may-fit"),
        ("bbz-gevestigd", BBZ, "fits"),
        ("bbz-gevestigd", BBZ.replace("phase=bestaand", "phase=zwaar-weer"), "fits"),
        ("bbz-gevestigd", BBZ.replace("phase=bestaand", "phase=starter"), "does-not-fit"),
        ("bbz-gevestigd", BBZ.replace("purpose=tekort", "purpose=investering"), "does-not-fit"),
        ("bbz-gevestigd", BBZ.replace("income=true", "income=false"), "does-not-fit"),
        ("bbz-gevestigd", BBZ.replace("hours=true", "hours=false"), "does-not-fit"),
        ("bbz-gevestigd", BBZ.replace("amount=253420", "amount=253421"), "may-fit"),
        ("bbz-ouder-of-stoppen", f"{STORM} income=true hours=true", "may-fit"),
        ("bbz-ouder-of-stoppen", BBZ, "does-not-fit"),
        ("uwv-voorbereidingskrediet", UWV, "fits"),
        ("uwv-voorbereidingskrediet", UWV.replace("phase=idee", "phase=starter"), "does-not-fit"),
        ("uwv-voorbereidingskrediet", UWV.replace("benefit=uwv", "benefit=bijstand"), "does-not-fit"),
        ("uwv-voorbereidingskrediet", UWV.replace("bank-refused=ja", "bank-refused=nee"), "may-fit"),
        ("stadsfonds-hilversum", f"{TOGETHER} gemeente=hilversum", "fits"),
        ("stadsfonds-hilversum", "gemeente=hilversum purpose=buurt together=alleen", "does-not-fit"),
        ("stadsfonds-hilversum", "gemeente=hilversum purpose=scholing together=samen", "may-fit"),
        ("stadsfonds-hilversum", "gemeente=hilversum purpose=investering together=samen", "does-not-fit"),
        ("stadsfonds-hilversum", f"{TOGETHER} gemeente=huizen", "does-not-fit"),
        ("stadsfonds-hilversum", f"{TOGETHER} gemeente=groningen", None),
        ("biz-hilversum-centrum", f"{TOGETHER} gemeente=hilversum", "may-fit"),
        ("biz-huizen", f"{TOGETHER} gemeente=huizen", "may-fit"),
        ("biz-huizen", "gemeente=huizen purpose=buurt together=alleen", "does-not-fit"),
        ("biz-eemnes-zuidbuurt", f"{TOGETHER} gemeente=eemnes", "may-fit"),
        ("biz", f"{TOGETHER} gemeente=laren", "may-fit"),
        ("biz", "gemeente=laren purpose=gevel together=samen", "does-not-fit"),
        ("kvo-begeleiding", f"{TOGETHER} gemeente=laren", "may-fit"),
        ("ondernemersfonds-gooise-meren", f"{TOGETHER} gemeente=gooise-meren", "may-fit"),
        ("ontwikkelingsfonds-muiden", "gemeente=gooise-meren purpose=investering", "may-fit"),
        ("ontwikkelingsfonds-muiden", "gemeente=gooise-meren purpose=tekort", "does-not-fit"),
        ("transformatiefonds", f"{TOGETHER} gemeente=huizen", "does-not-fit"),
        ("ondernemersfonds-utrecht", f"{TOGETHER} gemeente=utrecht", "fits"),
        ("ondernemersfonds-utrecht", "gemeente=utrecht purpose=buurt together=alleen", "does-not-fit"),
        ("ondernemersfonds-groningen", f"{TOGETHER} gemeente=groningen", "fits"),
        ("ondernemersfonds-groningen", f"{TOGETHER} gemeente=huizen", None),
        ("hirb", "gemeente=huizen purpose=gevel", "may-fit"),
        ("hirb", "gemeente=eemnes purpose=gevel", "does-not-fit"),
        ("hirb-winkelgebieden", f"{TOGETHER} gemeente=huizen", "may-fit"),
        ("hirb-winkelgebieden", f"{TOGETHER} gemeente=eemnes", "does-not-fit"),
        ("gevelsubsidie-groningen", "gemeente=groningen purpose=gevel", "may-fit"),
        ("gevelsubsidie-groningen", "gemeente=huizen purpose=gevel", None),
        ("bssb-utrecht", "gemeente=utrecht purpose=investering sector=winkel", "may-fit"),
        ("bssb-utrecht", "gemeente=utrecht purpose=investering sector=horeca", "does-not-fit"),
        ("utrecht-vitale-winkelgebieden", "gemeente=utrecht purpose=investering", "does-not-fit"),
        ("isde", GREEN, "may-fit"),
        ("isde", STARTER, "does-not-fit"),
        ("eia", GREEN, "fits"),
        ("eia", GREEN.replace("profit=true", "profit=false"), "does-not-fit"),
        ("eia", GREEN.replace("amount=20000", "amount=2500"), "fits"),
        ("eia", GREEN.replace("amount=20000", "amount=2499"), "does-not-fit"),
        ("eia", GREEN.replace("amount=20000", "amount=153000001"), "does-not-fit"),
        ("mia-vamil", GREEN, "fits"),
        ("mia-vamil", GREEN.replace("profit=true", "profit=false"), "does-not-fit"),
        ("kia", GREEN, "fits"),
        ("kia", GREEN.replace("amount=20000", "amount=2901"), "fits"),
        ("kia", GREEN.replace("amount=20000", "amount=2900"), "does-not-fit"),
        ("kia", GREEN.replace("amount=20000", "amount=392230"), "fits"),
        ("kia", GREEN.replace("amount=20000", "amount=392231"), "does-not-fit"),
        ("kia", GREEN.replace("profit=true", "profit=false"), "may-fit"),
        ("kia", "purpose=scholing amount=20000 profit=true", "does-not-fit"),
        ("wbso", "purpose=innovatie", "may-fit"),
        ("wbso", "purpose=investering", "does-not-fit"),
        ("mit-haalbaarheid", "gemeente=wijdemeren purpose=innovatie", "may-fit"),
        ("mit-haalbaarheid", "gemeente=eemnes purpose=innovatie", "does-not-fit"),
        ("mit-haalbaarheid", "gemeente=amsterdam purpose=innovatie", "may-fit"),
        ("mit-samenwerking", "gemeente=laren purpose=innovatie together=samen", "may-fit"),
        ("mit-samenwerking", "gemeente=laren purpose=innovatie together=alleen", "does-not-fit"),
        ("slim", "purpose=scholing staff=true", "fits"),
        ("slim", "purpose=scholing staff=false", "does-not-fit"),
        ("slim", "purpose=investering staff=true", "does-not-fit"),
    ],
)
def test_a_scheme_fits_whom_it_is_for(wijzer: FundingCheck, scheme: str, given: str, fit: str | None) -> None:
    assert fit_of(wijzer, given, scheme) == fit


@pytest.mark.parametrize(
    ("scheme", "given", "year"),
    [
        ("bmkb-c", "phase=bestaand purpose=tekort", "2021"),
        ("seba", "purpose=verduurzaming", "2024"),
        ("isde-zon-wind", "purpose=verduurzaming", "2023"),
        ("hirb-tender-2022", "gemeente=huizen purpose=gevel", "2022"),
        ("utrecht-leegstand-binnenstad", "gemeente=utrecht purpose=start", "2022"),
        ("efro-wijkeconomie-utrecht", "gemeente=utrecht purpose=buurt", "2012"),
        ("kansenzones-rotterdam", "gemeente=rotterdam purpose=investering", "2008"),
        ("maakindustrie-rotterdam", "gemeente=rotterdam purpose=investering", "2024"),
    ],
)
def test_an_ended_scheme_is_told_as_ended(wijzer: FundingCheck, scheme: str, given: str, year: str) -> None:
    found = scheme_in(wijzer.judge(answers(given)), scheme)
    assert found
    assert (found.fit, found.until, found.decides) == ("does-not-fit", f"gestopt in {year}", ())
    assert year in found.because[0]
    assert scheme_in(wijzer.judge(answers("phase=starter purpose=scholing")), scheme) is None


def test_what_ended_elsewhere_is_not_shown(wijzer: FundingCheck) -> None:
    assert scheme_in(wijzer.judge(answers("purpose=investering")), "kansenzones-rotterdam") is None
    assert (
        scheme_in(wijzer.judge(answers("gemeente=laren purpose=investering")), "kansenzones-rotterdam")
        is None
    )


def test_every_scheme_of_the_files_is_in_a_table() -> None:
    tables = (test_a_scheme_fits_whom_it_is_for, test_an_ended_scheme_is_told_as_ended)
    tested = {case[0] for table in tables for mark in table.pytestmark for case in mark.args[1]}  # type: ignore[attr-defined]
    wijzer = wijzer_of(CONTENT, "gooi-en-vechtstreek")
    assert {scheme.id for scheme in wijzer._rules.schemes} == tested


def test_every_scheme_shows_all_and_leads_to_an_article_that_is_there(wijzer: FundingCheck) -> None:
    articles = {path.stem for path in (CONTENT / "articles").rglob("*.md")}
    for scheme in wijzer.judge({}).schemes:
        shown = (scheme.name, scheme.for_whom, scheme.gives, scheme.apply, scheme.until, *scheme.papers)
        assert all(shown)
        assert all(source.date for source in scheme.sources)
        assert scheme.sources
    assert {scheme.article_id for scheme in wijzer._rules.schemes if scheme.article_id} <= articles


def test_a_scheme_that_may_be_closed_says_so(wijzer: FundingCheck) -> None:
    found = scheme_in(wijzer.judge(answers("gemeente=huizen purpose=innovatie")), "wbso")
    assert found
    assert any("accountmanager" in reason for reason in found.because)


@pytest.mark.parametrize("question", ["amount", "staff", "purpose", "together", "gemeente"])
def test_an_unknown_answer_excludes_nothing(wijzer: FundingCheck, question: str) -> None:
    given = answers(
        "phase=bestaand gemeente=hilversum purpose=scholing together=samen amount=9000 staff=true"
    )
    before = {
        one.id
        for one in wijzer.judge({k: v for k, v in given.items() if k != question}).schemes
        if one.fit != "does-not-fit"
    }
    after = {
        one.id for one in wijzer.judge({**given, question: UNKNOWN}).schemes if one.fit != "does-not-fit"
    }
    assert before <= after


def test_who_knows_nothing_is_brought_to_a_person(wijzer: FundingCheck) -> None:
    outcome = wijzer.judge({question.id: UNKNOWN for question in wijzer.all_questions()})
    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.verdict_label == "onbekend: vraag het na"
    assert not any(one.fit != "may-fit" for one in outcome.schemes)
    assert "accountmanager" in outcome.steps[0].text
    assert "accountmanager" in outcome.summary
    assert "geen rechten" in outcome.disclaimer
    assert wijzer.questions({question.id: UNKNOWN for question in wijzer.all_questions()}) == []


def test_what_fits_comes_first_and_is_named(wijzer: FundingCheck) -> None:
    outcome = wijzer.judge(answers(MICRO))
    assert outcome.verdict is Verdict.LIKELY
    assert outcome.verdict_label == "past waarschijnlijk"
    order = [one.fit for one in outcome.schemes]
    assert order == sorted(order, key=["fits", "may-fit", "does-not-fit"].index)
    assert "Microkrediet van Qredits" in outcome.summary


def test_nothing_fits_points_to_the_account_manager(wijzer: FundingCheck) -> None:
    given = "phase=bestaand gemeente=eemnes purpose=buurt together=alleen amount=6000000"
    outcome = wijzer.judge(answers(given))
    assert outcome.verdict is Verdict.UNLIKELY
    assert outcome.verdict_label == "waarschijnlijk niet"
    assert "accountmanager" in outcome.summary
    assert any("accountmanager" in step.text for step in outcome.steps)


def test_heavy_weather_brings_a_person_and_help_first(wijzer: FundingCheck) -> None:
    steps = [step.text for step in wijzer.judge(answers(STORM)).steps]
    assert "mens" in steps[0]
    assert "Bureau Zelfstandigen" in steps[1]
    text = " ".join(steps[:5])
    assert all(name in text for name in ("Geldfit", "Over Rood", "155", "MKB Noodlijn", "niet", "2021"))
    elsewhere = wijzer.judge(answers("phase=zwaar-weer gemeente=utrecht")).steps
    assert not any("Bureau Zelfstandigen" in step.text for step in elsewhere)
    assert not any("Noodlijn" in step.text for step in wijzer.judge(answers(MICRO)).steps)
