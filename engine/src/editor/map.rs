//! The maps of definition files, each with its keys: one row a key. What a kind of item takes stands in `kind::kind::KINDS`.

use crate::editor::key::Holds::{
    Answers, Any, AnyOfMaps, Both, Code, Count, Day, End, Id, Ids, IdsOrMaps, Kind, Map as One, Maps, Reasons, Required, Rule,
    Text, Texts, Truth, Version, Weight, Word,
};
use crate::editor::key::{Key, may, want};

/// A map with its keys. Every map may also hold `waive`.
#[derive(Clone, Copy, Debug)]
pub struct Map {
    /// Its name in the schemas.
    pub name: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

/// A kind of file: its name, the folder it stands in, and its outermost map.
pub const FILES: &[(&str, &str, &str)] = &[
    ("form", "様式の1つの版(`forms/<様式>/<版>.yaml`)", "One form in one version (`forms/<form>/<version>.yaml`)"),
    ("items", "共通の項目(`items/<話題>.yaml`)", "Shared items (`items/<topic>.yaml`)"),
    ("block", "ブロック(`blocks/<ブロック>.yaml`)", "A block (`blocks/<block>.yaml`)"),
    ("list", "コードリスト(`lists/<話題>.yaml`)", "Code lists (`lists/<topic>.yaml`)"),
    ("product", "製品とその適応(`products/<製品>.yaml`)", "A product and what it is for (`products/<product>.yaml`)"),
    ("purposes", "目的と要求事項(`purposes.yaml`)", "Purposes and requirements (`purposes.yaml`)"),
    ("registry", "レジストリ全体(`registry.yaml`)", "The registry as a whole (`registry.yaml`)"),
    ("schedule", "調査予定(`schedules/<予定>.yaml`)", "A schedule (`schedules/<schedule>.yaml`)"),
    ("crosswalk", "他のレジストリとの対応(`crosswalks/<相手>.yaml`)", "A crosswalk (`crosswalks/<registry>.yaml`)"),
];

/// Every map.
pub const MAPS: &[Map] = &[
    Map {
        name: "reference",
        keys: &[
            want("form", Id, "読む様式。", "The form that is read."),
            may("as", Id, "規則の中での名前。", "The name that rules use."),
            may(
                "which",
                Word(&["first", "last", "last_before", "min", "max", "all", "only"]),
                "どの記録を読むか。",
                "Which of its records.",
            ),
            may(
                "by",
                Id,
                "記録の順序を決める相手の様式の項目、または `opened`。",
                "The item of that form that orders its records, or `opened`.",
            ),
            may(
                "before",
                Id,
                "この記録の位置を示す、この様式の項目。",
                "The item of this form that says where this record stands.",
            ),
            may("within", Id, "候補を探すレベル。", "The level within whose place the candidates lie."),
            may(
                "matching",
                Any,
                "相手の様式の項目と、それと等しいこの様式の項目: `{ lot_no: used_lot }`。",
                "Items of that form with the item of this form that each equals: `{ lot_no: used_lot }`.",
            ),
        ],
    },
    Map {
        name: "form",
        keys: &[
            want(
                "form",
                Id,
                "様式のID。フォルダー名と同じにします。一度決めたら変えません。",
                "The form's id, the same as its folder. Chosen once, kept for good.",
            ),
            want(
                "version",
                Version,
                "版の番号。ファイル名と同じにします。公開した版は変えられません。",
                "The version, the same as the file's name. A published version never changes.",
            ),
            want("title", Both, "画面と帳票に出る様式の名前。", "The form's name on screens and print."),
            may("help", Both, "様式の見出しの下に出る説明。", "A text below the form's title."),
            want(
                "level",
                Id,
                "どのレベルで記入するか(registry.yaml の levels)。",
                "At which level it is filled (`levels` of registry.yaml).",
            ),
            may(
                "effective",
                One("days_of_version"),
                "この版で尋ねはじめる日。次の版が始まるまで有効です。",
                "The day from which the registry asks by this version, until the next one begins.",
            ),
            may(
                "several",
                Truth,
                "同じ場所に何件も記録できる様式なら true(有害事象、感染症など)。",
                "`true` when it may be filled several times at one place, such as an adverse event.",
            ),
            may("uses", IdsOrMaps("reference"), "規則の中で項目を読む他の様式。", "Other forms whose items the rules read."),
            want(
                "sections",
                AnyOfMaps(&["section", "section_use"]),
                "画面の区切り。順に表示されます。",
                "Parts of the page, in order.",
            ),
            may(
                "tables",
                Maps("table"),
                "スコアなどの表。規則の中で `lookup(表, …)` で引きます。",
                "Tables, as for scores; rules ask them with `lookup(table, ..)`.",
            ),
            may("checks", Maps("check"), "項目どうしの矛盾を調べるチェック。", "Edit checks between items."),
            may(
                "examples",
                Maps("example"),
                "作者自身の確認例。公開の前に必ず実行されます。",
                "The author's own cases; all must hold before publication.",
            ),
        ],
    },
    Map {
        name: "table",
        keys: &[
            want("id", Id, "表のID。", "The table's id."),
            want("title", Both, "表の名前。", "The table's name."),
            want(
                "columns",
                Maps("column"),
                "列。`lookup` の引数と同じ順です。",
                "Columns, in the order of the arguments of `lookup`.",
            ),
            may("list", Id, "結果がコードのときのコードリスト。", "The code list, when it gives a code."),
            may("unit", Text, "結果が数のときの単位。", "The unit, when it gives a number."),
            want("rows", Maps("row"), "行。どの値にも1行だけが当てはまります。", "Rows; exactly one holds for any values."),
            may("otherwise", Any, "どの行も当てはまらないときの結果。", "What it gives when no row holds."),
        ],
    },
    Map {
        name: "column",
        keys: &[
            want("id", Id, "列のID。", "The column's id."),
            may("list", Id, "コードの列のコードリスト。", "The code list of a column of codes."),
            may("unit", Text, "数の列の単位。", "The unit of a column of numbers."),
            may("kind", Word(&["number", "integer", "date"]), "値の種類。", "The kind of its values."),
        ],
    },
    Map {
        name: "row",
        keys: &[
            want("if", Any, "列ごとに1つの条件。", "One condition per column."),
            want("then", Any, "この行の結果。", "What the row gives."),
        ],
    },
    Map {
        name: "section",
        keys: &[
            want("id", Id, "セクションのID。様式の中で1つだけ。", "The section's id, unique in the form."),
            want("title", Both, "セクションの見出し。", "The section's heading."),
            may("help", Both, "見出しの下に出る説明。", "A text below the heading."),
            may(
                "show_if",
                Rule,
                "成り立つときだけセクション全体を表示します。",
                "The whole section is asked only when this is true.",
            ),
            may(
                "why",
                Texts,
                "なぜ質問するか(purposes.yaml の目的、または R075 のような要求事項)。",
                "Why it is asked: purposes of purposes.yaml, or requirements such as R075.",
            ),
            want("items", AnyOfMaps(&["item", "item_use", "block_use"]), "項目。順に表示されます。", "Items, in order."),
        ],
    },
    Map {
        name: "item",
        keys: &[
            want("id", Id, "項目のID。一度決めたら変えず、使い回しません。", "The item's id. Chosen once, never reused."),
            want("kind", Kind, "項目の種類。", "The kind of item."),
            want("label", Both, "画面に出る項目名。", "What people read beside the answer."),
            may("help", Both, "項目名の下に出る説明。", "A text below the label."),
            may("show_if", Rule, "成り立つときだけ質問します。", "Asked only when this is true."),
            may(
                "why",
                Texts,
                "なぜ質問するか(purposes.yaml の目的、または R075 のような要求事項)。",
                "Why it is asked: purposes of purposes.yaml, or requirements such as R075.",
            ),
            may(
                "pii",
                Truth,
                "個人を特定する項目なら true。抽出や提供の際に除かれます。",
                "`true` when it identifies a person: left out of extracts.",
            ),
            may(
                "retired",
                Truth,
                "もう質問しない項目なら true。IDと古い回答は残ります。",
                "`true` when it is no longer asked; the id and old answers stay.",
            ),
            may("replaces", Id, "この項目が引き継いだ、以前の項目のID。", "The id of the item that this one took over from."),
            may("list", Id, "選択肢のコードリスト(lists/)。", "The code list to choose from (`lists/`)."),
            may(
                "exclusive",
                Texts,
                "他のコードと同時に選べないコード(「なし」など)。",
                "Codes that stand alone, such as \"none\".",
            ),
            may(
                "required",
                Required,
                "必須なら true。規則を書けば、成り立つときだけ必須になります。",
                "`true`, or a rule: required when it is definitely true.",
            ),
            may("missing", Reasons, "値がないときに選べる理由。", "Reasons that may be given for having no value."),
            may("unit", Text, "単位(UCUM)。例: mg/dL、Cel、10*6/kg、d。", "The unit in UCUM, such as mg/dL, Cel, 10*6/kg or d."),
            may(
                "units",
                Texts,
                "選べる単位(UCUM)。最初の単位で範囲と規則を判定します。",
                "Units to choose from (UCUM); ranges and rules use the first.",
            ),
            may("decimals", Count(18), "小数点以下の最大桁数。", "Most places after the point."),
            may(
                "rounding",
                Word(&["half_up", "half_even", "down", "up", "floor", "ceiling"]),
                "計算した値を decimals の桁に丸める方法。なければ四捨五入(half_up)。",
                "How a calculated value is rounded to `decimals`; half away from zero (half_up) when absent.",
            ),
            may(
                "min",
                End,
                "これより小さければエラー。日付では today も書けます。",
                "Below it is an error. Dates may say `today`.",
            ),
            may(
                "max",
                End,
                "これより大きければエラー。日付では today も書けます。",
                "Above it is an error. Dates may say `today`.",
            ),
            may("soft_min", End, "これより小さければ警告(理由を求めます)。", "Below it is a warning, which asks for a reason."),
            may("soft_max", End, "これより大きければ警告(理由を求めます)。", "Above it is a warning, which asks for a reason."),
            may("max_length", Count(100_000), "最大文字数。", "Most characters."),
            may(
                "characters",
                Word(&["katakana", "hiragana", "kana", "digits", "alphanumeric", "ascii"]),
                "使える文字の種類。",
                "The kind of letters that the text may hold.",
            ),
            may("pattern", Text, "文字列全体が一致すべき正規表現。", "A regular expression that the whole text must match."),
            may("pattern_message", Both, "pattern に合わないときに示す文。", "What people read when the pattern does not match."),
            may(
                "censored",
                Texts,
                "受け付ける検出限界の値: below(<0.02)、above(>2000)、not_detected(検出せず)。",
                "Values beyond a limit that it takes: below (<0.02), above (>2000), not_detected.",
            ),
            may(
                "accept",
                Texts,
                "添付できるファイルの種類: pdf、jpeg、png、tiff。",
                "Kinds of files that can be attached: pdf, jpeg, png, tiff.",
            ),
            may(
                "max_size",
                Text,
                "ファイルの最大の大きさ(`5 MB`、`500 KB`)。",
                "The greatest size of a file (`5 MB`, `500 KB`).",
            ),
            may("conversions", Maps("conversion"), "物質による単位の換算。", "Conversions of units that the substance gives."),
            may(
                "value",
                Rule,
                "計算式。空欄や不明から計算した値は空欄です。",
                "The rule that gives the value; what is made of a blank is blank.",
            ),
            may(
                "items",
                AnyOfMaps(&["item", "item_use", "block_use"]),
                "グループの1行に含まれる項目。",
                "The items of one row of a group.",
            ),
            may("min_rows", Count(1000), "最小の行数。", "Fewest rows."),
            may("max_rows", Count(1000), "最大の行数。", "Most rows."),
            may(
                "choices_if",
                Maps("choice_rule"),
                "ほかの回答によって選べなくなるコード。",
                "Codes that can be chosen only under other answers.",
            ),
            may(
                "other",
                One("other"),
                "「その他」などを選んだときに内容を尋ねる文字の項目。",
                "The text that is asked when a code such as \"other\" is chosen.",
            ),
            may(
                "derived",
                Id,
                "ほかの回答から導かれる値の計算項目。異なれば指摘が出ます。",
                "The calculated item of what follows from other answers; a difference is a finding.",
            ),
            may(
                "difference_reason",
                Id,
                "derived と異なる理由を入力する項目。",
                "The item that says why it differs from `derived`.",
            ),
            may("checks", Maps("check"), "行ごとに調べるチェック。", "Edit checks of each row."),
            may(
                "unique",
                Ids,
                "すべてが同じ行を2つ以上認めない項目。",
                "Items of the row: no two rows may have the same in all of them.",
            ),
            may("row_count", Id, "行数を表す整数の項目。", "The item of a whole number that says how many rows there are."),
        ],
    },
    Map {
        name: "choice_rule",
        keys: &[
            want("codes", Texts, "対象のコード。", "The codes."),
            want(
                "if",
                Rule,
                "選べる条件。確実に成り立たないときだけ選べなくなります。",
                "When they can be chosen; they cannot only when it is definitely false.",
            ),
        ],
    },
    Map {
        name: "other",
        keys: &[
            want("code", Code, "内容を尋ねるコード。", "The code that asks for it."),
            may(
                "id",
                Id,
                "文字の項目のID。なければ項目のIDに _other を付けたもの。",
                "The text's id; the item's with `_other` when absent.",
            ),
            may("label", Both, "文字の項目の名前。", "What people read beside the text."),
            may("max_length", Count(100_000), "最大文字数。", "Most characters."),
        ],
    },
    Map {
        name: "conversion",
        keys: &[
            want("unit", Text, "換算する単位。units の2番目以降にあるもの。", "The unit, after the first of `units`."),
            may(
                "multiply_by",
                End,
                "最初の単位にするために掛ける数。",
                "What a number is multiplied by to be in the first unit.",
            ),
            may("divide_by", End, "最初の単位にするために割る数。", "What a number is divided by to be in the first unit."),
        ],
    },
    Map {
        name: "check",
        keys: &[
            want("id", Id, "チェックのID。一度決めたら変えません。", "The check's id, kept for good."),
            want(
                "violated_if",
                Rule,
                "正しくない状態を書きます。確実に成り立つときだけ該当します。",
                "What is wrong. Fires only when it is definitely true.",
            ),
            want(
                "severity",
                Weight,
                "error: 直るまで完了しない。warning: 理由を求める。時点ごとに { typing: warning, submit: error } とも書けます。",
                "error: not complete until mended. warning: asks for a reason. By moments: { typing: warning, submit: error }.",
            ),
            may(
                "on",
                Id,
                "指摘を表示する項目。なければ規則が最初に読む項目。",
                "Where it is shown; else at the first item that the rule reads.",
            ),
            want(
                "message",
                Both,
                "入力する人に示す文。何が合わないのか、何をすべきか。",
                "What people read: what does not fit, and what to do.",
            ),
            may("source", Text, "根拠(文書、基準など)。", "Where the rule comes from."),
        ],
    },
    Map {
        name: "example",
        keys: &[
            may("id", Id, "例の名前。", "The example's name."),
            may("title", Both, "例の説明。", "What the example shows."),
            may("today", Text, "判定する日。なければ 2026-04-01。", "The day of judgement; 2026-04-01 when absent."),
            may(
                "moment",
                Word(&["typing", "save", "submit"]),
                "判定する時点。なければ submit(提出時)。",
                "The moment of judgement; submit when absent.",
            ),
            may("context", Answers, "uses にある様式の回答。", "Answers of the forms under `uses`."),
            want("given", Answers, "回答。", "The answers."),
            may("findings", Texts, "出るはずの指摘のすべて(コード@項目)。", "All findings expected, as `code@item`."),
            may("calculated", Answers, "計算されるはずの値。", "Calculated values expected."),
            may("hidden", Texts, "表示されないはずの項目。", "Items expected to be hidden."),
            may("undecided", Texts, "判定できないはずのチェック。", "Checks expected to stay undecided."),
            may(
                "only",
                Texts,
                "指摘を数える項目とチェック。なければすべて。",
                "Items and checks whose findings count; all when absent.",
            ),
        ],
    },
    Map {
        name: "list",
        keys: &[want("lists", Maps("code_list"), "このファイルのコードリスト。", "The code lists of this file.")],
    },
    Map {
        name: "code_list",
        keys: &[
            want("id", Id, "リストのID。", "The list's id."),
            want("title", Both, "リストの名前。", "The list's name."),
            may(
                "from",
                Word(&["products"]),
                "products: 製品のファイルがコードになります。",
                "products: the files of products are its codes.",
            ),
            may(
                "search",
                Truth,
                "文字を入力して探す形にするなら true。長いリストは自動でそうなります。",
                "`true`: people find a code by typing. Long lists are so by themselves.",
            ),
            may("codes", Maps("code"), "コード。表示の順に書きます。", "The codes, in the order in which they are offered."),
        ],
    },
    Map {
        name: "code",
        keys: &[
            want("code", Code, "コード。一度使ったら意味を変えません。", "The code; keeps its meaning for good."),
            want("ja", Text, "日本語の表示。", "What people read in Japanese."),
            want("en", Text, "英語の表示。", "What people read in English."),
            may(
                "retired",
                Truth,
                "新たに選べなくするなら true。古い回答には残ります。",
                "`true`: nobody can choose it anew; old records keep it.",
            ),
        ],
    },
    Map {
        name: "product",
        keys: &[
            want("product", Id, "製品のID。ファイル名と同じにします。", "The product's id, the same as the file's name."),
            want("title", Both, "製品名。", "The brand name."),
            may("generic", Both, "一般名。", "The generic name."),
            may("holder", Both, "製造販売業者。", "The marketing authorisation holder."),
            may("holders", Maps("holder"), "製造販売業者の変遷(古い順)。", "The holders one after another, the earliest first."),
            may("target", Id, "標的抗原。", "The target antigen."),
            may("source", Text, "根拠(添付文書の版など)。", "Where the facts come from."),
            may(
                "label_rules",
                Maps("label_rule"),
                "疾患を問わず適用される添付文書の規則。",
                "Rules of the label that hold whatever the disease.",
            ),
            want("indications", Maps("indication"), "適応。", "What the product is for."),
            may("examples", Maps("product_example"), "添付文書の規則の確認例。", "The author's cases of the label rules."),
        ],
    },
    Map {
        name: "indication",
        keys: &[
            want("id", Id, "適応のID。", "The indication's id."),
            want("title", Both, "適応の名前。", "The indication's name."),
            want("disease", Id, "疾患のコード。", "The disease's code."),
            want("forms", Ids, "記入する様式。", "Forms to be filled."),
            may(
                "label_rules",
                Maps("label_rule"),
                "この疾患に適用される添付文書の規則。",
                "Rules of the label for this disease.",
            ),
            may(
                "overlays",
                Maps("overlay"),
                "この疾患のときだけ様式を変える内容。",
                "What forms ask otherwise for this disease.",
            ),
        ],
    },
    Map {
        name: "holder",
        keys: &[
            may("from", Day, "この日から。最初の業者には書きません。", "Holder from this day on; not written for the first."),
            want("name", Both, "業者の名前。", "Its name."),
        ],
    },
    Map {
        name: "effective",
        keys: &[
            may("from", Day, "効力を持つ最初の日。", "The first day on which it holds."),
            may("until", Day, "効力がなくなる最初の日。", "The first day on which it holds no longer."),
            want("by", Text, "判断する日付の項目(項目、または様式.項目)。", "The date that decides: `item` or `form.item`."),
        ],
    },
    Map {
        name: "days_of_version",
        keys: &[want("from", Day, "この版で尋ねはじめる日。", "The first day on which it is asked.")],
    },
    Map {
        name: "overlay",
        keys: &[
            want("form", Id, "変える様式。", "The form."),
            may("adjust", Any, "項目ごとの変更。", "Changes of items, by their ids."),
            may("checks", Any, "チェックごとの変更。", "Changes of checks, by their ids."),
            may("add", Maps("addition"), "加える項目。", "Items that are added."),
            may("add_checks", Maps("check"), "加えるチェック。", "Checks that are added."),
        ],
    },
    Map {
        name: "addition",
        keys: &[
            may("after", Id, "この項目のあとに加えます。", "They stand after this item."),
            may("section", Id, "このセクションの末尾に加えます。", "They stand at the end of this section."),
            want("items", AnyOfMaps(&["item", "item_use", "block_use"]), "加える項目。", "The items."),
        ],
    },
    Map {
        name: "items", keys: &[want("items", Maps("item"), "このファイルの共通項目。", "The shared items of this file.")]
    },
    Map {
        name: "item_use",
        keys: &[
            want("item", Id, "使う共通項目。", "The shared item."),
            may("id", Id, "この様式での項目のID。", "Its id in this form."),
        ],
    },
    Map {
        name: "block_use",
        keys: &[
            want("block", Id, "使うブロック。", "The block."),
            may("prefix", Text, "IDの前に付ける語。", "What stands before its ids."),
            may("with", Any, "パラメーターの値。", "Values of its parameters."),
            may("adjust", Any, "項目ごとの変更。", "Changes of its items, by their ids in the block."),
            may("checks", Any, "チェックごとの変更。", "Changes of its checks, by their ids in the block."),
        ],
    },
    Map {
        name: "section_use",
        keys: &[
            want("block", Id, "セクションとして使うブロック。", "The block that is used as a section."),
            may("prefix", Text, "IDの前に付ける語。", "What stands before its ids."),
            may("with", Any, "パラメーターの値。", "Values of its parameters."),
            may("adjust", Any, "項目ごとの変更。", "Changes of its items, by their ids in the block."),
            may("checks", Any, "チェックごとの変更。", "Changes of its checks, by their ids in the block."),
            may("id", Id, "セクションのID。", "The section's id."),
            may("title", Both, "セクションの見出し。", "The section's heading."),
            may("help", Both, "見出しの下に出る説明。", "A text below the heading."),
            may("show_if", Rule, "成り立つときだけ表示します。", "Asked only when this is true."),
            may("why", Texts, "なぜ質問するか。", "Why it is asked."),
        ],
    },
    Map {
        name: "block",
        keys: &[
            want("block", Id, "ブロックのID。ファイル名と同じにします。", "The block's id, the same as the file's name."),
            want("title", Both, "ブロックの名前。", "The block's name."),
            may("help", Both, "説明。", "A text below the heading."),
            may("parameters", Maps("parameter"), "使う側が与える値。", "What a use gives."),
            may("items", AnyOfMaps(&["item", "item_use", "block_use"]), "項目。", "Its items."),
            may("sections", AnyOfMaps(&["section", "section_use"]), "セクション。", "Its sections."),
            may("checks", Maps("check"), "チェック。", "Its checks."),
        ],
    },
    Map {
        name: "parameter",
        keys: &[
            want("id", Id, "パラメーターのID。", "The parameter's id."),
            want("type", Word(&["rule", "number", "flag", "list", "text"]), "値の種類。", "What a use gives."),
            may("default", Any, "与えられないときの値。", "Its value when a use gives none."),
        ],
    },
    Map {
        name: "label_rule",
        keys: &[
            want("id", Id, "規則のID。すべての製品を通じて1つだけ。", "The rule's id, unique over all products."),
            want("version", Version, "規則自身の版。", "The rule's own version."),
            want("form", Id, "調べる様式。", "The form it judges."),
            may("effective", One("effective"), "この版が効力を持つ日。", "The days for which this version holds."),
            want("violated_if", Rule, "添付文書から外れた状態。", "What is outside the label."),
            want(
                "severity",
                Word(&["warning"]),
                "常に warning。外れた使用も理由とともに記録します。",
                "Always warning: use outside the label is recorded with its reason.",
            ),
            may("on", Id, "指摘を表示する項目。", "Where it is shown."),
            want("message", Both, "入力する人に示す文。", "What people read."),
            may("source", Text, "根拠(添付文書の箇所など)。", "Where the rule comes from."),
        ],
    },
    Map {
        name: "product_example",
        keys: &[
            want("form", Id, "回答を与える様式。", "The form whose answers are given."),
            may("id", Id, "例の名前。", "The example's name."),
            may("title", Both, "例の説明。", "What the example shows."),
            may("today", Text, "判定する日。なければ 2026-04-01。", "The day of judgement; 2026-04-01 when absent."),
            may(
                "moment",
                Word(&["typing", "save", "submit"]),
                "判定する時点。なければ submit(提出時)。",
                "The moment of judgement; submit when absent.",
            ),
            may("context", Answers, "他の様式の回答。", "Answers of other forms."),
            want("given", Answers, "回答。", "The answers."),
            may("findings", Texts, "出るはずの指摘(コード@項目)。", "Findings expected, as `code@item`."),
            may("calculated", Answers, "計算されるはずの値。", "Calculated values expected."),
            may("hidden", Texts, "表示されないはずの項目。", "Items expected to be hidden."),
            may("undecided", Texts, "判定できないはずの規則。", "Rules expected to stay undecided."),
        ],
    },
    Map {
        name: "purposes",
        keys: &[
            may("purposes", Maps("purpose"), "質問する目的。", "Why the registry asks."),
            may("requirements", Maps("requirement"), "定義が満たし得る要求事項。", "Requirements that definitions can satisfy."),
        ],
    },
    Map {
        name: "purpose",
        keys: &[
            want("id", Id, "目的のID。", "The purpose's id."),
            want("title", Both, "目的の名前。", "The purpose's name."),
            may("source", Text, "根拠。", "Where it comes from."),
            may("requirements", Texts, "この目的が応える要求事項。", "The requirements it serves."),
        ],
    },
    Map {
        name: "requirement",
        keys: &[
            want("id", Text, "要求事項の番号。例: R075。", "The requirement's number, such as R075."),
            want("text", Both, "求められていること(自分の言葉で)。", "What is asked, in the registry's own words."),
            may("source", Text, "規制・指針の名前と条項。", "The regulation and its clause."),
        ],
    },
    Map {
        name: "registry",
        keys: &[
            want("registry", Id, "レジストリのID。", "The registry's id."),
            want("title", Both, "レジストリの名前。", "The registry's name."),
            want(
                "levels",
                Maps("level"),
                "様式を記入するレベル。親を先に書きます。",
                "The levels at which forms are filled, parents first.",
            ),
            may(
                "courses",
                Maps("course"),
                "コースの種類(細胞治療、移植など)。",
                "Kinds of courses, such as cellular therapy and transplantation.",
            ),
            may("identity", One("identity"), "個人を特定する項目。", "Which items identify a person."),
            may(
                "treatment",
                One("treatment"),
                "製品と疾患の項目。添付文書の規則はこれで決まります。",
                "Which items hold product and disease; label rules apply by them.",
            ),
            may(
                "consent",
                One("consent"),
                "同意。ない患者には、先に記入する様式のほかは入力できません。",
                "The consent. Without it only the forms before it can be filled.",
            ),
        ],
    },
    Map {
        name: "level",
        keys: &[
            want("id", Id, "レベルのID。", "The level's id."),
            want("title", Both, "レベルの名前。", "The level's name."),
            may("parent", Id, "外側のレベル。", "The level around it."),
        ],
    },
    Map {
        name: "course",
        keys: &[
            want("id", Id, "コースの種類のID。", "The id of the kind of course."),
            want("title", Both, "コースの名前。", "What the course is called."),
            want("level", Id, "コースのレベル。レベルごとに1種類です。", "The level of its places; one kind for each level."),
            may("opened_by", Id, "最初に記入する様式(コースのレベル)。", "The form that is filled first, at the same level."),
            may(
                "schedule",
                Id,
                "従う調査予定(コースのレベルかその下)。",
                "The schedule that governs it, at the same level or below.",
            ),
        ],
    },
    Map {
        name: "schedule",
        keys: &[
            want("schedule", Id, "調査予定のID。ファイル名と同じにします。", "The schedule's id, the same as the file's name."),
            want("title", Both, "調査予定の名前。", "What the schedule is called."),
            want("level", Id, "予定を持つレベル(registry.yaml の levels)。", "The level whose places have a calendar."),
            may("uses", IdsOrMaps("reference"), "規則の中で項目を読む様式。", "Forms whose items the rules read."),
            want("anchor", Rule, "基準日(Day 0)を与える規則。", "The rule that gives day 0."),
            may(
                "visit_item",
                Text,
                "どの時点の記録かを示す項目(様式.項目)。",
                "`form.item` that says which visit a place below stands for.",
            ),
            may("sets", Maps("set"), "名前を付けた様式の並び。", "Lists of forms under a name."),
            want("visits", Maps("visit"), "時点と期間。", "Visits with their windows."),
            may(
                "as_needed",
                Ids,
                "事象があったときに記入し、予定には出さない様式。",
                "Forms that are filled when something happens and that no visit asks for.",
            ),
            may("events", Maps("event"), "回答によって必要になるもの。", "What answers make due."),
            may("ends", Maps("end"), "調査を終えるもの。", "What ends it."),
            may("examples", Maps("schedule_example"), "作者自身の確認例。", "The author's own cases."),
        ],
    },
    Map {
        name: "set",
        keys: &[
            want("id", Id, "並びの名前。", "The name of the list."),
            want("forms", IdsOrMaps("visit_form"), "様式。", "The forms."),
        ],
    },
    Map {
        name: "visit_form",
        keys: &[
            want("form", Id, "様式。", "The form."),
            may("if", Rule, "この規則が真のときだけ必要です。", "Due only when true."),
        ],
    },
    Map {
        name: "visit",
        keys: &[
            want("id", Id, "時点のID。版が違っても同じです。", "The visit's id; versions of one visit share it."),
            want("title", Both, "時点の名前。", "What the visit is called."),
            may(
                "effective",
                One("days_of_target"),
                "この版が有効な目標日の期間。",
                "The days of the target for which this version holds.",
            ),
            may("anchor", Rule, "別の基準日。", "Another day 0."),
            may("if", Rule, "この規則が真のときだけ尋ねます。", "Asked only when true."),
            may("earliest", Any, "最も早い日(基準日からの日数)。", "The first day, counted from day 0."),
            want("target", Any, "目標の日(基準日からの日数)。", "The target, counted from day 0."),
            may("latest", Any, "最も遅い日(基準日からの日数)。", "The last day, counted from day 0."),
            may("deadline", Any, "提出期限(基準日からの日数)。", "The day by which the forms are due, counted from day 0."),
            may("set", Id, "`sets` にある様式の並び。", "A list of forms under `sets`."),
            may("forms", IdsOrMaps("visit_form"), "様式。", "The forms."),
            may(
                "inserts",
                Truth,
                "適応の様式のうち、どこでも尋ねないものも含めます。",
                "It also takes the forms of the indication that nothing else asks for.",
            ),
            may("source", Text, "期間の根拠。", "Where the window comes from."),
        ],
    },
    Map {
        name: "days_of_target",
        keys: &[
            may("from", Day, "効力を持つ最初の日。", "The first day on which it holds."),
            may("until", Day, "効力がなくなる最初の日。", "The first day on which it holds no longer."),
        ],
    },
    Map {
        name: "event",
        keys: &[
            want("id", Id, "事象のID。", "The event's id."),
            want("title", Both, "事象の名前。", "What the event is called."),
            may("each", Id, "記録ごとに調べる様式。", "Every record of this form is looked at."),
            want("when", Rule, "この規則が真のときに必要になります。", "Due when true."),
            may("known", Rule, "知った日を与える規則。", "The day on which it became known."),
            want("due", Text, "期限(immediately、24 h、30 d、next visit)。", "`immediately`, `24 h`, `30 d` or `next visit`."),
            want("forms", Ids, "必要になる様式。", "The forms that become due."),
            may("done_if", Rule, "この規則が真なら、済んでいます。", "It is done when this is true."),
            may("source", Text, "規則の根拠。", "Where the rule comes from."),
        ],
    },
    Map {
        name: "end",
        keys: &[
            want("id", Id, "終わりのID。", "The id of the end."),
            want("title", Both, "終わりの名前。", "What the end is called."),
            may("each", Id, "記録ごとに調べる様式。", "Every record of this form is looked at."),
            may("when", Rule, "この規則が真のときに終わります。", "It ends when true; without a rule, when the day is known."),
            want("day", Rule, "有効な最後の日を与える規則。", "The last day that still counts."),
            want("effect", Word(&["close", "stop", "survival_only"]), "何が続くか。", "What follows."),
            may("resumed", Rule, "再開した日を与える規則。", "The day from which it goes on again."),
            may("forms", Ids, "残る様式。", "The forms that stay."),
        ],
    },
    Map {
        name: "schedule_example",
        keys: &[
            want("id", Id, "例の名前。", "The example's name."),
            may("title", Both, "例の説明。", "What the example shows."),
            want("today", Day, "判定する日。", "The day of judgement."),
            want("given", Answers, "様式ごとの回答。", "Answers by form: a record, or several."),
            may("visits", Answers, "時点について予定が言うはずのこと。", "What the calendar says about some visits."),
            may("events", Texts, "必要なはずの事象のすべて。", "All events that are due."),
            may("ended", Any, "終わらせたもの。なければ空。", "What has ended it; empty for nothing."),
        ],
    },
    Map {
        name: "crosswalk",
        keys: &[
            want(
                "crosswalk",
                Id,
                "相手のレジストリのID。ファイル名と同じにします。",
                "The id of the other registry, the same as the file's name.",
            ),
            want("title", Both, "相手のレジストリの名前。", "What the other registry is called."),
            may("source", Text, "列の出どころ。", "Where the columns come from."),
            want("columns", Maps("crosswalk_column"), "相手の列。", "The columns of the other registry."),
        ],
    },
    Map {
        name: "crosswalk_column",
        keys: &[
            want("column", Text, "相手での列の名前。", "Its name there."),
            want("title", Both, "列の名前。", "What people read."),
            may("item", Text, "このレジストリの項目(様式.項目)。", "`form.item` of this registry."),
            may(
                "direction",
                Word(&["in", "out", "both", "compare"]),
                "値の向き。なければ compare。",
                "Which way values go; compare when absent.",
            ),
            may("key", Truth, "照合の鍵なら true。", "`true` when records are linked by it."),
            may("unit", Text, "列の単位。", "The unit of the column."),
            may("format", Text, "相手での書き方。", "How values are written there."),
            may("codes", Maps("code_pair"), "コードの対応。", "Codes beside codes."),
            may("note", Both, "照合する人への説明。", "More for those who link."),
        ],
    },
    Map {
        name: "code_pair",
        keys: &[
            want("external", Text, "相手のコード。", "Their code."),
            want("code", Text, "このレジストリのコード。", "Our code."),
        ],
    },
    Map {
        name: "identity",
        keys: &[
            want("form", Id, "個人を特定する項目のある様式。", "The form that holds them."),
            may("family_name", Id, "姓の項目。", "The item of the family name."),
            may("given_name", Id, "名の項目。", "The item of the given name."),
            may("family_kana", Id, "姓(カナ)の項目。", "The item of the family name in kana."),
            may("given_kana", Id, "名(カナ)の項目。", "The item of the given name in kana."),
            may("birth_date", Id, "生年月日の項目。", "The item of the birth date."),
            may("mrn", Id, "患者番号の項目。", "The item of the hospital's patient number."),
        ],
    },
    Map {
        name: "treatment",
        keys: &[
            want("form", Id, "製品と疾患の項目のある様式。", "The form that holds them."),
            want("product", Id, "製品の項目。", "The item of the product."),
            want("disease", Id, "疾患の項目。", "The item of the disease."),
        ],
    },
    Map {
        name: "consent",
        keys: &[
            want("form", Id, "同意の様式。", "The form that tells it."),
            want("by", Id, "効力の日の項目。最後の記録が有効です。", "The item that orders its records; the last one stands."),
            want("allows", Id, "入力を許す、はい・いいえの項目。", "Its yes or no that lets new data in."),
            may(
                "late",
                Id,
                "撤回前の出来事の入力を許す、はい・いいえの項目。",
                "Its yes or no that lets in what happened before a withdrawal.",
            ),
            may("before", Ids, "同意より先に記入する様式。", "Forms that are filled before it."),
            want("refusal", Both, "入力できないときの説明。", "What people read where nothing can be entered."),
            may(
                "late_notice",
                Both,
                "撤回前の出来事だけを入力できるときの説明。",
                "What people read where only late reports are let in.",
            ),
        ],
    },
];

/// What an item of a kind must have beyond what every item must.
pub const WANTED_OF_KIND: &[(&str, &[&str])] = &[
    ("quantity", &["units"]),
    ("choice", &["list"]),
    ("choices", &["list"]),
    ("attachment", &["accept", "max_size"]),
    ("calculated", &["value"]),
    ("group", &["items", "max_rows"]),
];

/// The map of a name.
pub fn find(name: &str) -> Option<&'static Map> {
    MAPS.iter().find(|map| map.name == name)
}
