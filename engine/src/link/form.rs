//! The whole form: document in, linked form out, every fault reported.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::diagnostic::diagnostic::{Diagnostic, Sink};
use crate::diagnostic::suggest::{closest, did_you_mean};
use crate::document::form::{CheckDocument, FormDocument, ItemDocument, RequiredDocument};
use crate::document::product::{Indication, LabelRule, Product};
use crate::document::purpose::Purposes;
use crate::document::reader::Spanned;
use crate::document::registry::{Registry, Treatment};
use crate::expr::names::{Foreign, Holds, Names};
use crate::expr::types::Type;
use crate::form::form::{Form, Import, Scope};
use crate::form::index::ItemIndex;
use crate::form::item::{Check, Conditions, Item, Required, Section};
use crate::form::provenance::{Provenance, Step as Origin, What, Written};
use crate::form::reference::Which;
use crate::kind::kind::Kind;
use crate::link::check::{LabelRuleOf, checks, label_rule};
use crate::link::cost::check_cost;
use crate::link::details::{DetailsShelf, details_of};
use crate::link::example::examples;
use crate::link::guard::{Guarded, guards};
use crate::link::item::{Lists, Properties, linked_type, properties, shape_of, written_type};
use crate::link::layout::{Layout, layout};
use crate::link::named::{Known, check_named};
use crate::link::order::{Reading, dependents};
use crate::link::reference::{self, Levels, references};
use crate::link::rules::{Compiled, ItemCompiled, compile_items, graph, known_items, read_all, settle};
use crate::link::table::tables;
use crate::link::why::{Reasons, reasons};
use crate::program::program::{DependentTable, ItemId, Program, RuleId, ScopeId, Step};
use crate::source::Span;
use crate::words::statement::{Role, Statement};

/// What a form is linked against.
pub struct Surroundings<'s> {
    /// Levels and treatment.
    pub registry: Option<&'s Registry>,
    /// Code lists.
    pub lists: &'s Lists,
    /// Forms that it may use, by id.
    pub forms: &'s HashMap<Arc<str>, Arc<Form>>,
    /// Every form that stands in the library, also those with faults.
    pub known: &'s [Arc<str>],
    /// Purposes that items may name.
    pub purposes: Option<&'s Purposes>,
    /// Products, for their label rules.
    pub products: &'s [Product],
}

/// Links a form. Label rules report to `product_sinks`, which has one sink per product.
pub fn link(document: &FormDocument, around: &Surroundings<'_>, sink: &mut Sink, product_sinks: &mut [Sink]) -> Form {
    check_place(document, sink);
    check_level(document, around, sink);
    let layout = layout(document, sink);
    let properties: Vec<Properties> = layout.items.iter().map(|placed| properties(placed.document, around.lists, sink)).collect();
    let mut names = Names::default();
    known_items(&layout, &properties, &mut names);
    use_forms(document, around, &mut names, sink);
    let tables = tables(&document.tables, around.lists, &layout.by_id, sink);
    names.faulty_tables = document.tables.iter().map(|table| table.id.value.clone()).collect();
    names.tables = tables.iter().map(|table| (table.id.clone(), table.clone())).collect();
    let levels = |id: &str| match around.registry {
        Some(registry) if id == &*document.id.value => registry.path(&document.level.value),
        Some(registry) => around.forms.get(id).map_or(Vec::new(), |form| registry.path(&form.level)),
        None => Vec::new(),
    };
    let references = references(document, &Levels { registry: around.registry, of: &levels }, &layout, &names, sink);
    let plain = ItemCompiled { show_if: None, required: Required::No, value: None, gives: None };
    let mut shelf = DetailsShelf::default();
    let own = layout.items.iter().zip(&properties).filter(|(placed, _)| placed.group.is_none());
    let own = own.map(|(placed, properties)| {
        let item = item_of(placed, properties, &plain, &Guarded::default(), &[], &Reasons::new(), &mut shelf);
        (item, written_type(placed.document.kind.kind, properties))
    });
    reference::read_itself(document, own, &mut names);

    let rules = read_all(document, &layout, sink);
    let mut graph = graph(document, &layout, &rules, &names);
    let order = settle(&layout, &rules, &graph, sink);
    let mut compiled = Compiled::default();
    let items = compile_items(&layout, &rules, &properties, &order, &mut names, &mut compiled, sink);
    let bool = Type::Bool;
    let shown: Vec<Option<RuleId>> = rules
        .sections
        .iter()
        .map(|read| compiled.rule(read, &names, ScopeId(0), Some(&bool), sink).map(|(rule, _)| rule))
        .collect();
    let guarded = guards(&layout, &properties, &names, &mut compiled, sink);
    let mut all_checks = checks(&document.checks, &layout, &names, &mut compiled, sink);
    all_checks.extend(label_rules(document, around, &layout, &names, &mut compiled, product_sinks));

    // What an overlay lays over a form was looked at with the form.
    if document.laid.is_none() {
        let (forms, products, unread) = (around.forms, around.products, &names.faulty_forms);
        let known = Known { document, layout: &layout, properties: &properties, forms, unread, products };
        check_named(&known, sink, product_sinks);
    }
    let why = reasons(document, around.purposes, sink);
    let items = items_of(&layout, &properties, &items, &guarded, &shown, &why, &mut shelf);
    graph.resize(items.len(), Vec::new());
    let program = program_of(&names, compiled, &graph, &order, &items, &all_checks);
    let sections = sections_of(document, &layout, &shown);
    let title = |alias: &Arc<str>| reference::title(alias, document, |form| Some(around.forms.get(form)?.title.clone()));
    let read = names.imports.take().into_iter();
    let imports =
        read.map(|(form, item)| Import { title: title(&form), item: reference::as_linked(&form, item, &names, &items), form });
    let imports = imports.collect();
    let provenance = provenance_of(document, &layout, around.products, &all_checks);
    let by_id = ItemIndex::new(&items);
    all_checks.shrink_to_fit();
    let form = Form {
        id: document.id.value.clone(),
        version: document.version.value,
        title: document.title.clone(),
        help: document.help.clone(),
        level: document.level.value.clone(),
        effective_from: document.effective_from.as_ref().map(|day| day.value),
        several: document.several,
        uses: document.uses.iter().map(|used| used.value.clone()).collect(),
        references,
        sections,
        items,
        scopes: shrunk(layout.scopes),
        imports,
        tables,
        checks: all_checks,
        examples: examples(&document.examples, sink),
        program,
        digest: OnceLock::new(),
        laid: document.laid.clone(),
        provenance,
        by_id,
    };
    check_cost(&form, document.id.span, |statement| rule_span(document, &form, statement), sink);
    forget_consequences(sink);
    form
}

/// Where a parameter is not known, nothing else is wrong with the word that stands for its value.
fn forget_consequences(sink: &mut Sink) {
    let place = |fault: &Diagnostic| (fault.file.clone(), fault.span);
    let unknown: Vec<_> = sink.found.iter().filter(|fault| fault.code == "unknown-parameter").map(place).collect();
    if !unknown.is_empty() {
        sink.found.retain(|fault| fault.code == "unknown-parameter" || !unknown.contains(&place(fault)));
    }
}

/// Without what their lists reserved and do not use: a form is kept for as long as it is served.
fn shrunk(mut scopes: Vec<Scope>) -> Vec<Scope> {
    scopes.iter_mut().for_each(|scope| scope.slots.shrink_to_fit());
    scopes
}

/// Where a rule stands in the form's file; label rules stand elsewhere.
fn rule_span(document: &FormDocument, form: &Form, statement: &Statement) -> Option<Span> {
    match statement.role {
        Role::SectionShown => {
            document.sections.iter().find(|section| section.id.value == statement.id)?.show_if.as_ref().map(|rule| rule.span)
        }
        Role::Shown | Role::Required | Role::Value => {
            let item = document.sections.iter().find_map(|section| find_document(&section.items, &statement.id))?;
            let rule = match (statement.role, &item.required) {
                (Role::Shown, _) => item.show_if.as_ref(),
                (Role::Required, RequiredDocument::Rule(rule)) => Some(rule),
                (_, _) => item.value.as_ref(),
            };
            rule.map(|rule| rule.span)
        }
        Role::Choices | Role::Guard(_) => {
            let item = document.sections.iter().find_map(|section| find_document(&section.items, &statement.id))?;
            let word = item.row_count.as_ref().or(item.derived.as_ref()).map(|word| word.span);
            let choices = item.choices_if.first().map(|choice| choice.allowed_if.span);
            word.filter(|_| statement.role != Role::Choices).or(choices).or(Some(item.id.span))
        }
        Role::Error | Role::Warning => {
            let own = form.checks.iter().any(|check| check.id == statement.id && check.label_rule.is_none());
            let of_form = document.checks.iter().find(|check| check.id.value == statement.id);
            let of_rows = || document.sections.iter().find_map(|section| find_row_check(&section.items, &statement.id));
            Some(of_form.or_else(of_rows).filter(|_| own)?.violated_if.span)
        }
    }
}

fn find_document<'d>(items: &'d [ItemDocument], id: &str) -> Option<&'d ItemDocument> {
    items.iter().find_map(|item| if *item.id.value == *id { Some(item) } else { find_document(&item.items, id) })
}

fn find_row_check<'d>(items: &'d [ItemDocument], id: &str) -> Option<&'d CheckDocument> {
    let own = |item: &'d ItemDocument| item.checks.iter().find(|check| *check.id.value == *id);
    items.iter().find_map(|item| own(item).or_else(|| find_row_check(&item.items, id)))
}

/// What was composed knows where it comes from; everything else stands in the form's own file.
fn provenance_of(document: &FormDocument, layout: &Layout<'_>, products: &[Product], linked: &[Check]) -> Provenance {
    let items = layout.items.iter().map(|placed| placed.document.id.span);
    let of_rows = layout.items.iter().flat_map(|placed| &placed.document.checks);
    let checks = of_rows.chain(&document.checks).map(|check| (check.id.value.clone(), check.id.span));
    let written = Written { file: document.file.clone(), items: items.collect(), checks: checks.collect() };
    let mut provenance = Provenance { written, ..document.provenance.clone() };
    for name in linked.iter().filter_map(|check| check.label_rule.as_ref()) {
        let of = products.iter().flat_map(|product| product.rules().map(move |(indication, rule)| (product, indication, rule)));
        let rule = of.into_iter().find(|(product, indication, rule)| label_rule_name(product, *indication, rule) == **name);
        let Some((product, _, rule)) = rule else { continue };
        let step = Origin { what: What::LabelRule(name.clone()), file: product.file.clone(), span: rule.check.id.span };
        provenance.checks.entry(rule.check.id.value.clone()).or_default().push(step);
    }
    provenance
}

/// The file's path must say what the file holds.
fn check_place(document: &FormDocument, sink: &mut Sink) {
    // The rules of a schedule are linked as a form that has no file of its own.
    if document.file.starts_with("schedules/") {
        return;
    }
    let wanted = format!("forms/{}/{}.yaml", document.id.value, document.version.value);
    if *document.file != *wanted {
        sink.error(
            "wrong-file-name",
            if document.file.starts_with(&format!("forms/{}/", document.id.value)) {
                document.version.span
            } else {
                document.id.span
            },
            (
                format!("様式 `{}` の版 {} は `{wanted}` に置かなければなりません。", document.id.value, document.version.value),
                format!("version {} of form `{}` must stand in `{wanted}`", document.version.value, document.id.value),
            ),
            ("ファイル名か `form`/`version` を直してください。".into(), "rename the file, or mend `form` and `version`".into()),
        );
    }
}

fn check_level(document: &FormDocument, around: &Surroundings<'_>, sink: &mut Sink) {
    let Some(registry) = around.registry else { return };
    let word = &document.level.value;
    if registry.level(word).is_none() {
        sink.error(
            "unknown-level",
            document.level.span,
            (
                format!("レベル `{word}` は registry.yaml にありません。"),
                format!("level `{word}` is not defined in registry.yaml"),
            ),
            did_you_mean(word, registry.levels.iter().map(|level| &*level.id)),
        );
    }
}

fn use_forms(document: &FormDocument, around: &Surroundings<'_>, names: &mut Names, sink: &mut Sink) {
    for used in &document.uses {
        let aliases = document.references.iter().filter(|reference| reference.form.value == used.value);
        let Some(form) = around.forms.get(&used.value) else {
            report_unread(used, around, sink);
            names.faulty_forms.extend(aliases.map(|reference| reference.alias.value.clone()));
            // The form that a misspelt word means is named by rules: they are right, once the word is.
            names.faulty_forms.extend(closest(&used.value, around.known.iter().map(|id| &**id)).map(Arc::from));
            continue;
        };
        let items = form.scopes.first().map_or(&[][..], |scope| &scope.slots[..]);
        let foreign: HashMap<Arc<str>, Foreign> = items
            .iter()
            .filter_map(|id| form.item(*id))
            .map(|item| (item.id.clone(), Foreign { values: linked_type(item), item: Arc::new(item.clone()) }))
            .collect();
        for reference in aliases {
            if reference.which == Which::Above {
                check_deeper(document, &reference.form, &form.level, around, sink);
                check_several(&reference.form, form, sink);
            }
            names.forms.insert(reference.alias.value.clone(), foreign.clone());
        }
    }
    let plural = document.references.iter().filter(|reference| reference.which == Which::All);
    names.plurals.extend(plural.map(|reference| reference.alias.value.clone()));
}

fn report_unread(used: &Spanned<Arc<str>>, around: &Surroundings<'_>, sink: &mut Sink) {
    let word = &used.value;
    if around.known.contains(word) {
        sink.error(
            "faulty-form",
            used.span,
            (
                format!("様式 `{word}` に誤りがあるため、読めません。"),
                format!("form `{word}` has faults of its own and cannot be read"),
            ),
            ("先にその様式を直してください。".into(), "mend that form first".into()),
        );
        return;
    }
    sink.error(
        "unknown-form",
        used.span,
        (format!("様式 `{word}` はありません。"), format!("there is no form `{word}`")),
        did_you_mean(word, around.known.iter().map(|id| &**id)),
    );
}

/// Only forms at the same level or around it hold one answer: of a level below there may be several records, or none.
fn check_deeper(document: &FormDocument, used: &Spanned<Arc<str>>, level: &Arc<str>, around: &Surroundings<'_>, sink: &mut Sink) {
    let Some(registry) = around.registry else { return };
    let own = &document.level.value;
    let path = registry.path(own);
    if !path.is_empty() && !path.contains(level) {
        let word = &used.value;
        sink.error(
            "deeper-level",
            used.span,
            (
                format!("様式 `{word}` はレベル `{level}` にあり、`{own}` からは1つに決まりません。"),
                format!("form `{word}` is filled at level `{level}`; seen from `{own}` there may be several"),
            ),
            (
                "同じレベルか、それを囲むレベルの様式を使うか、`{ form: …, as: …, which: … }` でどの記録かを決めてください。"
                    .into(),
                "use forms of the same level or of those around it, or say which record: `{ form: …, as: …, which: … }`".into(),
            ),
        );
    }
}

/// Of a form that may be filled several times, a rule reads none in particular until the author says which.
fn check_several(used: &Spanned<Arc<str>>, form: &Form, sink: &mut Sink) {
    if !form.several {
        return;
    }
    let word = &used.value;
    sink.error(
        "several-records",
        used.span,
        (
            format!("様式 `{word}` は同じ場所に何件も記録できるため、どの記録かが1つに決まりません。"),
            format!("form `{word}` may be filled several times at one place, so there is no one record to read"),
        ),
        (
            format!("`{{ form: {word}, as: …, which: … }}` でどの記録かを決めてください(`which: all` ならすべて)。"),
            format!("say which record: `{{ form: {word}, as: …, which: … }}`; `which: all` reads all of them"),
        ),
    );
}

/// `product/indication/rule@version`; without the indication for a rule of the product as a whole.
fn label_rule_name(product: &Product, indication: Option<&Indication>, rule: &LabelRule) -> String {
    let home = indication.map_or(String::new(), |indication| format!("{}/", indication.id.value));
    format!("{}/{home}{}@{}", product.id.value, rule.check.id.value, rule.version.value)
}

fn label_rules(
    document: &FormDocument,
    around: &Surroundings<'_>,
    layout: &Layout<'_>,
    names: &Names,
    compiled: &mut Compiled,
    sinks: &mut [Sink],
) -> Vec<Check> {
    let Some(treatment) = around.registry.and_then(|registry| registry.treatment.as_ref()) else { return Vec::new() };
    let mut laid = Vec::new();
    for (product, sink) in around.products.iter().zip(sinks) {
        for (indication, rule) in product.rules().filter(|(_, rule)| rule.form.value == document.id.value) {
            match treatment_seen(treatment, document, names, around.known) {
                Seen::Yes => {}
                // The registry file is told about that.
                Seen::Faulty => continue,
                Seen::No => {
                    report_untreated(rule, treatment, sink);
                    continue;
                }
            }
            let disease = indication.map(|indication| indication.disease.value.clone());
            if disease.as_ref().is_some_and(|disease| !has_disease(treatment, document, names, disease)) {
                // The library reports the unknown disease where it is written.
                continue;
            }
            let name = label_rule_name(product, indication, rule);
            let of = LabelRuleOf {
                name: name.into(),
                product: product.id.value.clone(),
                disease,
                effective: rule.effective.as_ref(),
                check: &rule.check,
            };
            laid.extend(label_rule(&of, treatment, &document.id.value, layout, names, compiled, sink));
        }
    }
    laid
}

/// Whether a form can see what the patient is treated with.
enum Seen {
    Yes,
    No,
    Faulty,
}

fn treatment_seen(treatment: &Treatment, document: &FormDocument, names: &Names, known: &[Arc<str>]) -> Seen {
    if !known.contains(&treatment.form) {
        return Seen::Faulty;
    }
    let items = [&treatment.product, &treatment.disease];
    if document.id.value == treatment.form {
        return if items.iter().all(|item| names.items.contains_key(*item)) { Seen::Yes } else { Seen::Faulty };
    }
    match names.forms.get(&treatment.form) {
        Some(form) if items.iter().all(|item| form.contains_key(*item)) => Seen::Yes,
        Some(_) => Seen::Faulty,
        None if names.faulty_forms.contains(&treatment.form) => Seen::Faulty,
        None => Seen::No,
    }
}

fn report_untreated(rule: &LabelRule, treatment: &Treatment, sink: &mut Sink) {
    let (form, of) = (&rule.form.value, &treatment.form);
    sink.error(
        "treatment-not-seen",
        rule.form.span,
        (
            format!("様式 `{form}` からは製品が分からないため、添付文書の規則を適用できません。"),
            format!("form `{form}` does not see which product is used, so no label rule can apply to it"),
        ),
        (
            format!("様式 `{form}` の `uses` に `{of}` を足すか、別の様式の規則にしてください。"),
            format!("add `{of}` to `uses` of `{form}`, or write the rule for another form"),
        ),
    );
}

fn has_disease(treatment: &Treatment, document: &FormDocument, names: &Names, disease: &str) -> bool {
    let own = document.id.value == treatment.form;
    let values = if own {
        names.items.get(&treatment.disease).and_then(|known| match &known.holds {
            Holds::Values(values) => Some(values.clone()),
            _ => None,
        })
    } else {
        names.forms.get(&treatment.form).and_then(|items| items.get(&treatment.disease)?.values.clone())
    };
    match values {
        Some(Type::Code(list)) => list.find(disease).is_some(),
        // Not a coded item, or the form is not used: the rule itself will be reported.
        _ => true,
    }
}

fn items_of(
    layout: &Layout<'_>,
    properties: &[Properties],
    compiled: &[ItemCompiled],
    guarded: &[Guarded],
    shown: &[Option<RuleId>],
    why: &Reasons,
    shelf: &mut DetailsShelf,
) -> Vec<Item> {
    let parts = layout.items.iter().zip(properties).zip(compiled).zip(guarded);
    parts
        .map(|(((placed, properties), compiled), guarded)| item_of(placed, properties, compiled, guarded, shown, why, shelf))
        .collect()
}

fn item_of(
    placed: &crate::link::layout::Placed<'_>,
    properties: &Properties,
    compiled: &ItemCompiled,
    guarded: &Guarded,
    shown: &[Option<RuleId>],
    why: &Reasons,
    shelf: &mut DetailsShelf,
) -> Item {
    let document = placed.document;
    // The section's rule governs top items; rows follow their group.
    let section = if placed.group.is_none() { shown.get(usize::from(placed.section)).copied().flatten() } else { None };
    let gives = compiled.gives.as_ref();
    let coded = gives.and_then(|gives| match gives {
        Type::Code(list) | Type::Codes(list) => Some(list.clone()),
        _ => None,
    });
    Item {
        id: document.id.value.clone(),
        kind: document.kind.kind,
        shape: if document.kind.kind == Kind::Calculated {
            gives.map_or(document.kind.shape, shape_of)
        } else {
            document.kind.shape
        },
        label: document.label.clone(),
        scope: placed.scope,
        slot: placed.slot,
        rows: placed.rows.map(|(scope, _)| scope),
        group: placed.rows.map(|(_, group)| group),
        section: placed.section,
        list: properties.list.clone().or(coded),
        required: compiled.required,
        shown_if: Conditions::new(section, compiled.show_if),
        value: compiled.value,
        pii: document.pii,
        retired: document.retired,
        details: shelf.share(details_of(document, properties, gives, guarded, why)),
    }
}

fn sections_of(document: &FormDocument, layout: &Layout<'_>, shown: &[Option<RuleId>]) -> Vec<Section> {
    let sections = document.sections.iter().zip(&layout.sections).zip(shown);
    sections
        .map(|((section, items), shown_if)| Section {
            id: section.id.value.clone(),
            title: section.title.clone(),
            help: section.help.clone(),
            shown_if: *shown_if,
            items: items.clone(),
        })
        .collect()
}

fn program_of(
    names: &Names,
    compiled: Compiled,
    graph: &crate::link::order::Graph,
    order: &[ItemId],
    items: &[Item],
    checks: &[Check],
) -> Program {
    let reading = reading(names, &compiled, graph, items, checks);
    let dependents = dependents(&reading, order);
    Program {
        rules: compiled.rules.into(),
        patterns: names.patterns.take().into(),
        order: order.iter().map(|item| Step { item: *item }).collect(),
        dependents: DependentTable::new(&dependents),
    }
}

fn reading(names: &Names, compiled: &Compiled, graph: &crate::link::order::Graph, items: &[Item], checks: &[Check]) -> Reading {
    let reads = |rule: RuleId| {
        let rule = compiled.rules.get(rule.0 as usize);
        rule.into_iter().flat_map(|rule| rule.reads.iter().copied().zip(rule.shared.iter().copied())).collect::<Vec<_>>()
    };
    let depth: Vec<u8> = items.iter().map(|item| names.depth(item.scope)).collect();
    // An item in rows is read together with their group, which stands in the frame around them.
    let groups = items.iter().zip((0u32..).map(ItemId));
    let groups: HashMap<ScopeId, (ItemId, u8)> =
        groups.filter_map(|(item, id)| Some((item.rows?, (id, names.depth(item.scope))))).collect();
    let with_group = |scope: ScopeId| groups.get(&scope).copied();
    let settled = |(words, item): (&Vec<ItemId>, &Item)| {
        let known: Vec<(ItemId, u8)> =
            item.shown_if.iter().chain(&item.value).flat_map(|rule| reads(*rule)).chain(with_group(item.scope)).collect();
        let narrowest = |id: &ItemId| known.iter().filter(|(read, _)| read == id).map(|(_, shared)| *shared).min();
        words.iter().map(|id| (*id, narrowest(id).unwrap_or_default())).collect()
    };
    // Of rows that must differ, a change in one row can make or mend the finding of every row beside it.
    let mut beside: HashMap<ItemId, Vec<(ItemId, u8)>> = HashMap::new();
    for group in items.iter().filter(|item| !item.unique.is_empty()) {
        let read = group.unique.iter().map(|id| (*id, names.depth(group.scope)));
        beside.entry(group.unique.first().copied().unwrap_or(ItemId(0))).or_default().extend(read);
    }
    let required = |(item, id): (&Item, ItemId)| {
        let mut read = match item.required {
            crate::form::item::Required::If(rule) => reads(rule),
            _ => Vec::new(),
        };
        read.extend(item.guards.iter().filter_map(|guard| guard.rule).flat_map(reads));
        read.extend(beside.get(&id).into_iter().flatten());
        read
    };
    // A check of rows does not run while their group is hidden, so the group counts as read.
    let checked = |check: &Check| {
        let scope = compiled.rules.get(check.violated_if.0 as usize).map(|rule| rule.scope);
        reads(check.violated_if).into_iter().chain(scope.and_then(with_group)).collect()
    };
    Reading {
        settled: graph.iter().zip(items).map(settled).collect(),
        required: items.iter().zip((0u32..).map(ItemId)).map(required).collect(),
        checks: checks.iter().map(checked).collect(),
        depth,
    }
}
