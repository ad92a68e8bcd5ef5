"""Parses every Questionnaire (or Bundle of them) in a folder with fhir.resources and compares it with what the forms hold."""
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
release = (folder / "version.txt").read_text()
if release == "R4B":
    from fhir.resources.R4B.bundle import Bundle
    from fhir.resources.R4B.questionnaire import Questionnaire
else:
    from fhir.resources.bundle import Bundle
    from fhir.resources.questionnaire import Questionnaire

expected = {(form["form"], form["edition"]): form["items"] for form in json.loads((folder / "expected.json").read_text("utf-8"))}
TYPES = {
    "text": {"string"}, "long_text": {"text"}, "integer": {"integer", "quantity"}, "decimal": {"decimal", "quantity"},
    "quantity": {"quantity"}, "boolean": {"boolean"}, "date": {"date"}, "partial_date": {"date"}, "datetime": {"dateTime"},
    "choice": {"choice", "coding"}, "choices": {"choice", "coding"}, "group": {"group"}, "attachment": {"attachment"},
}
wrong = []
files = questions = 0


def walk(items):
    for item in items or []:
        yield item
        yield from walk(item.item)


def translation(element):
    for extension in (element.extension if element else None) or []:
        parts = {part.url: part for part in extension.extension or []}
        if "lang" in parts:
            return parts["lang"].valueCode, parts["content"].valueString
    return None, None


def compare(name, questionnaire):
    global questions
    assert questionnaire.language in ("ja", "en")
    other = "en" if questionnaire.language == "ja" else "ja"
    links = {}
    for item in walk(questionnaire.item):
        questions += 1
        if item.linkId in links:
            wrong.append(f"{name}: linkId {item.linkId} stands twice")
        links[item.linkId] = item
    sets = {resource.id for resource in questionnaire.contained or []}
    for item in links.values():
        if item.answerValueSet and item.answerValueSet.removeprefix("#") not in sets:
            wrong.append(f"{name}: {item.linkId} refers to {item.answerValueSet}")
        for condition in item.enableWhen or []:
            if condition.question not in links:
                wrong.append(f"{name}: {item.linkId} is enabled by {condition.question}, which is not there")
    key = (questionnaire.url.rsplit(":", 1)[1], questionnaire.version)
    for wanted in expected.get(key, []):
        item = links.get(wanted["id"])
        if item is None:
            wrong.append(f"{name}: {wanted['id']} is not there")
            continue
        lang, text = translation(item.text__ext)
        said = {questionnaire.language: item.text, lang: text}
        if said != {questionnaire.language: wanted[questionnaire.language].strip(), other: wanted[other].strip()}:
            wrong.append(f"{name}: {wanted['id']} says {said}")
        if wanted["kind"] != "calculated" and item.type not in TYPES[wanted["kind"]]:
            wrong.append(f"{name}: {wanted['id']} is {item.type}, of kind {wanted['kind']}")


for file in sorted(folder.glob("*.json")):
    if file.name == "expected.json":
        continue
    files += 1
    data = json.loads(file.read_text("utf-8"))
    try:
        if data["resourceType"] == "Bundle":
            for entry in Bundle.model_validate(data).entry:
                compare(file.name, entry.resource)
        else:
            compare(file.name, Questionnaire.model_validate(data))
    except Exception as fault:
        wrong.append(f"{file.name}: {str(fault)[:600]}")
assert not wrong, "\n".join(wrong[:30])
print(json.dumps({"files": files, "questions": questions}))
