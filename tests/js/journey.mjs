// A newcomer's first quarter of an hour: sign in, register a synthetic patient, open a course and an infusion, fill CRS with skip logic
// reacting, get an error and a warning, give the warning's reason, submit (kept as ERR), correct with a reason, read both revisions.
// usage: node journey.mjs SIGN_INS.json LANG on|off LOGIN SHOTS
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { Person } from "./page.mjs";

const [signIns, lang, js, login, shots] = process.argv.slice(2);
const demo = JSON.parse(readFileSync(signIns, "utf8"));
const account = demo.sign_ins.find((one) => one.login === login);
mkdirSync(shots, { recursive: true });

const me = await Person.start({ address: demo.address, lang, js: js === "on", shots, name: js === "on" ? lang : `${lang}-no-script` });
const { page } = me;
const mark = `${Date.now()}`.slice(-7);

await me.signIn(account);
await me.shot("2-patients");

// A synthetic patient: registration opens with the patient.
await me.submitBy("#register");
assert.match(page.url(), /\/records\/[^/]+\/fill/);
const record = page.url();
await me.answers({
  facility_mrn: mark, family_name_kanji: "架空", given_name_kanji: "旅子", family_name_kana: "カクウ", given_name_kana: "タビコ",
  birth_date: "1961-05-20", sex_at_birth: "female", prefecture: "13", trump_registered: "no", attending_physician: "例示 太郎",
  registration_date: "2026-03-02", followup_facility: "架空大学病院", prior_registration_elsewhere: "no",
});
await me.expectShown("trump_id", false);
await me.answer("trump_registered", "yes");
await me.expectShown("trump_id");
await me.answer("trump_registered", "no");
await me.expectShown("trump_id", false);
await me.shot("3-registration");
await me.submit();
assert.equal(await me.state(), "CMP");

// Before the consent is on record no other form can be filled, and the page says so.
await page.click(".crumbs a[href^='/patients/']");
const patient = page.url();
assert.equal(await page.locator(".notice.warning").count(), 1, "what is missing is said on top");
await me.submitBy("[data-form=consent]");
await me.answers({
  consent_status: "consented", consent_date: "2026-03-02", consent_doc_version: "第2.1版", irb_approval_no: "EX-2026-001",
  consent_scope: ["registry", "research"], overseas_consent: "no",
});
await me.submit();
assert.equal(await me.state(), "CMP");

// A course of treatment and an infusion within it.
await page.goto(patient);
assert.equal(await page.locator(".notice.warning").count(), 0);
await me.submitBy("[data-level=course]");
await me.submitBy("[data-level=infusion]");
await me.shot("4-patient");
await me.submitBy("[data-form=infusion]");
await me.answers({
  infusion_no: 1, infusion_date: "2026-04-01", infusion_start: "2026-04-01T10:05", infusion_end: "2026-04-01T10:25", infusion_facility: "架空大学病院",
  care_setting: "inpatient", route: "iv", infusion_weight_kg: "64.5", identity_double_check: "yes", premedication: ["acetaminophen"],
  prophylactic_aed: "yes", prophylactic_steroid: "no", tocilizumab_available: "yes", bag_count_infused: 1, volume_infused: "68",
  car_cells_total: "129", infused_entire: "yes", oos_infused: "no", infusion_reaction: "no", infusion_interrupted: "no",
  admission_date: "2026-03-26", discharge_date: "2026-04-20", concomitant_planned: "no",
});
await me.expectCalculated("hospital_days", "26");
await me.submit();
assert.equal(await me.state(), "CMP");

// CRS: what is asked follows the answers.
await page.goto(patient);
await me.submitBy("[data-form=crs]");
await me.expectShown("crs_onset_date", false);
await me.answer("crs_occurred", "yes");
await me.expectShown("crs_previously_reported");
await me.answer("crs_previously_reported", "no");
await me.expectShown("crs_onset_date");
await me.answer("crs_onset_date", "2026-04-04");
await me.expectCalculated("crs_onset_day", "3");
await me.answers({
  crs_fever: "yes", crs_max_temp: "37.5", crs_hypotension: "fluids", crs_hypoxia: "none", crs_criteria: "astct", crs_max_grade: "2",
  crs_max_grade_date: "2026-04-05", crs_icu: "no", crs_treatment: ["tocilizumab"], crs_toci_first: "2026-04-05T21:30", crs_toci_doses: 1,
  crs_outcome: "resolved", crs_resolution_date: "2026-04-03", crs_recurrence: "no",
});
// An error, since the resolution is before the onset; a warning, since 37.5 is no fever. The warning takes a reason.
await me.expectFinding("crs_resolved_before_onset@crs_resolution_date");
await me.expectFinding("crs_fever_below_38@crs_max_temp");
await me.explain("crs_fever_below_38@crs_max_temp", "外来での測定値 (synthetic)");
await me.expectFinding("crs_grade_date_outside@crs_max_grade_date");
await me.explain("crs_grade_date_outside@crs_max_grade_date", "転帰日を確認中 (synthetic)");
await page.locator('[data-item="crs_max_temp"]').scrollIntoViewIfNeeded();
await me.shot("5-findings");
await me.submit();
assert.equal(await me.state(), "ERR", "a record with an error is kept as ERR");
await me.shot("6-error-kept");

// The correction says why; afterwards both revisions can be read.
await me.submitBy("#correct");
await me.answer("crs_resolution_date", "2026-04-09");
await me.expectFinding("crs_resolved_before_onset@crs_resolution_date", false);
await me.submit("転帰日の誤記 (typing error)");
assert.equal(await me.state(), "CMP");
await me.shot("7-corrected");
const revisions = await page.locator("#revisions tbody tr").count();
assert.equal(revisions, 2, "both revisions stand in the history");
const links = await page.locator("#revisions a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
const texts = [];
for (const link of links.filter((href) => /\/revisions\/\d+$/.test(href))) {
  await page.goto(demo.address + link);
  texts.push(await page.textContent("main"));
}
assert.ok(texts.some((text) => text.includes("2026-04-03")) && texts.some((text) => text.includes("2026-04-09")), "both revisions can be read");
await page.goto(demo.address + links.find((href) => href.endsWith("/changes")));
await me.shot("8-changes");
const changes = await page.textContent("#changes");
assert.ok(changes.includes("2026-04-03") && changes.includes("2026-04-09"), "the change is shown");

// A subsequent neoplasm with its report, a real PDF: kept with the draft, the same bytes when it is read again; a disguise is refused.
await page.goto(patient);
await me.submitBy("[data-form=subsequent_neoplasm]");
await me.answer("sn_pathology", "yes");
await me.answer("sn_report_attached", "yes");
const report = await page.pdf();
await me.attach("sn_report", "病理 花代.pdf", report);
const attached = me.item("sn_report").locator("[data-attached] a");
assert.equal(await attached.textContent(), "病理 花代.pdf");
const digest = createHash("sha256").update(report).digest("hex");
assert.equal(await attached.getAttribute("href"), `attachments/${digest}`);
await me.shot("9-attached");
await me.attach("sn_report", "photo.pdf", Buffer.from("89504e470d0a1a0a", "hex"));
me.refused(422);
assert.equal(await attached.textContent(), "病理 花代.pdf", "the file that stood there stays");
await me.press("save");
assert.equal(await attached.textContent(), "病理 花代.pdf", "the draft keeps it");
const [download] = await Promise.all([page.waitForEvent("download"), attached.click()]);
assert.equal(download.suggestedFilename(), "病理 花代.pdf");
assert.ok(readFileSync(await download.path()).equals(report), "the same bytes");

// Another site's person does not see that this record exists.
console.log(JSON.stringify({ record, patient }));
await me.end();
