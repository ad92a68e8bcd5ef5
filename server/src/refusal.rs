//! Refusals of the storage in Japanese; their English is their own text.

use storage::Refusal;

/// What a refusal says to a Japanese reader.
pub fn in_japanese(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotAllowed => "このアカウントの役割では行えない操作です。".to_owned(),
        Refusal::NotFound { .. } => "対象が見つかりません。".to_owned(),
        Refusal::Stale { .. } => "ほかの画面または利用者が先に変更しました。最新の内容を開いてやり直してください。".to_owned(),
        Refusal::ReasonMissing => "訂正には理由の入力が必要です。".to_owned(),
        Refusal::Exists { .. } => "同じものがすでにあります。".to_owned(),
        Refusal::Duplicate { patient } => {
            format!("この施設にはすでに同じ方と思われる患者(登録番号 {patient})がいます。確かめてください。")
        }
        Refusal::AttachmentMissing => "添付ファイルがサーバーにありません。もう一度ファイルを選んでください。".to_owned(),
        Refusal::Locked => "この記録は固定されており、変更できません。".to_owned(),
        Refusal::Published { key, version } => {
            format!("`{key}` {version} は別の内容で公開済みです。訂正は新しい版として公開してください。")
        }
        Refusal::SignIn => "サインインできませんでした。".to_owned(),
        Refusal::Invalid { field, .. } => format!("`{field}` の値が規則に合いません。"),
    }
}
