//! What the demonstration's terminal says: where to go, who may sign in, and fresh one-time codes.

use std::fmt::Write as _;

use storage::Timestamp;

use crate::demo::accounts::{PASSWORD, SignIn};

/// The first words: address, password, everybody with their codes.
pub fn welcome(address: &str, directory: &str, sign_ins: &[SignIn], at: Timestamp) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "\n  CTR-J demonstration. Every patient, person and hospital is synthetic (すべて架空です).\n\n  \
         Open       {address}\n  Password   {PASSWORD}   (the same for everybody)\n  Data       {directory}\n"
    );
    out.push_str(&codes(sign_ins, at));
    out.push_str("\n  A code works once and for 30 seconds; press Enter for fresh ones. Ctrl-C stops the server.\n");
    out.push_str("  Authenticator app instead of codes (otpauth secrets):\n");
    for sign_in in sign_ins {
        let _ = writeln!(out, "    {:<8} {}", sign_in.login, sign_in.totp.to_base32());
    }
    out
}

/// Everybody with the code that is valid now.
pub fn codes(sign_ins: &[SignIn], at: Timestamp) -> String {
    let left = 30 - at.seconds() % 30;
    let mut out = format!("\n  User name  Code      Role             Site              (codes change in {left} s)\n");
    for sign_in in sign_ins {
        let code = sign_in.totp.code_at(at).unwrap_or_default();
        let _ = writeln!(out, "  {:<9}  {:<8}  {:<15}  {}", sign_in.login, code, sign_in.role.word(), sign_in.site);
    }
    out
}

/// The codes on one line, printed every 30 seconds.
pub fn codes_line(sign_ins: &[SignIn], at: Timestamp) -> String {
    let pairs: Vec<String> = sign_ins.iter().map(|s| format!("{} {}", s.login, s.totp.code_at(at).unwrap_or_default())).collect();
    format!("  codes: {}", pairs.join("   "))
}
