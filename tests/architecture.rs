//! The law of the house: which room may use which, where each outside package lives, what is pure, and no import circles.

use std::path::Path;

use tests::case::find_files;
use tests::circle::find_circles;
use tests::manifest::{dependencies, own_dependencies};
use tests::root::{path, text};
use tests::source::{Crate, bare, names_package};

/// Our rooms, and which of ours each may use. Arrows point down; `server` and `admin-cli` never use each other.
const ARROWS: [(&str, &[&str]); 7] = [
    ("engine", &[]),
    ("renderer", &["engine"]),
    ("storage", &["engine"]),
    ("server", &["engine", "renderer", "storage"]),
    ("admin-cli", &["engine", "renderer", "storage"]),
    ("tests", &["engine", "renderer", "storage", "server"]),
    ("examples", &["engine", "renderer", "storage"]),
];

/// The rooms whose files must not import in circles.
const ROOMS: [&str; 5] = ["engine", "renderer", "storage", "server", "admin-cli"];

/// Rooms that take text and values and give text and values.
const PURE: [&str; 2] = ["engine", "renderer"];

/// What a pure room may depend on: parsers and arithmetic, nothing that reads a clock, a file, a network or chance.
/// `rayon` shares work among cores and gives it back in order: the same text comes out on one core and on many.
const PURE_PACKAGES: [&str; 12] = [
    "engine",
    "serde_yaml",
    "jsonschema",
    "sha2",
    "serde",
    "serde_json",
    "thiserror",
    "regex",
    "unicode-width",
    "simdutf8",
    "minijinja",
    "rayon",
];

/// What a pure room must not name.
const IMPURE: [&str; 14] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::time::SystemTime",
    "std::time::Instant",
    "SystemTime::now",
    "Instant::now",
    "include_bytes!(env!",
    "println!",
    "eprintln!",
    "async fn",
    ".await",
];

/// Each outside package's one home: paths below the workspace that may name it. A folder means every file in it.
/// A package that every room speaks (`serde`, `serde_json`, `thiserror`) has no home.
const HOMES: [(&str, &[&str]); 33] = [
    ("serde_yaml", &["engine/src/syntax/yaml.rs"]),
    ("jsonschema", &["engine/src/schema/", "engine/src/validate/"]),
    ("regex", &["engine/src/"]),
    (
        "rayon",
        &[
            "engine/src/library/library.rs",
            "engine/src/lint/mod.rs",
            "renderer/src/page/compile.rs",
            "server/src/catalogue/compile.rs",
        ],
    ),
    ("simdutf8", &["engine/src/answers/json.rs"]),
    ("unicode_width", &["engine/src/diagnostic/render.rs"]),
    ("sha2", &["engine/src/form/digest.rs", "storage/src/", "server/src/"]),
    ("minijinja", &["renderer/src/template.rs", "renderer/src/error.rs"]),
    ("sea_orm", &["storage/src/"]),
    ("sea_orm_migration", &["storage/src/"]),
    ("aes_gcm", &["storage/src/"]),
    ("hmac", &["storage/src/"]),
    ("argon2", &["storage/src/"]),
    ("totp_rs", &["storage/src/"]),
    ("zeroize", &["storage/src/"]),
    ("getrandom", &["storage/src/", "server/src/"]),
    ("base64", &["storage/src/", "server/src/"]),
    ("axum", &["server/src/"]),
    ("tower", &["server/src/"]),
    ("tower_http", &["server/src/"]),
    ("tokio", &["storage/src/", "server/src/", "admin-cli/src/"]),
    ("prometheus", &["server/src/metrics.rs"]),
    ("tracing", &["storage/src/", "server/src/"]),
    ("tracing_subscriber", &["server/src/logging.rs"]),
    ("jiff", &["server/src/", "admin-cli/src/"]),
    ("clap", &["server/src/", "admin-cli/src/"]),
    ("csv", &["admin-cli/src/convert/delimited.rs"]),
    ("quick_xml", &["admin-cli/src/convert/xml.rs"]),
    ("lsp_server", &["admin-cli/src/lsp/server.rs"]),
    ("calamine", &["admin-cli/src/convert/sheet.rs"]),
    ("zip", &["admin-cli/src/convert/sheet.rs"]),
    ("encoding_rs", &["admin-cli/src/convert/encoding.rs"]),
    ("openidconnect", &["server/src/session/oidc.rs"]),
];

#[test]
fn arrows_point_down() {
    let ours: Vec<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    for (room, allowed) in ARROWS {
        for name in dependencies(&text(&format!("{room}/Cargo.toml"))) {
            let is_ours = ours.contains(&name.as_str());
            assert!(!is_ours || allowed.contains(&name.as_str()), "{room}/Cargo.toml: {room} must not use {name}");
        }
    }
}

#[test]
fn each_room_is_in_the_law() {
    let manifest = text("Cargo.toml");
    let members = manifest.lines().find(|line| line.starts_with("members")).unwrap_or_default().to_string();
    for member in members.split('"').skip(1).step_by(2) {
        assert!(ARROWS.iter().any(|(room, _)| *room == member), "{member} has no line in ARROWS");
    }
}

#[test]
fn each_package_has_one_home() {
    let mut strays = Vec::new();
    for room in ROOMS {
        for (file, code) in sources(room) {
            for (package, homes) in HOMES {
                let at_home = homes.iter().any(|home| file == *home || (home.ends_with('/') && file.starts_with(home)));
                if !at_home && names_package(&code, package) {
                    strays.push(format!("{file} names {package}, whose home is {}", homes.join(", ")));
                }
            }
        }
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn every_package_of_the_workspace_has_a_home_or_is_everywhere() {
    const EVERYWHERE: [&str; 4] = ["serde", "serde_json", "thiserror", "proptest"];
    for room in ROOMS {
        for name in dependencies(&text(&format!("{room}/Cargo.toml"))) {
            let known = ARROWS.iter().any(|(ours, _)| *ours == name)
                || EVERYWHERE.contains(&name.as_str())
                || HOMES.iter().any(|(package, _)| *package == name.replace('-', "_"));
            assert!(known, "{room}/Cargo.toml: {name} has no line in HOMES; name its home");
        }
    }
}

#[test]
fn engine_and_renderer_are_pure() {
    for room in PURE {
        for name in own_dependencies(&text(&format!("{room}/Cargo.toml"))) {
            assert!(PURE_PACKAGES.contains(&name.as_str()), "{room} is pure and must not depend on {name}");
        }
        for (file, code) in sources(room) {
            for word in IMPURE {
                assert!(!code.contains(word), "{file} names `{word}`; {room} is pure: take it as an argument");
            }
        }
    }
}

#[test]
fn no_file_imports_in_a_circle() {
    for room in ROOMS {
        let circles = find_circles(&Crate::read(&path(room).join("src")));
        assert!(circles.is_empty(), "{room}: files import each other in a circle: {circles:?}");
    }
}

#[test]
fn a_circle_that_is_added_is_found() {
    let mut made_up = Crate::default();
    for (file, code) in [
        ("lib.rs", "pub mod kind; pub mod value;"),
        ("kind/mod.rs", "pub mod kind; pub mod text; use crate::kind::text::TEXT;"),
        ("kind/kind.rs", "use crate::value::Value;"),
        ("kind/text.rs", "use crate::kind::kind::Kind;"),
        ("value.rs", "pub struct Value;"),
    ] {
        made_up.insert(Path::new(file), code);
    }
    assert!(find_circles(&made_up).is_empty(), "{:?}", find_circles(&made_up));

    // A child that imports its own mod.rs, and a lower floor that looks up.
    made_up.insert(Path::new("kind/date.rs"), "use super::{TABLE, kind::Kind};");
    made_up.insert(Path::new("kind/mod.rs"), "use self::date::DATE;");
    made_up.insert(Path::new("value.rs"), "fn show() -> crate::kind::kind::Kind { todo() }");
    let circles = find_circles(&made_up);
    assert_eq!(circles, [vec!["kind/kind".to_string(), "value".into()], vec!["kind".to_string(), "kind/date".into()]]);
}

#[test]
fn every_file_says_what_it_holds() {
    for room in ROOMS.into_iter().chain(["tests", "examples"]) {
        for file in find_files(&path(room), ".rs") {
            if file.components().any(|part| matches!(part.as_os_str().to_str(), Some("target" | "node_modules"))) {
                continue;
            }
            let content = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(content.starts_with("//!"), "{} does not open with a `//!` line that says what it holds", file.display());
        }
    }
}

/// A room's files: path below the workspace, and code.
fn sources(room: &str) -> Vec<(String, String)> {
    find_files(&path(room).join("src"), ".rs")
        .into_iter()
        .map(|file| {
            let name = file.strip_prefix(path("")).unwrap_or(&file).to_string_lossy().into_owned();
            (name, bare(&std::fs::read_to_string(&file).unwrap_or_default()))
        })
        .collect()
}
