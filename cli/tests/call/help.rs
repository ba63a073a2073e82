//! Help and completions.

use super::{ACME, command, document, output, stdout, succeed};

#[test]
fn help_lists_each_level() {
    let program = succeed(&["--help"]);
    for name in ["torii", "onelogin", "logto", "truto", "call", "auth"] {
        assert!(
            program
                .lines()
                .any(|line| line.trim_start().starts_with(name)),
            "{name}: {program}"
        );
    }
    let provider = succeed(&["torii", "--help"]);
    assert!(
        provider.contains("app-users") && provider.contains("Example:\n  signon torii"),
        "{provider}"
    );
    let group = succeed(&["torii", "users", "--help"]);
    assert!(
        group.contains("list") && group.contains("Lists the users of the organization"),
        "{group}"
    );
    let operation = succeed(&["torii", "users", "get", "--help"]);
    for text in [
        "--id-user <INTEGER>",
        "[required]",
        "--dry-run",
        "Example:\n  signon torii users get --id-user 48213\n",
        "GET /users/{idUser}",
    ] {
        assert!(operation.contains(text), "{text}: {operation}");
    }
    let body = succeed(&["torii", "contracts", "create", "--help"]);
    assert!(
        body.contains("Fields of `--body`") && body.contains("idApp"),
        "{body}"
    );
}

#[test]
fn documents_have_help() {
    let (_folder, spec) = document(ACME);
    let help = succeed(&["call", "--spec", &spec, "listUsers", "--help"]);
    for text in [
        "--limit <INTEGER>",
        "--ids",
        "--jq <TEXT>",
        "--result-jq <PROGRAM>",
        "--limit 10",
    ] {
        assert!(help.contains(text), "{text}: {help}");
    }
    assert!(succeed(&["call", "--help"]).contains("--spec <FILE>"));
}

/// Examples must work when copied into a shell.
#[test]
fn examples_are_not_wrapped() {
    let help = succeed(&["torii", "users", "list", "--help"]);
    let (_, example) = help.split_once("Example:\n").expect("an example");
    let lines: Vec<&str> = example
        .lines()
        .take_while(|line| !line.is_empty())
        .collect();
    let (last, before) = lines.split_last().expect("lines");
    assert!(
        before.iter().all(|line| line.ends_with(" \\")) && !last.ends_with('\\'),
        "{example}"
    );
}

#[test]
fn completions_include_operations_and_values() {
    for shell in ["bash", "zsh", "fish"] {
        let done = output(command(&["completions", shell]), "");
        assert_eq!(done.status.code(), Some(0));
        let text = stdout(&done);
        for word in [
            "app-users",
            "completions",
            "lifecycle-status",
            "offboarding",
        ] {
            assert!(text.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn fish_completes_the_flags_of_an_operation() {
    let text = stdout(&output(command(&["completions", "fish"]), ""));
    let condition = "-n '__signon_operation torii users list'";
    let lines = text.lines().filter(|line| line.contains(condition));
    let line = |flag: &str| {
        lines
            .clone()
            .find(|line| line.contains(&format!("-l '{flag}' ")))
    };
    let status = line("lifecycle-status").expect("a flag");
    assert!(status.contains("-x -a '\\'active\\' "), "{status}");
    assert!(line("size").is_some_and(|line| line.contains(" -r ")));
    assert!(line("all").is_some_and(|line| !line.contains(" -r ")));
}

/// Every operation of every provider has a command that clap accepts.
#[test]
fn every_operation_has_help() {
    for provider in ["torii", "onelogin", "logto", "truto"] {
        let names = |text: &str, heading: &str| -> Vec<String> {
            let (_, rest) = text.split_once(heading).expect("a heading");
            let lines = rest.lines().skip(1).take_while(|line| !line.is_empty());
            let named = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
            named
                .filter_map(|line| line.split_whitespace().next())
                .map(str::to_owned)
                .collect()
        };
        for group in names(&succeed(&[provider, "--help"]), "Groups:") {
            for operation in names(&succeed(&[provider, &group, "--help"]), "Operations:") {
                let help = succeed(&[provider, &group, &operation, "--help"]);
                let example = format!("Example:\n  signon {provider} {group} {operation}");
                assert!(
                    help.contains("Usage: signon") && help.contains(&example),
                    "{provider} {group} {operation}"
                );
            }
        }
    }
}
