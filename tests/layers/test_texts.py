"""A text is read whole or refused: Word as it shows with its changes accepted, pages by the day that they declare."""

import io
import zipfile
from datetime import date
from pathlib import Path
from time import process_time

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.errors import ReportFileError
from layers.reading.reading import read_report
from layers.texts.files import read_file, text_of

SAID = "Syrian government forces captured Saraqib on Wednesday."


def run_of(text: str, properties: str = "", tag: str = "t") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


UNSEEN = '<w:rStyle w:val="Unseen"/>'
BOX = f"<w:txbxContent><w:p>{run_of(SAID)}</w:p></w:txbxContent>"
COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
# what stands in a paragraph, the text that Word shows, and what is left out
SHOWN = [
    (f"<w:ins>{run_of(SAID)}</w:ins>", SAID, ()),
    (f"{run_of('They have ')}<w:ins>{run_of('not ')}</w:ins>{run_of('left.')}", "They have not left.", ()),
    (
        f"{run_of('They have ')}<w:del>{run_of('not ', tag='delText')}</w:del>{run_of('left.')}",
        "They have left.",
        ("tracked deletions",),
    ),
    (f"<w:moveTo>{run_of(SAID)}</w:moveTo>", SAID, ()),
    (f"{run_of('Here.')}<w:moveFrom>{run_of(SAID)}</w:moveFrom>", "Here.", ()),
    (f"<w:sdt><w:sdtPr/><w:sdtContent>{run_of(SAID)}</w:sdtContent></w:sdt>", SAID, ()),
    (f'<w:smartTag w:element="place">{run_of(SAID)}</w:smartTag>', SAID, ()),
    (f'<w:hyperlink w:anchor="x">{run_of(SAID)}</w:hyperlink>', SAID, ()),
    (f'<w:fldSimple w:instr="REF x">{run_of(SAID)}</w:fldSimple>', SAID, ()),
    (f"{run_of(' REF x ', tag='instrText')}{run_of(SAID)}", SAID, ()),
    (f"{run_of('Beside: ')}<w:r><w:pict {VML}><v:textbox>{BOX}</v:textbox></w:pict></w:r>", f"Beside: \n{SAID}", ()),
    (
        (f"<w:r><mc:AlternateContent {COMPATIBLE}><mc:Choice Requires='wps'>{BOX}</mc:Choice>"
        f"<mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>"),
        f"\n{SAID}",
        (),
    ),
    (f"{run_of('Seen.')}{run_of('Secret.', '<w:vanish/>')}", "Seen.", ("hidden text",)),
    (run_of(SAID, '<w:vanish w:val="0"/>'), SAID, ()),
    (f"{run_of('Seen.')}{run_of('Secret.', UNSEEN)}", "Seen.", ("hidden text",)),
    ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc", ()),
]  # fmt: skip


def word(tmp_path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    style = f'<w:style {nsdecls("w")} w:type="character" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
    document.styles.element.append(parse_xml(style))
    for content in paragraphs:
        document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{content}</w:p>"))
    path = tmp_path / "story.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize(("content", "text", "left_out"), SHOWN)
def test_word_text_is_read_as_word_shows_it(tmp_path: Path, content: str, text: str, left_out: tuple[str, ...]) -> None:
    report = read_file(word(tmp_path, content))
    assert (report.text, report.left_out) == (text, left_out)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(SHOWN), min_size=1, max_size=6))
def test_word_text_of_several_paragraphs_is_that_of_each(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    report = read_file(word(tmp_path_factory.mktemp("word"), *(content for content, _, _ in parts)))
    assert report.text.split() == " ".join(text for _, text, _ in parts).split()
    assert set(report.left_out) == {name for _, _, left_out in parts for name in left_out}


def test_tables_in_tables_headers_and_footnotes_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(1, 1).rows[0].cells[0].add_table(1, 1).rows[0].cells[0].text = "In a table."
    document.sections[0].header.paragraphs[0].text = "In the header."
    document.sections[0].footer.paragraphs[0].text = "Copyright 2013."
    document.save(str(tmp_path / "story.docx"))
    report = read_file(tmp_path / "story.docx")
    assert report.text.split("\n")[-2:] == ["In the header.", "Copyright 2013."]
    assert "In a table." in report.text
    assert report.published is None


def test_an_archive_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path, run_of("They met."))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", bytes(30_000_000))
    with pytest.raises(ReportFileError, match=r"story\.docx: [\d,]+ bytes that unpack to 30,"):
        read_file(path)


STORY = f"<article><h1>A town falls</h1><p>{SAID} {'More was said about it by residents. ' * 9}</p></article>"
DECLARED = [
    '<meta property="article:published_time" content="2020-02-06T10:00:00Z">',
    '<meta name="DC.date.issued" content="2020-02-06">',
    '<meta name="date" content="6 February 2020">',
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2020-02-06T23:00-05:00"}</script>',
    (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["Report"],'
        ' "datePublished": "2020-02-06"}]}</script>'
    ),
    '<p><time itemprop="datePublished" datetime="2020-02-06">Thursday</time></p>',
]
UNDECLARED = [
    "<footer>Copyright 2013 The Paper</footer>",
    "<div>© 2011-2024 The Paper</div>",
    "<p>Rebels had taken Idlib on 12 May 2015.</p>",
    "<aside><a href='/2017/03/04/other'>Other</a> <time datetime='2017-03-04'>4 March 2017</time></aside>",
    '<aside><time itemprop="datePublished" datetime="2017-03-04">4 March 2017</time></aside>',
    '<meta property="article:modified_time" content="2020-02-06T10:00:00Z">',
    '<meta name="date" content="02/03/2020">',
    '<meta name="date" content="February 2020">',
    (
        '<script type="application/ld+json">{"@type": "ItemList", "itemListElement": [{"@type": "Article",'
        ' "datePublished": "2017-03-04"}]}</script>'
    ),
    '<script type="application/ld+json">{"@type": </script>',
]


@pytest.mark.parametrize("declaration", DECLARED)
@pytest.mark.parametrize("name", ["story.html", "story.xhtml"])
def test_a_page_is_dated_by_what_declares_the_day(tmp_path: Path, declaration: str, name: str) -> None:
    path = tmp_path / name
    noise = "".join(UNDECLARED[:5])
    path.write_text(f"<html><head></head><body>{declaration}{STORY}{noise}</body></html>", encoding="utf-8")
    assert read_file(path).published == date(2020, 2, 6)


@pytest.mark.parametrize("nothing", UNDECLARED)
def test_a_page_without_a_declared_day_has_none(tmp_path: Path, nothing: str) -> None:
    path = tmp_path / "story.html"
    path.write_text(f"<html><head></head><body>{STORY}{nothing}</body></html>", encoding="utf-8")
    report = read_file(path)
    assert report.published is None
    assert SAID in report.text


def test_scripts_of_a_page_are_not_read_under_any_name(tmp_path: Path) -> None:
    page = f"<html><body><script>var x = 'Rebels shelled Idlib.'</script>{STORY}</body></html>"
    for name in ("a.xhtml", "a.htm", "a.txt"):
        (tmp_path / name).write_text(page, encoding="utf-8")
        assert "shelled" not in read_file(tmp_path / name).text


@pytest.mark.parametrize("name", ["a.rtf", "a.pdf", "a.mht", "a.mhtml", "a.doc", "a.odt"])
def test_formats_that_are_not_read_are_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"They met.")
    with pytest.raises(ReportFileError, match=r"is not read; save it as \.docx, \.html or \.txt"):
        read_file(tmp_path / name)


@pytest.mark.parametrize("raw", [rb"{\rtf1 They met.}", b"%PDF-1.7 They met.", b"\xd0\xcf\x11\xe0They met."])
def test_formats_that_are_not_read_are_refused_by_their_first_bytes(raw: bytes) -> None:
    with pytest.raises(ReportFileError, match="is not read"):
        text_of("story.txt", raw)


MESSAGE = b"""From: desk@example.org
Date: Thu, 06 Feb 2020 18:00:00 +0200
Subject: =?utf-8?q?Saraqib?=
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

U2FyYXFpYiBoYXMgZmFsbGVuLg==
--B
Content-Type: application/pdf
Content-Disposition: attachment; filename=more.pdf
Content-Transfer-Encoding: base64

JVBERg==
--B--
"""


def test_the_body_of_a_message_is_read_and_its_attachments_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MESSAGE)
    report = read_file(tmp_path / "a.eml")
    assert (report.text.strip(), report.published) == ("Saraqib has fallen.", date(2020, 2, 6))
    assert report.left_out == ("the attachment more.pdf",)


def test_days_that_depend_on_an_unknown_day_of_publication_are_null() -> None:
    text = "Rebels shelled Saraqib on Wednesday. Rebels shelled Ariha on 5 February 2020. Rebels shelled Idlib in May."
    days = {event.mention.name: event.start_date for event in read_report(text).events if event.mention}
    assert days == {"Saraqib": None, "Ariha": date(2020, 2, 5), "Idlib": None}
    record = read_report(text).records()["events"][0]
    assert (record["start_date"], record["end_date"], record["time_precision"]) == (None, None, None)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["docx", "html", "eml", "txt", "xhtml"]), st.integers(0, 2000))
def test_damaged_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, ending: str, at: int
) -> None:
    made = io.BytesIO()
    docx.Document().save(made)
    whole = {"docx": made.getvalue(), "eml": MESSAGE}.get(ending, STORY.encode())
    path = tmp_path_factory.mktemp("damaged") / f"a.{ending}"
    path.write_bytes(whole[:at] + noise + whole[at + len(noise) :])
    try:
        read_file(path)
    except ReportFileError as error:
        assert path.name in str(error)  # noqa: PT017 - both ends are right


@pytest.mark.parametrize(
    "part",
    ["Rebels shelled Idlib on Monday. ", "Abc ", "İdlib'de ", "rebels shelled Idlib and killed 3, ", ".", "A", "a\n"],
)
def test_the_time_of_a_reading_grows_with_the_length_of_the_text(part: str) -> None:
    def seconds(length: int) -> float:
        text, start = (part * length)[:length], process_time()
        read_report(text, published="2020-02-06")
        return process_time() - start

    seconds(1000)
    short, long = seconds(15_000), seconds(60_000)
    # four times as long; the square would be sixteen times
    assert long < 9 * short + 0.5


def test_runs_that_are_no_words_are_blanked_and_offsets_stay() -> None:
    text = f"{'.' * 20_000} Rebels shelled Saraqib on Monday."
    (event,) = read_report(text, published="2020-02-06").events
    assert text[event.start : event.end].startswith("Rebels shelled")
