"""Reads every dictionary in a folder with Python's own csv module and compares it with what the forms hold."""
import csv
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
expected = {(form["form"], form["edition"]): form["items"] for form in json.loads((folder / "expected.json").read_text("utf-8"))}
files = sorted(folder.glob("*.csv"))
rows = 0
for file in files:
    with file.open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text, strict=True)
        found = {}
        for row in reader:
            assert None not in row and None not in row.values(), f"{file.name}: a line of another length: {row}"
            found.setdefault((row["form"], row["version"]), []).append(row)
            rows += 1
    assert found, f"{file.name}: no rows"
    for key, lines in found.items():
        items = expected[key]
        assert len(lines) == len(items), f"{file.name}: {len(lines)} rows for {len(items)} items of {key}"
        for line, item in zip(lines, items):
            said = (line["item"], line["kind"], line["label_ja"], line["label_en"], line["list"] or None)
            assert said == (item["id"], item["kind"], item["ja"], item["en"], item["list"]), f"{file.name}: {said}"
            assert len(line["digest"]) == 64 and line["origin"], f"{file.name}: {line}"
print(json.dumps({"files": len(files), "rows": rows}))
