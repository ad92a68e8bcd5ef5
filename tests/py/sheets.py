"""Reads every PDF in a folder with pypdf: A4 sheets, numbered, with the title in the margin, every label and, where annotated, every id."""
import json
import pathlib
import re
import sys
import unicodedata

from pypdf import PdfReader

folder = pathlib.Path(sys.argv[1])
wrong = []
sheets = 0
A4 = (595.28, 841.89)


def bare(text):
    """Without blanks, and with the letters that a font writes otherwise: only what is said counts."""
    # A middle dot comes out of the font as one of several.
    return re.sub(r"[\s\u00b7\u2022\u30fb\uff65]+", "", unicodedata.normalize("NFKC", text))


expected = json.loads((folder / "expected.json").read_text("utf-8"))
for wanted in expected:
    reader = PdfReader(folder / wanted["file"])
    sheets += len(reader.pages)
    size = tuple(reversed(A4)) if wanted["landscape"] else A4
    texts = [page.extract_text() for page in reader.pages]
    for number, page in enumerate(reader.pages, 1):
        found = (float(page.mediabox.width), float(page.mediabox.height))
        if any(abs(a - b) > 1.5 for a, b in zip(found, size)):
            wrong.append(f"{wanted['file']}: sheet {number} is {found}")
        if wanted["form"]:
            said = bare(texts[number - 1])
            for part in (wanted["title"], wanted["form"], f"{number}/{len(reader.pages)}"):
                if bare(part) not in said:
                    wrong.append(f"{wanted['file']}: sheet {number} does not say {part}")
    said = bare("".join(texts))
    for part in wanted["labels"] + wanted["ids"] + [wanted["title"]]:
        # A label may be broken by the foot of a sheet or the end of a line, where other columns come between: then all its pairs of
        # letters must be there but those at the breaks.
        label = bare(part)
        pairs = [label[at : at + 2] for at in range(len(label) - 1)]
        lacking = sum(pair not in said for pair in pairs)
        if label[:12] not in said and lacking > len(label) // 6:
            wrong.append(f"{wanted['file']}: {part} is not there")
assert not wrong, "\n".join(wrong[:30])
print(json.dumps({"files": len(expected), "sheets": sheets}))
