//! Reference pages are made from the tables in the code. `make docs` writes them; this test fails when one is out of date.

use std::fmt::Write as _;

use engine::diagnostic::table::{Row, TABLE};
use engine::editor::map::FILES;
use engine::editor::schema::file_schema;
use engine::evaluate::Builtin;
use engine::evaluate::message::plain;
use engine::expr::function::{Arg, FUNCTIONS, Gives, ROW_RULES, SPECIAL};
use engine::form::item::Severity;
use engine::kind::kind::{COMMON, KINDS};
use engine::lint::LINTS;
use engine::value::missing::Missing;
use tests::golden::Goldens;
use tests::program::ctr;
use tests::root::path;

const MADE: &str = "<!-- made by `make docs` from the tables in the code; change the table, not this page -->\n\n";

#[test]
fn pages_are_current() {
    let mut goldens = Goldens::new();
    let folder = path("docs/reference");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, page) in [
        ("diagnostics.md", diagnostics()),
        ("lints.md", lints()),
        ("functions.md", functions()),
        ("findings.md", findings()),
        ("kinds.md", kinds()),
        ("commands.md", commands()),
        ("targets.md", targets()),
    ] {
        goldens.compare(&folder.join(name), &(MADE.to_string() + &page));
    }
    goldens.finish();
}

/// Editors find the schemas of definition files beside the definitions.
#[test]
fn schemas_for_editors_are_current() {
    let mut goldens = Goldens::new();
    for (name, ..) in FILES {
        let schema = file_schema(name).unwrap();
        goldens.compare(&path("form-definitions").join(format!("{name}.schema.json")), &format!("{schema:#}\n"));
    }
    goldens.finish();
}

fn diagnostics() -> String {
    let mut page =
        String::from("# Diagnostics\n\nWhat `ctr check` can say about a definition. `ctr explain CODE` prints the same.\n");
    TABLE.iter().for_each(|row| explained(&mut page, row));
    page
}

fn lints() -> String {
    let mut page = String::from(
        "# Lints\n\nWhat `ctr check` says about definitions that are sound and still better written otherwise. `--deny-lints` ends with 1 when \
         one is found.\nWhere a lint is wrong, the definition says so, with the reason: `waive: { CODE: reason }`, in the map it speaks of or in any \
         around it.\n",
    );
    LINTS.iter().for_each(|lint| explained(&mut page, &lint.row));
    page
}

fn explained(page: &mut String, row: &Row) {
    let _ = write!(page, "\n## {}\n\n{}\n\n{}\n", row.code, row.ja, row.en);
    for (word, example) in [("wrong", row.wrong), ("right", row.right)] {
        if !example.is_empty() {
            let _ = write!(page, "\n{word}:\n\n```\n{example}\n```\n");
        }
    }
}

fn targets() -> String {
    let mut page = String::from(
        "# Targets\n\nWhat `ctr compile FORM --target NAME` (or `--all`) makes for others; [EXPORTS.md](../EXPORTS.md) says what each carries.\n\n\
         | name | file | 内容 | what it is | read in the tests by |\n|---|---|---|---|---|\n",
    );
    for target in renderer::export::TARGETS {
        let _ = writeln!(page, "| `{}` | .{} | {} | {} | {} |", target.name, target.ending, target.ja, target.en, target.reader);
    }
    let dictionary = renderer::export::dictionary::column::COLUMNS;
    page.push_str("\n## Columns of the dictionary\n\n| column | what it says |\n|---|---|\n");
    for column in dictionary {
        let _ = writeln!(page, "| `{}` | {} |", column.name, column.en);
    }
    page
}

fn functions() -> String {
    let mut page = String::from("# Functions of the rule language\n\n| write | gives | 意味 | meaning |\n|---|---|---|---|\n");
    for row in FUNCTIONS {
        let mut takes: Vec<&str> = row.args.iter().map(|arg| takes(*arg)).collect();
        if row.repeats {
            takes.push("..");
        }
        let _ = writeln!(page, "| `{}({})` | {} | {} | {} |", row.name, takes.join(", "), gives(row.gives), row.ja, row.en);
    }
    page.push_str("\nThese look at answers and rows, not only at values:\n\n| write | 意味 | meaning |\n|---|---|---|\n");
    for (name, ja, en) in SPECIAL {
        let _ = writeln!(page, "| `{name}(..)` | {ja} | {en} |");
    }
    page.push_str("\nOn a group of rows:\n\n| write | 意味 | meaning |\n|---|---|---|\n");
    for (name, ja, en) in ROW_RULES {
        let arguments = if *name == "size" { "" } else { "row, .." };
        let _ = writeln!(page, "| `group.{name}({arguments})` | {ja} | {en} |");
    }
    page
}

fn takes(arg: Arg) -> &'static str {
    match arg {
        Arg::Number => "number",
        Arg::Places(_) => "places",
        Arg::Date => "date",
        Arg::Datetime => "date and time",
        Arg::Text => "text",
        Arg::Truth => "condition",
        Arg::Code => "code",
        Arg::Codes => "codes",
        Arg::Same => "any",
        Arg::Ordered => "number or date",
    }
}

fn gives(gives: Gives) -> String {
    match gives {
        Gives::Number(None) => "number".into(),
        Gives::Number(Some(unit)) => format!("number (`{unit}`)"),
        Gives::Date => "date".into(),
        Gives::Truth => "true or false".into(),
        Gives::First => "as its first".into(),
    }
}

fn findings() -> String {
    let mut page =
        String::from("# Findings of every form\n\nBeside a form's own checks. In examples they are written `code@item`.\n\n");
    page.push_str("| code | severity | 意味 | meaning |\n|---|---|---|---|\n");
    for builtin in Builtin::ALL {
        let (ja, en) = plain(builtin);
        let severity = if builtin.severity() == Severity::Error { "error" } else { "warning" };
        let _ = writeln!(page, "| `{}` | {severity} | {ja} | {en} |", builtin.code());
    }
    page.push_str("\n# Reasons for a missing value\n\n| code | 意味 | meaning |\n|---|---|---|\n");
    for reason in Missing::ALL {
        let _ = writeln!(page, "| `{}` | {} | {} |", reason.code(), reason.ja(), reason.en());
    }
    page
}

fn kinds() -> String {
    let common: Vec<String> = COMMON.iter().map(|key| format!("`{key}`")).collect();
    let mut page = format!("# Kinds of items\n\nEvery item takes {}.\n\n| kind | further keys |\n|---|---|\n", common.join(", "));
    for row in KINDS {
        let keys: Vec<String> = row.properties.iter().map(|key| format!("`{key}`")).collect();
        let _ = writeln!(page, "| `{}` | {} |", row.name, keys.join(", "));
    }
    page
}

/// The help texts of `ctr` and its commands.
fn commands() -> String {
    let help = ctr(&["--help"]).out;
    let mut page = format!("# ctr\n\n```\n{help}```\n");
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1).take_while(|line| !line.is_empty());
    for name in listed.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
        let _ = write!(page, "\n## ctr {name}\n\n```\n{}```\n", ctr(&[name, "--help"]).out);
    }
    page
}
