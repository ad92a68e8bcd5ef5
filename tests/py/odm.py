"""Validates every ODM file in a folder against the schemas that odmlib ships, loads it with odmlib, and looks whether every reference
leads somewhere and every item of the forms is there."""
import json
import pathlib
import sys

import xmlschema
from odmlib import loader, odm_loader
from odmlib.schema_manager import get_schema_path

folder = pathlib.Path(sys.argv[1])
version = (folder / "version.txt").read_text()
schema = xmlschema.XMLSchema(get_schema_path("odm", version))
expected = {(form["form"], form["edition"]): form["items"] for form in json.loads((folder / "expected.json").read_text("utf-8"))}
model, namespace = {"1.3.2": ("odm_1_3_2", "http://www.cdisc.org/ns/odm/v1.3"), "2.0": ("odm_2_0", "http://www.cdisc.org/ns/odm/v2.0")}[version]
wrong = []
items = 0


def local(name):
    return name.rsplit("}", 1)[-1]


for file in sorted(folder.glob("*.xml")):
    faults = list(schema.iter_errors(str(file)))
    wrong += [f"{file.name}: {fault.path}: {fault.reason}" for fault in faults[:5]]
    if faults:
        continue
    root = xmlschema.XMLResource(str(file)).root
    defined = {element.get("OID") for element in root.iter() if element.get("OID")}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.endswith("OID") and name not in ("OID", "FileOID") and value not in defined:
                wrong.append(f"{file.name}: {local(element.tag)} {name} {value} leads nowhere")
    named = {element.get("ItemOID") for element in root.iter() if local(element.tag) == "ItemRef"}
    definitions = {element.get("OID"): element for element in root.iter() if local(element.tag) == "ItemDef"}
    wrong += [f"{file.name}: item {oid} stands in no group" for oid in definitions if oid not in named]
    items += len(definitions)
    # What odmlib makes of the file: its own objects, loaded by its own loader.
    study_loader = loader.ODMLoader(odm_loader.XMLODMLoader(model_package=model, ns_uri=namespace))
    study_loader.open_odm_document(str(file))
    metadata = study_loader.MetaDataVersion()
    assert len(metadata.ItemDef) == len(definitions), f"{file.name}: odmlib found {len(metadata.ItemDef)} items"
    for (form, edition), wanted in expected.items():
        if not file.name.startswith(f"{form}-{edition.replace('+', '-')}."):
            continue
        for item in wanted:
            if item["kind"] == "group":
                continue
            definition = definitions.get(f"IT.{form}.{item['id']}")
            if definition is None:
                wrong.append(f"{file.name}: {item['id']} is not there")
                continue
            question = next(part for part in definition if local(part.tag) == "Question")
            said = {text.get("{http://www.w3.org/XML/1998/namespace}lang"): text.text for text in question}
            if said != {"ja": item["ja"], "en": item["en"]}:
                wrong.append(f"{file.name}: {item['id']} asks {said}")
assert not wrong, "\n".join(wrong[:40])
print(json.dumps({"files": len(list(folder.glob("*.xml"))), "items": items}))
