//! How the pages of the documents lead to each other, which the conversion to OpenAPI leaves out.

/// The folder of the document that has pages.
const FOLDER: &str = "payload/pageable";

/// What TypeSpec says of each path of this folder, as `x-signon-pagination`.
const PAGINATION: [(&str, &str); 11] = [
    (
        "server-driven-pagination/link",
        "{ link: { body: /next }, items: /pets }",
    ),
    (
        "server-driven-pagination/link-string",
        "{ link: { body: /next }, items: /pets }",
    ),
    (
        "server-driven-pagination/nested-link",
        "{ link: { body: /nestedNext/next }, items: /nestedItems/pets }",
    ),
    (
        "server-driven-pagination/continuationtoken/request-query-response-body",
        "{ cursor: { parameter: token, body: /nextToken }, items: /pets }",
    ),
    (
        "server-driven-pagination/continuationtoken/request-header-response-body",
        "{ cursor: { parameter: token, body: /nextToken }, items: /pets }",
    ),
    (
        "server-driven-pagination/continuationtoken/request-query-response-header",
        "{ cursor: { parameter: token, header: next-token }, items: /pets }",
    ),
    (
        "server-driven-pagination/continuationtoken/request-header-response-header",
        "{ cursor: { parameter: token, header: next-token }, items: /pets }",
    ),
    (
        "server-driven-pagination/continuationtoken/request-query-nested-response-body",
        "{ cursor: { parameter: token, body: /nestedNext/nextToken }, items: /nestedItems/pets }",
    ),
    (
        "server-driven-pagination/continuationtoken/request-header-nested-response-body",
        "{ cursor: { parameter: token, body: /nestedNext/nextToken }, items: /nestedItems/pets }",
    ),
    (
        "xml/list-with-continuation",
        "{ cursor: { parameter: marker, body: /nextMarker }, items: /pets }",
    ),
    (
        "xml/list-with-next-link",
        "{ link: { body: /nextLink }, items: /pets }",
    ),
];

/// The document in a folder with the pagination that it leaves out; none where it has no pages.
pub(super) fn supplement(dir: &str, text: &str) -> Result<Option<String>, String> {
    if dir != FOLDER {
        return Ok(None);
    }
    let mut root: serde_yaml::Value =
        serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    for (path, pagination) in PAGINATION {
        let pagination: serde_yaml::Value =
            serde_yaml::from_str(pagination).map_err(|error| error.to_string())?;
        let path = format!("/{FOLDER}/{path}");
        let operation = root
            .get_mut("paths")
            .and_then(|paths| paths.get_mut(&path)?.get_mut("get")?.as_mapping_mut())
            .ok_or_else(|| format!("no path {path}"))?;
        operation.insert("x-signon-pagination".into(), pagination);
    }
    serde_yaml::to_string(&root)
        .map(Some)
        .map_err(|error| error.to_string())
}
