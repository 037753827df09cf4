"""What anybody may read: what was published, exactly, and nothing else."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from canteen.publicity.publication import sha256
from reports.open_day import OpenDay
from tests.http.conftest import CODE, OTHER, menu_days, shown

API = "/api/v1"

WEEK = "from=2026-03-02&to=2026-03-06"


def test_schools_are_listed_by_code_in_pages(client: TestClient) -> None:
    first = client.get(f"{API}/schools?page_size=1").json()
    second = client.get(f"{API}/schools?page_size=1&page=2").json()
    assert (first["items"], first["total"]) == ([{"code": CODE, "name": "示例小学"}], 2)
    assert [each["code"] for each in second["items"]] == [OTHER]
    assert client.get(f"{API}/schools?page=3&page_size=1").json()["items"] == []


def test_a_school_has_its_telephone_where_one_is_set(client: TestClient) -> None:
    assert client.get(f"{API}/schools/{CODE}").json()["phone"] == "010-00000000"
    assert client.get(f"{API}/schools/{OTHER}").json()["phone"] is None


def test_days_come_back_as_they_were_published(client: TestClient) -> None:
    told = client.get(f"{API}/schools/{CODE}/days?{WEEK}").json()
    assert told["total"] == 5
    assert [OpenDay.model_validate(each) for each in told["items"]] == [
        OpenDay.model_validate_json(day.body) for day in menu_days()
    ]
    assert client.get(f"{API}/days?{WEEK}").json() == told
    assert client.get(f"{API}/days?{WEEK}&school={CODE}").json() == told
    assert client.get(f"{API}/schools/{OTHER}/days?{WEEK}").json()["items"] == []


def test_days_come_in_pages(client: TestClient) -> None:
    dates = []
    for page in (1, 2, 3):
        told = client.get(f"{API}/schools/{CODE}/days?{WEEK}&page={page}&page_size=2").json()
        dates += [each["date"] for each in told["items"]]
    assert dates == [f"2026-03-0{day}" for day in range(2, 7)]


def test_days_come_as_a_table_where_that_is_asked_for(client: TestClient) -> None:
    answer = client.get(f"{API}/schools/{CODE}/days?{WEEK}", headers={"accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 5 * 2
    assert {row["published"] for row in rows} == {"2026-03-01T08:00:00+08:00"}


def test_a_form_that_there_is_not_is_refused(client: TestClient) -> None:
    answer = client.get(f"{API}/schools/{CODE}/days?{WEEK}", headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_calendar_can_be_subscribed_to(client: TestClient) -> None:
    answer = client.get(f"{API}/schools/{CODE}/menu.ics?{WEEK}")
    assert answer.headers["content-type"].startswith("text/calendar")
    book = Calendar.from_ical(answer.content)
    assert isinstance(book, Calendar)
    assert [event.start for event in book.events] == [day.day for day in menu_days()]


def test_a_sheet_is_the_very_bytes_and_never_changes(client: TestClient) -> None:
    listed = client.get(f"{API}/schools/{CODE}/sheets?sheet=statement").json()["items"]
    (one,) = listed
    made = shown("statement", date(2026, 3, 1), date(2026, 3, 31))
    for ink, link in one["links"].items():
        answer = client.get(link)
        assert answer.content == made.inks[ink]
        assert one["sha256"][ink] == sha256(answer.content)
        assert "immutable" in answer.headers["cache-control"]
        again = client.get(link, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_kept_page_may_use_its_own_style_and_nothing_else(client: TestClient) -> None:
    (one,) = client.get(f"{API}/schools/{CODE}/sheets?sheet=fees").json()["items"]
    answer = client.get(one["links"]["html"])
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"{API}/schools/none",
        f"{API}/schools/none/days?{WEEK}",
        f"{API}/days?{WEEK}&school=none",
        f"{API}/schools/{OTHER}/sheets/2.pdf",
        f"{API}/schools/{CODE}/sheets/999.pdf",
        f"{API}/schools/{CODE}/sheets/1.pdf",
        f"{API}/nothing",
        "/nothing",
        "/schools/none",
        "/static/../api/settings.py",
    ],
)
def test_what_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


@pytest.mark.parametrize("path", ["/nothing", "/schools/none", "/schools/a?week=x", "/<b>&"])
def test_a_refusal_is_a_page_to_a_browser_and_a_problem_to_a_program(
    client: TestClient, path: str
) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    told, page = client.get(path), client.get(path, headers=browser)
    assert told.headers["content-type"] == "application/problem+json"
    assert page.status_code == told.status_code >= 400
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "style-src 'self'" in page.headers["content-security-policy"]
    assert html.escape(told.json()["detail"]) in page.text
    assert "打不开这个网页" in page.text
    of_api = client.get(f"{API}{path}", headers=browser)
    assert of_api.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("0001-01-01", 422),
        ("1999-12-31", 422),
        ("2000-01-01", 200),
        ("2199-12-31", 200),
        ("2200-01-01", 422),
        ("9999-12-31", 422),
    ],
)
def test_days_before_and_after_our_time_are_refused_wherever_one_asks(
    client: TestClient, day: str, status: int
) -> None:
    between = f"from={day}&to={day}"
    for path in (
        f"/schools/{CODE}?week={day}",
        f"{API}/days?{between}",
        f"{API}/schools/{CODE}/days?{between}",
        f"{API}/schools/{CODE}/menu.ics?{between}",
        f"{API}/coverage?{between}",
    ):
        assert client.get(path).status_code == status, path


@pytest.mark.parametrize("path", ["/", f"/schools/{CODE}", f"{API}/schools", f"{API}/none"])
def test_head_is_answered_like_get_without_the_body(client: TestClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert dict(head.headers) == dict(whole.headers)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2026-03-06&to=2026-03-02", "to"),
        ("from=2020-01-01&to=2026-03-02", "to"),
        ("from=x&to=2026-03-02", "from"),
        ("to=2026-03-02", "from"),
        (f"{WEEK}&page=0", "page"),
        (f"{WEEK}&page_size=1000000", "page_size"),
        (f"{WEEK}&page=1e999", "page"),
        (f"{WEEK}&page=NaN", "page"),
    ],
)
def test_a_bad_parameter_is_named(client: TestClient, query: str, pointer: str) -> None:
    answer = client.get(f"{API}/days?{query}")
    assert answer.status_code == 422
    assert pointer in {each["pointer"] for each in answer.json()["errors"]}


def test_refusals_speak_the_language_of_the_caller(client: TestClient) -> None:
    chinese = client.get("/nothing").json()["detail"]
    english = client.get("/nothing", headers={"accept-language": "fr, en;q=0.5"}).json()["detail"]
    assert "没有这个地址" in chinese
    assert "nothing at" in english


def test_every_answer_is_safe_to_show(client: TestClient) -> None:
    for path in ("/", f"/schools/{CODE}", f"{API}/schools", "/nothing", "/static/wall.css"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]


def test_what_a_reader_has_is_not_sent_again(client: TestClient) -> None:
    for path in (f"{API}/schools", f"{API}/days?{WEEK}", f"/schools/{CODE}"):
        answer = client.get(path)
        again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304
        assert again.content == b""


def test_coverage_is_numerator_denominator_and_what_is_missing(client: TestClient) -> None:
    told = client.get(f"{API}/coverage?{WEEK}").json()
    assert (told["days"]["numerator"], told["days"]["denominator"]) == (5, 10)
    assert told["days"]["missing"] == [f"{OTHER} 2026-03-0{day}" for day in range(2, 7)]
    assert told["schools"]["missing"] == [OTHER]
    assert told["sheets"]["recipe"]["numerator"] == 1
    one = client.get(f"{API}/coverage?{WEEK}&school={CODE}").json()
    assert (one["schools"]["numerator"], one["schools"]["denominator"]) == (1, 1)


def test_the_page_of_a_school_shows_what_it_published(client: TestClient) -> None:
    page = client.get(f"/schools/{CODE}?week=2026-03-04").text
    for number in range(5):
        assert f"示例菜{number}" in page
    assert "010-00000000" in page
    assert "牛肉 65" in page
    assert "含 大豆" in re.sub(r"\s+", " ", page)
    assert "食堂收支公示表" in page
    assert "9,297.50" in page
    assert "示**" in page
    assert "示例丙" not in page
    assert "<script" not in page
    assert "style=" not in page


def test_another_week_has_no_menu_and_says_so(client: TestClient) -> None:
    page = client.get(f"/schools/{CODE}?week=2026-05-04").text
    assert "这一周还没有公示食谱" in page
    assert "示例菜0" not in page
    assert "食堂收支公示表" in page


def test_a_school_without_anything_has_a_page_and_its_name_is_text(client: TestClient) -> None:
    page = client.get(f"/schools/{OTHER}").text
    assert "另一所小学 &lt;b&gt;&amp;" in page
    assert "学校尚未填写" in page
    assert "还没有公示过什么" in page


def test_pages_speak_english_by_setting(client: TestClient) -> None:
    assert '<html lang="zh-CN">' in client.get("/").text
    assert '<html lang="en">' in client.get("/?lang=en").text
    assert "Menu of the week" in client.get(f"/schools/{CODE}?lang=en").text


def test_nobody_writes_through_the_public_door(client: TestClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.request(method, f"{API}/schools/{CODE}")
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET"
