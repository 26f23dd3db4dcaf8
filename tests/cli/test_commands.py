"""Commands on small files and a small store: results on stdout, one line per mistake on stderr, the promised codes."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tracker.cli import app

DRAFT = """示例市支持算力产业的若干措施
（征求意见稿）
为支持算力产业，制定本措施。
第一条 对新建智算中心，按照设备投资的20%给予奖励，单个项目最高2000万元。
第二条 企业应当按季度报送能耗数据。
第三条 本措施自发布之日起施行，有效期3年。
"""
FINAL = """示例市数据局关于印发《示例市支持算力产业的若干措施》的通知
示数发〔2026〕9号
各有关单位：
现将《示例市支持算力产业的若干措施》印发给你们，请遵照执行。
示例市数据局
2026年3月2日
示例市支持算力产业的若干措施
为支持算力产业，制定本措施。
第一条 对新建智算中心，按照设备投资的25%给予奖励，单个项目最高 3000 万元。
第二条 企业可以按季度报送能耗数据。
第三条 本措施自发布之日起施行，有效期3年。
"""
OTHER = """示例市老旧小区改造补助办法
示建发〔2025〕1号
第一条 改造项目按照工程造价的60%给予补助，每处不超过120万元。
第二条 修缮应当保持原有立面。
示例市住房和城乡建设局
2025年6月1日
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRACKER_STORE", raising=False)
    monkeypatch.delenv("TRACKER_CONFIG", raising=False)
    for name, text in (("draft.txt", DRAFT), ("final.txt", FINAL), ("other.txt", OTHER)):
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


def tracker(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_the_parts_that_fit_are_named_by_their_own_numbers(files: Path) -> None:
    """Of three documents the second and third fit: what is offered can be asked for."""
    third = FINAL.replace("算力产业", "数据产业").replace("9号", "10号")
    Path("issue.txt").write_text(OTHER + FINAL + third, encoding="utf-8")
    offered = tracker("diff", "issue.txt#若干措施", "draft.txt").stderr

    assert "issue.txt#2 示例市支持算力产业的若干措施; issue.txt#3 示例市支持数据产业的若干措施" in offered
    assert "issue.txt#1" not in offered


def test_a_refusal_names_some_parts_of_many(files: Path) -> None:
    """It is one line, and a gazette issue holds dozens."""
    subjects = [f"{first}{second}产业" for first in "甲乙丙丁" for second in "子丑寅"]
    issue = [FINAL.replace("算力产业", name).replace("9号", f"{at}号") for at, name in enumerate(subjects, 1)]
    Path("issue.txt").write_text("".join(issue), encoding="utf-8")
    refusal = tracker("diff", "issue.txt", "draft.txt").stderr

    assert "issue.txt#8 示例市支持丙丑产业的若干措施; and 4 more, which `tracker inspect` lists" in refusal
    assert "issue.txt#9" not in refusal


def test_a_hit_shows_the_words_it_was_found_by(files: Path) -> None:
    """Though the text prints a blank in them; and figures are found by what people type for 首台（套）."""
    long = FINAL.replace("第一条 对", f"第一条 {'为支持产业发展，' * 20}对首台（套）产品和")
    Path("final.txt").write_text(long, encoding="utf-8")
    tracker("import", "final.txt", "--store", "s.db")

    assert "最高 3000 万元" in tracker("search", "3000万元", "--store", "s.db").stdout
    assert "最高3000万元" in tracker("figures", "首台套", "--store", "s.db").stdout


def test_a_search_says_what_still_holds_and_what_it_left_out(files: Path) -> None:
    """A hit in a lapsed text is no offer; a list that was cut off says so."""
    old = FINAL.replace("2026年3月2日", "2020年3月2日")
    Path("final.txt").write_text(old, encoding="utf-8")
    tracker("import", "final.txt", "other.txt", "--store", "s.db")
    found = tracker("search", "给予", "--store", "s.db", "--limit", "1")

    assert "已到期" in found.stdout
    assert found.stderr == "tracker: only the first 1 clauses; --limit shows more\n"
    assert tracker("search", "给予", "--store", "s.db").stderr == ""


def test_a_filter_that_fits_nothing_is_no_empty_register(files: Path) -> None:
    """There are documents; none is of that place."""
    tracker("import", "final.txt", "--store", "s.db")

    assert tracker("docs", "--region", "别处", "--store", "s.db").stdout == "没有符合条件的文件\n"


def test_diff_of_two_files_as_json(files: Path) -> None:
    """The contract's fields; a value not known is null."""
    result = tracker("diff", "draft.txt", "final.txt", "--format", "json")
    data = json.loads(result.stdout)

    assert result.exit_code == 0
    assert data["format"] == "tracker.diff/1"
    assert (
        data["old"]["stage"],
        data["new"]["stage"],
        data["old"]["doc_number"],
        data["new"]["doc_number"],
    ) == ("draft", "final", None, "示数发〔2026〕9号")
    assert [(c["change"], c["delta"]) for c in data["figures"]] == [("raised", "+5pp"), ("raised", "+50%")]
    for row in data["clauses"]:
        if row["old"] and row["new"]:
            assert row["new"]["text"] == "".join(edit[1] for edit in row["edits"] if edit[0] != "-")
            old = "".join(edit[2] if len(edit) == 3 else edit[1] for edit in row["edits"] if edit[0] != "+")
            assert row["old"]["text"] == old


def test_differences_are_a_result_unless_asked_for(files: Path) -> None:
    """As `git diff`: 0 without --exit-code, 3 with it, 0 where the texts are the same."""
    assert tracker("diff", "draft.txt", "final.txt").exit_code == 0
    assert tracker("diff", "draft.txt", "final.txt", "--exit-code").exit_code == 3
    assert tracker("diff", "draft.txt", "draft.txt", "--exit-code").exit_code == 0


@pytest.mark.parametrize("name", ["out.html", "out.md", "out.docx", "out.xlsx", "out.json", "out.txt"])
def test_the_output_file_tells_the_format(files: Path, name: str) -> None:
    """-o FILE without --format takes it from the name."""
    result = tracker("diff", "draft.txt", "final.txt", "-o", name)

    assert (result.exit_code, result.stdout) == (0, "")
    assert Path(name).stat().st_size > 200


def test_a_document_is_found_by_any_name(files: Path) -> None:
    """A number in any bracket style, a title, a part of one, an id."""
    assert tracker("import", "draft.txt", "final.txt", "other.txt").exit_code == 0
    titles = {
        json.loads(tracker("show", name, "--format", "json").stdout)["title"]
        for name in ("示数发[2026]9号", "示数发〔2026〕 9 号", "示例市支持算力产业的若干措施", "算力产业", "d1")
    }

    assert {"示例市支持算力产业的若干措施"} == titles


def test_a_document_is_found_by_a_number_it_once_bore(files: Path) -> None:
    """The latest text has another; a number nobody bears is said to be unknown."""
    earlier = FINAL.replace("〔2026〕9号", "〔2025〕12号").replace("2026年3月", "2025年3月")
    Path("earlier.txt").write_text(earlier, encoding="utf-8")
    tracker("import", "earlier.txt", "final.txt")

    documents = json.loads(tracker("docs", "--format", "json").stdout)["documents"]
    assert [(item["doc_number"], item["versions"]) for item in documents] == [("示数发〔2026〕9号", 2)]
    assert tracker("history", "示数发〔2025〕12号").exit_code == 0
    assert "no tracked document fits" in tracker("history", "示数发〔2025〕8号").stderr


def test_stored_versions_are_compared_by_every_selector(files: Path) -> None:
    """DOC, DOC@A DOC@B by stage, number, date, latest and previous; a file against a stored version."""
    tracker("import", "draft.txt", "--at", "2026-01-05")
    tracker("import", "final.txt", "--at", "2026-03-03")
    wanted = tracker("diff", "算力产业", "--format", "json").stdout
    pairs = [("算力产业@draft", "算力产业@final"), ("算力产业@1", "算力产业@2"), ("d1@previous", "d1@latest")]

    for old, new in [*pairs, ("算力产业@2026-02-01", "算力产业@2026-03-02")]:
        assert wanted == tracker("diff", old, new, "--format", "json").stdout, (old, new)
    mixed = json.loads(tracker("diff", "draft.txt", "算力产业@final", "--format", "json").stdout)
    assert json.loads(wanted)["figures"] == mixed["figures"]


def test_a_part_of_a_file_is_picked_by_number_or_title(files: Path) -> None:
    """FILE#2, FILE#part of a title; without it, the other side's title decides."""
    issue = "\n".join(("示例市人民政府公报", "2026年第3期", FINAL, OTHER))
    Path("issue.txt").write_text(issue, encoding="utf-8")
    by_title = tracker("diff", "draft.txt", "issue.txt", "--format", "json").stdout

    assert len(json.loads(by_title)["figures"]) == 2
    assert by_title == tracker("diff", "draft.txt", "issue.txt#1", "--format", "json").stdout
    assert by_title == tracker("diff", "draft.txt", "issue.txt#算力", "--format", "json").stdout


def test_a_final_under_another_title_is_found_in_its_issue(files: Path) -> None:
    """No title of the issue is the draft's, but one text plainly is; an unrelated draft is refused."""
    retitled = FINAL.replace("示例市支持算力产业的若干措施", "示例市智能计算发展实施细则")
    Path("issue.txt").write_text("\n".join(("示例市人民政府公报", "2026年第3期", OTHER, retitled)), encoding="utf-8")
    found = json.loads(tracker("diff", "draft.txt", "issue.txt", "--format", "json").stdout)
    assert found["new"]["title"] == "示例市智能计算发展实施细则"
    assert len(found["figures"]) == 2

    Path("strange.txt").write_text(DRAFT.replace("算力", "养蜂").replace("智算中心", "蜂场"), encoding="utf-8")
    Path("two.txt").write_text(
        "\n".join((OTHER, OTHER.replace("小区改造", "厂房消防").replace("1号", "2号"))), encoding="utf-8"
    )
    refused = tracker("diff", "strange.txt", "two.txt")
    assert (refused.exit_code, "holds 2 documents" in refused.stderr) == (2, True)


def test_shared_options_stand_anywhere(files: Path) -> None:
    """Before or behind the command."""
    tracker("--store", "a.db", "import", "draft.txt")

    assert "算力" in tracker("docs", "--store", "a.db").stdout
    assert "算力" in tracker("--store=a.db", "docs").stdout


def test_inspect_shows_what_is_read(files: Path) -> None:
    """Documents, clauses, figures, repeals, validity, citations per the contract."""
    data = json.loads(tracker("inspect", "final.txt", "--format", "json").stdout)
    (file,) = data["files"]
    (document,) = file["documents"]

    assert (data["format"], file["media_type"], file["problem"]) == ("tracker.inspect/1", "text/plain", None)
    assert document["title"] == "示例市支持算力产业的若干措施"
    assert document["issued"] == "2026-03-02"
    assert {"clauses", "repeals", "validity", "citations"} <= document.keys()
    assert [figure["value"] for figure in document["clauses"][1]["figures"]] == ["25", "30000000"]


def test_lists_are_json_too(files: Path) -> None:
    """Other programs read them."""
    tracker("import", "draft.txt", "final.txt", "other.txt")
    for command in (["docs"], ["history", "d1"], ["search", "算力"], ["figures", "算力"], ["repeals"], ["expiring"]):
        data = json.loads(tracker(*command, "--format", "json").stdout)
        assert data["format"].startswith("tracker."), command


def test_figures_stand_side_by_side_largest_first(files: Path) -> None:
    """Caps over documents, with clause and evidence."""
    tracker("import", "final.txt", "other.txt")
    rows = json.loads(tracker("figures", "--caps", "--format", "json", "--at", "2026-06-01").stdout)["figures"]

    assert [row["value"] for row in rows] == ["30000000", "1200000"]
    assert all(row["sha256"] and row["clause"] and row["source"] for row in rows)


def test_a_hand_made_pair_wins_and_is_shown(files: Path) -> None:
    """`tracker pair` survives and says who settled it."""
    tracker("import", "draft.txt", "final.txt")
    assert tracker("pair", "d1@1", "d1@2", "第一条", "第二条").exit_code == 0
    rows = json.loads(tracker("diff", "d1", "--format", "json").stdout)["clauses"]

    (row,) = [row for row in rows if row["old"] and row["old"]["label"] == "第一条"]
    assert row["new"]["label"] == "第二条"
    assert row["settled_by"]


def test_documents_are_linked_and_parted_by_hand(files: Path) -> None:
    """The versions of one join the other, and can leave it again."""
    tracker("import", "final.txt", "other.txt")
    assert tracker("link", "d1", "d2").exit_code == 0
    assert len(json.loads(tracker("docs", "--format", "json").stdout)["documents"]) == 1
    assert tracker("unlink", "d1@1").exit_code == 0
    assert len(json.loads(tracker("docs", "--format", "json").stdout)["documents"]) == 2


def test_rebuild_changes_nothing_when_the_readers_have_not(files: Path) -> None:
    """Reading the same bytes anew with the same code is no change."""
    tracker("import", "draft.txt", "final.txt")

    assert json.loads(tracker("rebuild", "--format", "json").stdout)["versions"] == []


def one_line(result: Result) -> str:
    assert "Traceback" not in result.output
    lines = [line for line in result.stderr.splitlines() if line.startswith("tracker: ")]
    assert len(lines) == 1, result.output
    return lines[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["inspect", "none.txt"], r"none\.txt does not exist"),
        (["inspect", "folder"], r"folder is a folder"),
        (["inspect", "empty.txt"], r"empty\.txt: .*empty"),
        (["inspect", "binary.bin"], r"binary\.bin: .+"),
        (["diff", "draft.txt", "none.txt"], r"none\.txt does not exist"),
        (["diff", "draft.txt"], r"name a second file"),
        (["diff", "draft.txt", "empty.txt"], r"empty\.txt: .*empty"),
        (["diff", "draft.txt", "final.txt", "--format", "pdf"], r"no format 'pdf'"),
        (["diff", "draft.txt", "final.txt", "-o", "x.zip"], r"x\.zip: .*--format"),
        (["diff", "draft.txt", "final.txt", "--format", "docx"], r"add -o FILE\.docx"),
        (["diff", "draft.txt#7", "final.txt"], r"no part 7"),
        (["diff", "draft.txt#鲸鱼", "final.txt"], r"no title holds '鲸鱼'"),
        (["show", "鲸鱼保护"], r"no tracked document fits '鲸鱼保护'"),
        (["show", "示例市"], r"fits 2 documents: d1 .*; d2 "),
        (["diff", "算力@final", "算力@7"], r"has no version '7': it has 1"),
        (["diff", "算力@someday", "算力@1"], r"names no version"),
        (["docs", "--store", "none.db"], r"no store at none\.db"),
        (["docs", "--lang", "fr"], r"zh and en"),
        (["docs", "--at", "soon"], r"give a date"),
        (["expiring", "--within", "soon"], r"90d, 12w"),
        (["figures", "--caps", "--ratios"], r"exclude each other"),
        (["import", "none.txt"], r"none\.txt does not exist"),
        (["import", "draft.txt", "--stage", "late"], r"the stages are"),
        (["run"], r"no sources\.toml here"),
        (["run", "--config", "broken.toml"], r"broken\.toml"),
        (["run", "--config", "unknown.toml"], r"source\[0\]\.regoin"),
        (["verify", "draft.txt"], r"no quoted measures"),
        (["report"], r"no report in"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_clear_line(files: Path, arguments: list[str], said: str) -> None:
    """Code 2, what and where, and nothing half-written."""
    Path("folder").mkdir()
    Path("empty.txt").touch()
    Path("binary.bin").write_bytes(bytes(range(256)) * 8)
    Path("broken.toml").write_text("[[source\n", encoding="utf-8")
    Path("unknown.toml").write_text(
        '[[source]]\nid = "a"\nname = "a"\nurl = "https://example.org"\nregoin = "示例市"\n', encoding="utf-8"
    )
    tracker("import", "final.txt", "other.txt")
    before = sorted(files.rglob("*"))
    result = tracker(*arguments)

    assert result.exit_code == 2, result.output
    assert re.search(said, one_line(result)), result.stderr
    assert before == sorted(files.rglob("*"))


def test_every_command_has_help() -> None:
    """--help says what it does."""
    names = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    assert len(names) >= 20
    for name in names:
        result = tracker(name.rstrip("_"), "--help")
        assert result.exit_code == 0, name
        assert "Usage" in result.stdout


def test_the_list_of_commands_cuts_no_line_short() -> None:
    """What a command does is said whole beside its name."""
    lines = tracker("--help").stdout.splitlines()

    assert not [line for line in lines[1:] if line.endswith("...")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff", "draft.txt", "final.txt"),
        ("inspect", "draft.txt"),
        ("docs",),
        ("show", "算力产业"),
        ("search", "算力"),
        ("report",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_the_help_names_the_formats_a_command_has(files: Path, arguments: tuple[str, ...]) -> None:
    """The same ones as the message about a wrong format."""
    tracker("import", "final.txt")
    said = one_line(tracker(*arguments, "--format", "odt")).partition("there are ")[2]
    helped = re.search(r"--format FORMAT\s+(.*)\.", tracker(arguments[0], "--help").stdout)

    assert helped is not None
    assert helped[1].replace(" or ", ", ") == said


def test_the_sources_are_listed_with_their_names(files: Path) -> None:
    """An id alone says little to who did not write the file."""
    Path("sources.toml").write_text(
        '[[source]]\nid = "shi"\nname = "示例市政策文件"\nurl = "https://www.example.org/"\n', encoding="utf-8"
    )

    assert "示例市政策文件" in tracker("sources").stdout


@pytest.mark.parametrize(
    ("until", "named"), [("2026-03-02", "政策变动\u30002026-03-02"), ("2026-03-31", "2026-03-02 – 2026-03-31")]
)
def test_a_report_is_named_by_its_days(files: Path, until: str, named: str) -> None:
    """A period of one day by that day."""
    tracker("import", "final.txt")

    assert tracker("report", "--since", "2026-03-02", "--until", until).stdout.splitlines()[0].endswith(named)


def test_what_the_demo_offers_next_can_be_done_in_its_language(files: Path) -> None:
    """Each command it names runs on the demo's own store; only `sources` has something to tell."""
    played = tracker("demo", "--lang", "en", "--folder", "tried").stdout
    offered = [line.split()[1:] for line in played.partition("try next:")[2].strip().splitlines()]
    codes = {line[0]: tracker(*line).exit_code for line in offered if line[0] != "serve"}

    assert "━ Night 3 ━" in played
    assert codes == {"diff": 0, "history": 0, "figures": 0, "expiring": 0, "sources": 1}
    assert "failing since" in tracker("sources", "--config", "tried/sources.toml").stdout
    rows = json.loads(tracker("sources", "--config", "tried/sources.toml", "--format", "json").stdout)["sources"]
    assert rows[0]["last_good"].endswith("+00:00")


def test_a_document_is_shown_under_its_own_name(files: Path) -> None:
    """One head, its state, what is read in it; no count of files."""
    tracker("import", "final.txt")
    lines = tracker("show", "算力产业", "--at", "2026-03-02").stdout.splitlines()

    assert lines[0] == "d1  示例市支持算力产业的若干措施（示数发〔2026〕9号）"
    assert lines[1].startswith("   状态：有效")
    assert not [line for line in lines if "件文件" in line or line.startswith("1. ")]


def test_a_wrong_command_is_answered_with_the_right_one_and_one_mark() -> None:
    """No semicolon behind a question."""
    assert one_line(tracker("figuers")).endswith("Did you mean 'figures'? `root --help` shows how to call it")


DIGEST = """示例市数字经济政策精华汇编
一、算力
支持建设智算中心。对新建智算中心，按照设备投资的25%给予奖励，单个项目最高3000万元。
——示例市支持算力产业的若干措施
支持报送数据。企业可以按季度报送能耗数据，按时报送的给予2万元补助。
——示例市支持算力产业的若干措施
二、住房
支持老旧小区改造。改造项目按照工程造价的60%给予补助，每处不超过100万元。
——示例市老旧小区改造补助办法
保持建筑原貌。修缮应当保持原有立面，不得擅自拆改。
——示例市老旧小区改造补助办法
加强修缮指导。组织专家下沉社区，帮助居民选择方案。
——示例市老旧小区改造补助办法
"""


def test_a_digest_is_shown_item_by_item_and_checked(files: Path) -> None:
    """Its measures are no policies; each figure is held against the policy it names."""
    Path("digest.txt").write_text(DIGEST, encoding="utf-8")
    result = tracker("inspect", "digest.txt", "--format", "json")
    (file,) = json.loads(result.stdout)["files"]
    assert (result.exit_code, file["documents"], len(file["digest"])) == (0, [], 5)
    assert file["digest"][0]["policy"] == "示例市支持算力产业的若干措施"

    tracker("import", "final.txt", "other.txt")
    rows = json.loads(tracker("verify", "digest.txt", "--format", "json").stdout)["figures"]
    assert [row["verdict"] for row in rows] == ["agrees", "agrees", "not_found", "agrees", "differs"]


def test_inspect_shows_the_page_as_it_was_read(files: Path) -> None:
    """The body without furniture, and what the page says of itself outside the text."""
    page = """<html><head><title>示例办法_示例市人民政府</title><meta name="PubDate" content="2026-03-02 10:00"></head>
<body><div class="nav"><a href="/">首页</a></div><div id="mainText"><p>第一条 对企业给予最高50万元补贴。</p>
<p>第二条 本办法自2026年4月1日起施行。</p></div><div class="footer">主办单位：示例市</div></body></html>"""
    Path("page.html").write_text(page, encoding="utf-8")
    (file,) = json.loads(tracker("inspect", "page.html", "--format", "json").stdout)["files"]

    assert file["page"]["published"] == "2026-03-02"
    assert file["page"]["text"] == "第一条 对企业给予最高50万元补贴。\n第二条 本办法自2026年4月1日起施行。"
