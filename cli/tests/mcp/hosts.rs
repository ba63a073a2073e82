//! The configurations of hosts in `docs/mcp/`: each is valid, and starts a server with an accepted command line.

use std::path::Path;

use serde_json::Value;

use crate::process;

/// Returns the languages and texts of the code blocks of a page.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let parts = page.split("```").skip(1).step_by(2);
    parts.filter_map(|block| block.split_once('\n')).collect()
}

/// Parses the configuration in a block.
fn parse(language: &str, text: &str) -> Option<Value> {
    match language {
        "json" => Some(serde_json::from_str(text).expect("JSON")),
        "toml" => Some(toml::from_str(text).expect("TOML")),
        _ => None,
    }
}

/// Returns the servers of a configuration; the key depends on the host.
fn servers(configuration: &Value) -> Vec<&Value> {
    let keys = ["mcpServers", "servers", "context_servers", "mcp_servers"];
    let mut found = keys.iter().filter_map(|key| configuration.get(key));
    let servers = found.next().and_then(Value::as_object).expect("servers");
    assert!(found.next().is_none(), "{configuration}");
    servers.values().collect()
}

/// Checks a command line with the program's parser; the server lists its tools instead of serving them.
fn check_command(words: &[&str]) {
    let (program, rest) = words.split_first().expect("a program");
    let (command, arguments) = rest.split_first().expect("a command");
    assert_eq!((*program, *command), ("signon", "mcp"), "{words:?}");
    assert!(!process::tools(arguments).is_empty(), "{words:?}");
}

/// Returns the settings of a server.
fn settings(arguments: &[&str]) -> String {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--settings"]).collect();
    let output = process::run(&arguments);
    String::from_utf8(output.stdout).expect("text")
}

/// Checks a server that a host starts.
fn check_local(server: &Value) {
    let words = server
        .get("args")
        .and_then(Value::as_array)
        .expect("arguments")
        .iter();
    let words = words.map(|word| word.as_str().expect("a word"));
    let words: Vec<&str> = server
        .get("command")
        .and_then(Value::as_str)
        .into_iter()
        .chain(words)
        .collect();
    check_command(&words);
    let settings = settings(words.get(2..).expect("arguments"));
    let names = server.get("env").and_then(Value::as_object);
    let names = names.into_iter().flatten().map(|(name, _)| name.as_str());
    let passed = server.get("env_vars").and_then(Value::as_array);
    let passed = passed.into_iter().flatten().filter_map(Value::as_str);
    for name in names.chain(passed) {
        assert!(settings.contains(&format!("{name}  (")), "{name}");
    }
}

/// Checks a server at a URL.
fn check_url(server: &Value) {
    let keys = ["url", "httpUrl", "serverUrl"];
    let url = keys
        .iter()
        .find_map(|key| server.get(key))
        .and_then(Value::as_str);
    assert_eq!(url, Some("http://127.0.0.1:8765/mcp"), "{server}");
    let header = server
        .pointer("/headers/Authorization")
        .and_then(Value::as_str);
    let by_variable = server.get("bearer_token_env_var").and_then(Value::as_str);
    let has_token = header.is_some_and(|header| header.starts_with("Bearer "))
        || by_variable == Some("SIGNON_MCP_TOKEN");
    assert!(has_token, "{server}");
}

/// Checks that a configuration declares exactly the inputs that it references.
fn check_inputs(configuration: &Value) {
    let text = configuration.to_string();
    let used: Vec<&str> = text
        .split("${input:")
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect();
    let declared = configuration.get("inputs").and_then(Value::as_array);
    let declared: Vec<&str> = declared
        .into_iter()
        .flatten()
        .filter_map(|input| input.get("id").and_then(Value::as_str))
        .collect();
    assert_eq!(used, declared);
}

#[test]
fn each_page_has_configurations_that_start_a_server() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/mcp");
    let index = std::fs::read_to_string(folder.join("../mcp.md")).expect("a page");
    let mut pages = 0;
    for file in std::fs::read_dir(folder).expect("pages") {
        let path = file.expect("a page").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let page = std::fs::read_to_string(&path).expect("a page");
        let mut local = 0;
        for (language, text) in blocks(&page) {
            if let Some(command) = text.split_once(" -- ") {
                check_command(&command.1.split_whitespace().collect::<Vec<_>>());
            }
            let Some(configuration) = parse(language, text) else {
                continue;
            };
            check_inputs(&configuration);
            for server in servers(&configuration) {
                if server.get("command").is_some() {
                    check_local(server);
                    local += 1;
                } else {
                    check_url(server);
                }
            }
        }
        assert!(local > 0, "{name}");
        assert!(
            index.contains(&format!("(mcp/{name})")),
            "{name} is in no list"
        );
        pages += 1;
    }
    assert_eq!(pages, 8);
}
