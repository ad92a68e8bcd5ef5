//! Style sheets and scripts, embedded in the program. An address holds a hash of the contents, so that browsers may keep a file
//! for ever and still see a change at once: `/assets/<hash>/<file>`. The hash is one for all files, so that a script finds the
//! modules that it imports (`./decimal.js`) beside itself.

use std::sync::LazyLock;

use crate::script;

/// One embedded file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// File name, the last part of its address.
    pub file: &'static str,
    /// Media type for the `content-type` header.
    pub content_type: &'static str,
    /// Content as written; `sent` is what goes out.
    pub text: &'static str,
}

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// Every asset.
pub const TABLE: &[Asset] = &[
    Asset { file: "tokens.css", content_type: CSS, text: include_str!("../assets/vendor/digital-go-design-tokens.css") },
    Asset { file: "ctr.css", content_type: CSS, text: include_str!("../assets/ctr.css") },
    Asset { file: "form.css", content_type: CSS, text: include_str!("../assets/form.css") },
    Asset { file: "workbench.css", content_type: CSS, text: include_str!("../assets/workbench.css") },
    Asset { file: "icon.svg", content_type: "image/svg+xml", text: include_str!("../assets/icon.svg") },
    Asset { file: "form.js", content_type: JS, text: include_str!("../assets/form.js") },
    Asset { file: "page.js", content_type: JS, text: include_str!("../assets/page.js") },
    Asset { file: "rows.js", content_type: JS, text: include_str!("../assets/rows.js") },
    Asset { file: "session.js", content_type: JS, text: include_str!("../assets/session.js") },
    Asset { file: "rule.js", content_type: JS, text: include_str!("../assets/rule.js") },
    Asset { file: "findings.js", content_type: JS, text: include_str!("../assets/findings.js") },
    Asset { file: "answer.js", content_type: JS, text: include_str!("../assets/answer.js") },
    Asset { file: "censor.js", content_type: JS, text: include_str!("../assets/censor.js") },
    Asset { file: "fields.js", content_type: JS, text: include_str!("../assets/fields.js") },
    Asset { file: "calendar.js", content_type: JS, text: include_str!("../assets/calendar.js") },
    Asset { file: "decimal.js", content_type: JS, text: include_str!("../assets/decimal.js") },
    Asset { file: "power.js", content_type: JS, text: include_str!("../assets/power.js") },
    Asset { file: "attach.js", content_type: JS, text: include_str!("../assets/attach.js") },
    Asset { file: "search.js", content_type: JS, text: include_str!("../assets/search.js") },
    Asset { file: "autosave.js", content_type: JS, text: include_str!("../assets/autosave.js") },
    Asset { file: "workbench.js", content_type: JS, text: include_str!("../assets/workbench.js") },
];

static SENT: LazyLock<Vec<String>> = LazyLock::new(|| TABLE.iter().map(sent).collect());
static HASH: LazyLock<String> = LazyLock::new(hash_of_all);
static ADDRESSES: LazyLock<Vec<String>> =
    LazyLock::new(|| TABLE.iter().map(|asset| format!("/assets/{}/{}", *HASH, asset.file)).collect());

fn sent(asset: &Asset) -> String {
    if asset.content_type == JS { script::sent(asset.text) } else { asset.text.to_owned() }
}

/// The content of a file as it is sent, `None` when there is no such file.
pub fn content(file: &str) -> Option<&'static str> {
    let at = TABLE.iter().position(|asset| asset.file == file)?;
    SENT.get(at).map(String::as_str)
}

/// The address of a file, `None` when there is no such file.
pub fn address(file: &str) -> Option<&'static str> {
    let at = TABLE.iter().position(|asset| asset.file == file)?;
    ADDRESSES.get(at).map(String::as_str)
}

/// The asset behind `/assets/<hash>/<file>`; `None` when the file is unknown or the hash is of another release.
pub fn find(hash: &str, file: &str) -> Option<&'static Asset> {
    TABLE.iter().find(|asset| asset.file == file).filter(|_| hash == *HASH)
}

/// FNV-1a of 64 bits: tells two releases apart; it guards nothing, the files are our own.
fn hash_of_all() -> String {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for byte in TABLE.iter().zip(SENT.iter()).flat_map(|(asset, text)| asset.file.bytes().chain(text.bytes())) {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{state:016x}")
}

#[cfg(test)]
mod tests {
    use super::{TABLE, address, find};

    #[test]
    fn an_address_leads_back_to_its_file_only() {
        for asset in TABLE {
            let address = address(asset.file).unwrap_or_default();
            let hash = address.split('/').nth(2).unwrap_or_default();
            assert_eq!(find(hash, asset.file).map(|found| found.text), Some(asset.text));
            assert!(find("0000000000000000", asset.file).is_none());
            assert!(find(hash, "other.css").is_none());
        }
    }

    #[test]
    fn every_module_that_a_script_imports_is_served() {
        for asset in TABLE.iter().filter(|asset| asset.file.ends_with(".js")) {
            for line in asset
                .text
                .lines()
                .filter(|line| line.starts_with("import ") || line.starts_with("export ") && line.contains(" from "))
            {
                let file = line.rsplit("\"./").next().unwrap_or_default().trim_end_matches("\";");
                assert!(address(file).is_some(), "{}: {line}", asset.file);
            }
        }
    }

    #[test]
    fn nothing_is_fetched_from_elsewhere() {
        for asset in TABLE {
            assert!(!asset.text.contains("url(http") && !asset.text.contains("@import"), "{}", asset.file);
        }
    }
}
