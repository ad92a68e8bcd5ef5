//! Reads what our own `Cargo.toml` files depend on: the few lines of TOML that we write, not the whole format.

/// The names under `[dependencies]`, `[dev-dependencies]` and `[build-dependencies]` of a manifest, in order.
pub fn dependencies(manifest: &str) -> Vec<String> {
    in_tables(manifest, |table| table.ends_with("dependencies") && !table.starts_with("workspace"))
}

/// The names that the room itself depends on, its tests left out.
pub fn own_dependencies(manifest: &str) -> Vec<String> {
    in_tables(manifest, |table| {
        table.ends_with("dependencies") && !table.starts_with("workspace") && !table.ends_with("dev-dependencies")
    })
}

fn in_tables(manifest: &str, counts: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            inside = counts(table);
            // `[dependencies.serde]`, `[target.'cfg(unix)'.dependencies.serde]`
            if let Some((head, name)) = table.rsplit_once('.')
                && counts(head)
            {
                names.push(name.to_string());
            }
        } else if inside && !line.starts_with('#') {
            let name: String = line.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
            if !name.is_empty() {
                names.push(name);
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_dependencies_counts() {
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nengine.workspace = true\n# serde\nserde = { version = \"1\" }\n\
                        [dev-dependencies.proptest]\nworkspace = true\n[lints]\nworkspace = true\n";
        assert_eq!(dependencies(manifest), ["engine", "serde", "proptest"]);
        assert_eq!(own_dependencies(manifest), ["engine", "serde"]);
    }
}
