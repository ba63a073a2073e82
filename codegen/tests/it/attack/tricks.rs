//! Texts that try to inject code.

/// A named text.
pub(crate) struct Trick {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Returns all tricks, with code that must not run.
pub(crate) fn tricks(code: &str) -> Vec<Trick> {
    let mut tricks = Vec::new();
    let mut add = |name: &str, text: String| {
        tricks.push(Trick {
            name: name.to_owned(),
            text,
        });
    };
    // Each form of a line end, followed by Rust.
    for (name, end) in LINE_ENDS {
        add(
            &format!("{name} and an item"),
            format!("a{end}fn injected() {{ {code} }}{end}//"),
        );
        add(
            &format!("{name} and a macro"),
            format!("https://x{end}compile_error!{{\"injected\"}}{end}//"),
        );
        add(
            &format!("{name} and a fence"),
            format!("https://x{end}{end}```{end}{code}{end}```{end}{end}x"),
        );
    }
    for info in INFOS {
        add(
            &format!("a fence `{info}`"),
            format!("a\n\n```{info}\n{code}\n```\n"),
        );
    }
    for (name, text) in TEMPLATES {
        add(name, text.replace("CODE", code));
    }
    for (name, text) in TEXTS {
        add(name, (*text).to_owned());
    }
    add("a long text", "long ".repeat(16_000));
    add("a long word", "x".repeat(140_000));
    add("nested code tags", "<code>".repeat(2_000));
    add("nested brackets", "[".repeat(10_000));
    add("nested links", "[a](".repeat(2_000));
    add("nested quotations", format!("{}a", "> ".repeat(4_000)));
    add("nested items", format!("{}a", "- ".repeat(4_000)));
    add("much emphasis", "*a **b _c ".repeat(2_000));
    add(
        "many backticks",
        (1..150).map(|count| "`".repeat(count) + " ").collect(),
    );
    add(
        "code after nested items",
        format!("{}\n\n{}{code}", "- ".repeat(40), " ".repeat(84)),
    );
    tricks
}

const LINE_ENDS: &[(&str, &str)] = &[
    ("LF", "\n"),
    ("CR", "\r"),
    ("CR LF", "\r\n"),
    ("LS", "\u{2028}"),
    ("PS", "\u{2029}"),
    ("NEL", "\u{85}"),
    ("VT", "\u{b}"),
    ("FF", "\u{c}"),
    ("RS", "\u{1e}"),
    ("US", "\u{1f}"),
];

const INFOS: &[&str] = &[
    "",
    "rust",
    "RUST",
    "E0308",
    "should_panic",
    "no_run",
    "{.rust}",
    "ignore",
    "edition2024",
    "custom,{class=rust}",
    "compile_fail",
    "test_harness",
    "standalone_crate",
    "text,rust",
    "rust text",
    "&#114;ust",
    "json\u{202e}",
];

/// Returns code in Markdown.
const TEMPLATES: &[(&str, &str)] = &[
    (
        "tildes around backticks",
        "~~~\n```\n```rust\nCODE\n```\n```\n~~~",
    ),
    (
        "a long fence",
        "`````\n```rust\nCODE\n```\n`````\n\n````\nCODE\n````",
    ),
    ("a fence that is not closed", "~~~text\na\n\n```\nCODE"),
    (
        "a fence in an item",
        "- a\n\n  ```\n  CODE\n  ```\n\n1. b\n   ~~~rust\n   CODE\n   ~~~",
    ),
    (
        "a fence in a quotation",
        "> ```\n> CODE\n> ```\n\n>     CODE",
    ),
    (
        "a fence in a cell",
        "| a | b |\n|---|---|\n| ``` | CODE |\n\n```\nCODE\n```",
    ),
    ("indented code", "a\n\n    CODE\n\n\tCODE\n"),
    (
        "backticks in indented code",
        "a\n\n    x\n    ```\n    ```rust\n    CODE\n    ```\n    ```",
    ),
    ("indented code first", "    CODE"),
    ("code after empty items", "- \n  - \n    - \n\n      CODE"),
    (
        "code after empty numbers",
        "1. \n   1. \n      1. \n\n          CODE",
    ),
    ("code after an empty quotation", ">\n>\n\n    CODE"),
    ("code after a rule", "a\n---\n\n    CODE\n\n***\n    CODE"),
    (
        "code after HTML",
        "<div>\n\n    CODE\n\n</div>\n<p>\n    CODE\n<br>\n    CODE",
    ),
    (
        "code in tags",
        "<pre>\n```rust\nCODE\n```\n</pre><code>\n\n```\nCODE\n```\n</code>",
    ),
    (
        "code after a comment",
        "<!-- a\n\n-->\n\n    CODE\n\n<!--\n```\nCODE\n```",
    ),
    (
        "code after a definition",
        "[a]: https://x.test\n\n    CODE\n\n[^1]: a\n\n        CODE",
    ),
    (
        "character references",
        "&#10;&#10;&#96;&#96;&#96;rust&#10;CODE&#10;&#96;&#96;&#96;&#10;&#x202e;&NewLine;&Tab;",
    ),
    ("the end of a block comment", "*/ CODE /*"),
    ("the end of a string", "\"; CODE; let x = \""),
    ("the end of a raw string", "\"# ; CODE ; r#\"\"## CODE"),
    (
        "a raw string with a separator",
        "\"\u{1e}fn injected() { CODE }\u{1e}\"",
    ),
    (
        "numbers of comments",
        "0\n///0\n    ///1\n/0\n\"\n///0\n\" CODE",
    ),
    ("an attribute", "#![doc = \"a\"] #[test] fn a() { CODE }"),
    (
        "the end of a table",
        "a\"\n[dependencies]\nevil = \"*\"\n[lib]\npath = \"/x\"\n#",
    ),
    ("hidden lines", "```text\n# CODE\n## CODE\n```"),
    (
        "the end of an HTML comment",
        "x --> <script>CODE</script>\n\n```\nCODE\n```",
    ),
];

/// Returns other texts.
const TEXTS: &[(&str, &str)] = &[
    (
        "a script in a URL",
        "x\n\n<script\tsrc=//evil.test/x.js></script>\n\n<img\tsrc=x\tonerror=alert`1`>\n\nx",
    ),
    (
        "a script",
        "<script>alert(1)</script><svg/onload=alert(1)> <iframe src=javascript:alert(1)>",
    ),
    (
        "a javascript link",
        "[a](javascript:alert`1`) <javascript:alert(1)> [b](  JaVaScRiPt:alert(1)) <a href=\"javascript:x\">c</a>",
    ),
    ("a javascript URL", "javascript:alert`1`"),
    (
        "a data link",
        "[a](data:text/html;base64,PHNjcmlwdD4=) ![b](https://evil.test/pixel.png)",
    ),
    (
        "a reference definition",
        "[a]: javascript:alert(1)\n\n[a] and [b][a]\n\n[Client]: https://evil.test",
    ),
    ("a footnote", "a[^1]\n\n[^1]: <script>alert(1)</script>"),
    (
        "an intra-doc link",
        "[`std::fs`] [Client] [a](crate::Client) [b](struct@std::fs::File)",
    ),
    (
        "quotation marks in links",
        "[a](http://y\"onclick=\"alert`1`\") <http://y\"onclick=\"alert`1`\"> https://y\"x",
    ),
    (
        "a title in a link",
        "[a](https://x.test \"\n\n```\nfoo\n```\n\") [b](<https://x y>)",
    ),
    (
        "HTML tags",
        "<b>a <i>b</b> <ul><li>c<li>d</ul> <table><tr><td>e <h1>f</h1><a href='https://x.test/)\n\n'>g</a>",
    ),
    (
        "tags that do not end",
        "<code><code>a <b <i <!-- <a href=\"https://x",
    ),
    (
        "characters that reorder",
        "a \u{202e} b \u{202a}\u{202b}\u{202c}\u{202d} \u{2066}\u{2067}\u{2068}\u{2069} \"c\u{202e}\"",
    ),
    ("NUL", "a\u{0}b \"\u{0}\""),
    (
        "control characters",
        "\u{1}\u{7}\u{8}\u{1b}[31m\u{7f}\u{9f} \"\u{1b}\"",
    ),
    ("a byte order mark", "\u{feff}a\u{feff} \u{200b}b\u{200d}c"),
    ("format braces", "{} {0} {name} {{ }} {:?} %s $1 ${x}"),
    ("backslashes", "\\ \\\\ \\n \\u{41} \\` a\\"),
    ("a backslash at the end", "a\\\nb\\\n"),
    ("hash marks", "# a\n## b #\n### \n####### c\n#![x]"),
    ("underlined headings", "a\n===\nb\n---\n"),
    ("rules", "---\n***\n___\n- - -\n* * *\n"),
    (
        "a table",
        "a | b\n--- | ---\nc | d `|` \\| e\n|x|\n|-|\n|y|",
    ),
    (
        "a rule of a table where a line breaks",
        "the text of a line that is as long as a line can be so that what follows begins a line |---|---| x",
    ),
    (
        "a list where a line breaks",
        "the text of a line that is as long as a line can be so that what follows begins a line 1. x + y - z",
    ),
    ("tasks", "- [ ] a\n- [x] b\n1) c\n2) d\n10. e"),
    (
        "emphasis in words",
        "a*b*c __d__ ~~e~~ f_g_ *h **i* j** ***k* l** ~m",
    ),
    ("code spans", "``a`b`` `c\nd` ` e ` `f\\` ``` g ``"),
    ("smart punctuation", "'a' \"b\" -- --- ..."),
    ("the empty text", ""),
    ("spaces", "   \n \t \n"),
];

/// The pieces of random Markdown.
pub(crate) const PIECES: &[&str] = &[
    "a",
    "word ",
    "fooBar ",
    "\n",
    "\n\n",
    "\n    ",
    "\n\t",
    "  ",
    " ",
    "- ",
    "* ",
    "1. ",
    "7) ",
    "\n- ",
    "\n1. ",
    "> ",
    "\n> ",
    "#",
    "# ",
    "`",
    "``",
    "```",
    "\n```\n",
    "\n```rust\n",
    "\n~~~\n",
    "~~~",
    "~",
    "~~",
    "*",
    "**",
    "_",
    "__",
    "[",
    "]",
    "(",
    ")",
    "](",
    "[a](",
    "![",
    "[^1]",
    "[^1]: ",
    "[a]: ",
    "[x] ",
    "<",
    ">",
    "<b>",
    "</b>",
    "<code>",
    "</code>",
    "<a href=\"https://x.y\">",
    "</a>",
    "<br>",
    "<p>",
    "<li>",
    "<!--",
    "-->",
    "<script>",
    "<img src=x onerror=y>",
    "<?",
    "<![CDATA[",
    "|",
    "\\|",
    "\n|---|---|\n",
    "\n| a | b |\n|---|---|\n| ",
    " | ",
    ":--",
    "\n---\n",
    "\n===\n",
    "***",
    "\\",
    "\\\n",
    "&",
    "&lt;",
    "&#96;",
    "&#x60;&#96;&#96;",
    "&#10;",
    "https://x.y/z",
    "http://",
    "mailto:a@b.c",
    "<https://x.y>",
    "javascript:x",
    "{",
    "}",
    "$",
    "$$",
    "^",
    ":",
    "::",
    "!",
    ".",
    "\"",
    "'",
    "--",
    "...",
    "std::fs::write(\"a\", \"b\");",
    "\u{202e}",
    "\u{1e}",
    "\u{0}",
    "\u{2028}",
    "\u{a0}",
    "\u{2022} ",
    "é",
    "漢",
];
