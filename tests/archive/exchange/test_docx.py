"""Documents of a word processor, from honest hands and from others."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from archive.exchange import docx as documents
from testimonies.errors import UnreadableFile
from tests.archive.exchange.conftest import NAMESPACE, Docx, paragraphs, part


def words(path: Path) -> list[str]:
    return [passage.words for passage in documents.read(path).passages]


def test_paragraphs_become_passages(docx: Docx) -> None:
    assert words(docx(paragraphs("It rained.", "We left."))) == ["It rained.", "We left."]


def test_tabs_and_line_breaks_are_kept(docx: Docx) -> None:
    body = "<w:p><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p>"
    assert words(docx(body)) == ["one\ttwo\nthree"]


def test_tracked_deletions_are_left_out_and_told_insertions_stay(docx: Docx) -> None:
    body = (
        "<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>rained.</w:t></w:r></w:ins></w:p>"
    )
    speech = documents.read(docx(body))
    assert [each.words for each in speech.passages] == ["It rained."]
    assert speech.notes == ("1 tracked deletion left out; the file as received has them.",)


def test_what_was_moved_stands_only_where_it_went(docx: Docx) -> None:
    body = (
        "<w:p><w:moveFrom><w:r><w:t>Gone.</w:t></w:r></w:moveFrom><w:r><w:t>Stays.</w:t></w:r></w:p>"
        "<w:p><w:moveTo><w:r><w:t>Gone.</w:t></w:r></w:moveTo></w:p>"
    )
    assert words(docx(body)) == ["Stays.", "Gone."]


def test_a_table_is_read_row_by_row(docx: Docx) -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{paragraphs(cell)}</w:tc>' for cell in cells)}</w:tr>"

    assert words(docx(f"<w:tbl>{row('a', 'b')}{row('c', 'd')}</w:tbl>{paragraphs('e')}")) == ["a\tb", "c\td", "e"]


def test_footnotes_follow_the_text_under_the_mark_they_left(docx: Docx) -> None:
    body = '<w:p><w:r><w:t>The mill</w:t><w:footnoteReference w:id="2"/><w:t> burnt.</w:t></w:r></w:p>'
    notes = (
        f'<w:footnote w:id="0" w:type="separator">{paragraphs("-")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraphs("In 1911.")}</w:footnote>'
    )
    path = docx(body, footnotes=part("footnotes", notes))
    assert words(path) == ["The mill[note 1] burnt.", "[note 1] In 1911."]


def test_a_note_within_a_note_leaves_no_trace_of_itself(docx: Docx) -> None:
    inner = '<w:p><w:r><w:t>See</w:t><w:footnoteReference w:id="9"/></w:r></w:p>'
    body = '<w:p><w:r><w:t>Mill</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    path = docx(body, footnotes=part("footnotes", f'<w:footnote w:id="2">{inner}</w:footnote>'))
    assert words(path) == ["Mill[note 1]", "[note 1] See"]


def test_half_a_surrogate_is_no_sign(docx: Docx) -> None:
    body = '<w:p><w:r><w:t>a</w:t><w:sym w:char="D800"/><w:sym w:char="0000"/><w:sym w:char="263A"/></w:r></w:p>'
    assert words(docx(body)) == ["a\u263a"]


def test_field_codes_and_second_renderings_are_not_words(docx: Docx) -> None:
    other = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>Once.</w:t></w:r><mc:AlternateContent {other}>"
        "<mc:Fallback><w:r><w:t>Twice.</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert words(docx(body)) == ["Once."]


def test_a_document_without_words_is_refused(docx: Docx) -> None:
    with pytest.raises(UnreadableFile, match="holds no words"):
        documents.read(docx("<w:p/>"))


def test_a_container_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.docx"
    path.write_bytes(b"not a zip at all")
    with pytest.raises(UnreadableFile, match=r"talk\.docx is damaged or no \.docx"):
        documents.read(path)


def test_another_kind_of_container_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.docx"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("mimetype", "application/epub+zip")
    with pytest.raises(UnreadableFile, match=r"holds no word/document\.xml"):
        documents.read(path)


def test_a_truncated_document_is_refused(docx: Docx) -> None:
    path = docx(paragraphs("It rained.") * 200)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(UnreadableFile, match=r"talk\.docx"):
        documents.read(path)


def test_every_flipped_byte_is_either_read_or_refused(docx: Docx) -> None:
    path = docx(paragraphs("It rained.", "We left."))
    whole = path.read_bytes()
    for at in range(0, len(whole), 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            documents.read(path)
        except UnreadableFile as error:
            assert "talk.docx" in str(error)


def test_a_zip_bomb_is_refused(docx: Docx) -> None:
    with pytest.raises(UnreadableFile, match="unpacks to far more"):
        documents.read(docx(paragraphs("0" * 8_000_000)))


def test_a_container_of_too_many_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.docx"
    with zipfile.ZipFile(path, "w") as container:
        for number in range(4100):
            container.writestr(f"{number}", "")
    with pytest.raises(UnreadableFile, match="more than 4,096 files"):
        documents.read(path)


def test_nesting_beyond_reason_is_refused(docx: Docx) -> None:
    with pytest.raises(UnreadableFile, match="nested more than 200 deep"):
        documents.read(docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000))


def test_xml_that_is_not_well_formed_is_refused(docx: Docx) -> None:
    with pytest.raises(UnreadableFile, match="is not well-formed"):
        documents.read(docx("<w:p>"))


def test_a_document_that_lives_elsewhere_in_its_container_is_found(tmp_path: Path) -> None:
    path = tmp_path / "talk.docx"
    link = '<Relationship Type="http://example.org/relationships/officeDocument" Target="/word/document2.xml"/>'
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("_rels/.rels", f"<Relationships>{link}</Relationships>")
        container.writestr("word/document2.xml", part("document", f"<w:body>{paragraphs('Here.')}</w:body>"))
    assert words(path) == ["Here."]


@pytest.mark.parametrize("name", ["xmlbomb", "xmlbomb2", "quadratic", "cyclic", "external", "external_file", "dtd"])
def test_attacks_in_its_xml_are_refused(corpus: Path, tmp_path: Path, name: str) -> None:
    attack = (corpus / "suites/xml-attacks/xmltestdata" / f"{name}.xml").read_bytes()
    path = tmp_path / "talk.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/document.xml", attack)
    with pytest.raises(UnreadableFile, match="declares entities"):
        documents.read(path)


def test_an_attack_in_the_footnotes_is_refused_too(corpus: Path, docx: Docx) -> None:
    attack = (corpus / "suites/xml-attacks/xmltestdata/xmlbomb.xml").read_text()
    with pytest.raises(UnreadableFile, match=r"footnotes\.xml declares entities"):
        documents.read(docx(paragraphs("It rained."), footnotes=attack))


def test_a_real_transcript_with_several_recordings(corpus: Path) -> None:
    speech = documents.read(corpus / "transcripts/scihist-ohms/oh_docx/sample-oh-timecode-need-sequencing.docx")
    assert [each.label for each in speech.parts] == ["1.1", "1.2", "2.1"]
    assert speech.timing == "interval"
    assert [(str(each.at), each.speaker) for each in speech.passages[:2]] == [
        ("1.1/00:00:01", "CARUSO"),
        ("1.1/00:00:29", "SUBJECT"),
    ]
    assert {each.speaker for each in speech.passages} == {"CARUSO", "SUBJECT", "LEE", None}


def test_real_documents_of_other_programs(corpus: Path) -> None:
    speech = documents.read(corpus / "transcripts/ramp-lunchroom/transcripts/transcript_ms.docx")
    assert [each.speaker for each in speech.passages] == ["Speaker 1", "Speaker 2"] * 3
    assert words(corpus / "media/opf-documents/lorem-ipsum.docx")[0] == "Variatio Ipsius"


def test_the_namespace_of_the_strict_form_is_known(tmp_path: Path) -> None:
    path = tmp_path / "talk.docx"
    xml = part("document", f"<w:body>{paragraphs('Strict.')}</w:body>")
    with zipfile.ZipFile(path, "w") as container:
        strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
        container.writestr("word/document.xml", xml.replace(NAMESPACE, strict))
    assert words(path) == ["Strict."]
