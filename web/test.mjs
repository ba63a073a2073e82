// Tests the built page in Chromium: node web/test.mjs FOLDER SIGNON
//
// FOLDER is the output of build.mjs, SIGNON the native program to compare with. Playwright is resolved from
// SIGNON_NODE_MODULES, or as Node.js does; CHROMIUM is the browser's program. SIGNON_SCREENSHOTS is a folder for screenshots,
// SIGNON_DOCUMENTS one with further documents, which are generated in both ways.

import { execFileSync, spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { inflateRawSync } from "node:zlib";

const [folder, program, ...others] = process.argv.slice(2);
if (!folder || !program || others.length > 0) {
  console.error("Usage: node web/test.mjs FOLDER SIGNON");
  process.exit(2);
}
const SITE = resolve(folder);
const SIGNON = resolve(program);
const { SIGNON_SCREENSHOTS: SCREENSHOTS, SIGNON_DOCUMENTS: DOCUMENTS } = process.env;

const base = process.env.SIGNON_NODE_MODULES;
const { chromium } = createRequire(base ? join(resolve(base), "_") : import.meta.url)("playwright-core");

// The server

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

const POLICY = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(readFileSync(join(SITE, "index.html"), "utf8"))[1];

// Pages with a part that fails, by the first folder of the path: what replaces a file; null for none.
const VARIANTS = {
  slow: { "worker.js": 'addEventListener("message", () => { for (;;); }); postMessage({ kind: "ready" });' },
  panic: {
    "signon_web.js":
      'export default async function () {} export function generate() { panicked("panicked at <b>x</b>"); throw new WebAssembly.RuntimeError("unreachable"); }',
  },
  absent: { "signon_web_bg.wasm": null },
  // The policy as a header, which holds for the worker, too.
  header: {},
};

const served = [];

const server = createServer((request, response) => {
  served.push(request.url);
  const parts = new URL(request.url, "http://localhost").pathname.split("/").filter(Boolean);
  const variant = VARIANTS[parts[0]] ? parts.shift() : "";
  const name = parts.join("/") || "index.html";
  const replaced = VARIANTS[variant]?.[name];
  const path = join(SITE, name);
  if (replaced === null || !path.startsWith(SITE) || !existsSync(path)) {
    response.writeHead(404).end();
    return;
  }
  const headers = { "content-type": TYPES[extname(name)] ?? "application/octet-stream" };
  if (variant === "header") {
    headers["content-security-policy"] = POLICY;
  }
  response.writeHead(200, headers).end(replaced ?? readFileSync(path));
});

// The checks

let checks = 0;
let failures = 0;

function check(name, holds, detail = "") {
  checks += 1;
  failures += holds ? 0 : 1;
  console.log(`${holds ? "ok" : "FAILED"}: ${name}${holds || !detail ? "" : `\n${detail}`}`);
}

function same(name, actual, expected) {
  const show = (value) => JSON.stringify(value)?.slice(0, 4000);
  check(name, actual === expected, `actual:   ${show(actual)}\nexpected: ${show(expected)}`);
}

// The native program

const work = mkdtempSync(join(tmpdir(), "signon-web-"));
const version = execFileSync(SIGNON, ["--version"], { encoding: "utf8" }).trim().split(" ").pop();
let runs = 0;

function written(file, text) {
  const directory = join(work, `document-${(runs += 1)}`);
  mkdirSync(directory);
  writeFileSync(join(directory, file), text);
  return directory;
}

// The files that the program writes, by path; its list of them is for folders on a disk alone.
function generated(file, text, { name, layout = "crate", flags = [] }) {
  const directory = written(file, text);
  const runtime = layout === "module" ? [] : ["--runtime", `version:${version}`];
  const args = ["generate", file, "--out", "out", "--name", name, "--layout", layout, ...runtime, ...flags];
  execFileSync(SIGNON, args, { cwd: directory, stdio: "pipe" });
  return tree(join(directory, "out"), (path) => path !== ".generated-files");
}

function tree(root, isWanted) {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
  return new Map(paths.filter(isWanted).sort().map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

// The diagnostics that the program prints, without its last line, which counts them.
function reported(file, text, flags = []) {
  const result = spawnSync(SIGNON, ["check", file, ...flags], { cwd: written(file, text), encoding: "utf8" });
  return result.stderr.replace(/\n\n[^\n]*\n$/, "");
}

// A zip archive as files by path, without its one folder.
function unzipped(bytes, top) {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const count = bytes.readUInt16LE(end + 10);
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const path = bytes.toString("utf8", at + 46, at + 46 + name);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + size);
    const text = (method === 8 ? inflateRawSync(data) : data).toString("utf8");
    files.set(path.startsWith(`${top}/`) ? path.slice(top.length + 1) : `outside of ${top}: ${path}`, text);
    at += 46 + name + extra + comment;
  }
  return new Map([...files].sort(([left], [right]) => (left < right ? -1 : 1)));
}

// The page

const consoleErrors = [];
const dialogs = [];
const requests = [];

async function opened(context, url) {
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      consoleErrors.push(`${url}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => consoleErrors.push(`${url}: ${error}`));
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    dialog.dismiss();
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
  });
  await page.goto(url);
  return page;
}

const status = (page) => page.textContent("#status");

async function settled(page, timeout = 90_000) {
  await page.waitForFunction(() => !document.body.classList.contains("running"), null, { timeout });
  return status(page);
}

async function ready(page) {
  await page.waitForFunction(() => document.getElementById("status").textContent === "Ready.");
}

// Puts in a document and options, and generates.
async function run(page, { text, name = "acme", layout = "crate", typesOnly = false, keepGoing = false }) {
  if (text !== undefined) {
    await page.evaluate((value) => {
      const field = document.getElementById("text");
      field.value = value;
      field.dispatchEvent(new Event("input"));
    }, text);
  }
  await page.fill("#package", name);
  await page.check(`input[name=layout][value=${layout}]`);
  await page.setChecked("#types-only", typesOnly);
  await page.setChecked("#keep-going", keepGoing);
  await page.click("#generate");
  return settled(page);
}

const report = (page) => page.textContent("#report");

async function downloaded(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

function sameFiles(name, actual, expected) {
  same(`${name}: the same paths`, [...actual.keys()].join("\n"), [...expected.keys()].join("\n"));
  const different = [...expected].filter(([path, text]) => actual.get(path) !== text).map(([path]) => path);
  same(`${name}: the same bytes`, different.join("\n"), "");
}

async function screenshot(page, name) {
  if (SCREENSHOTS) {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  }
}

async function theExampleBecomesACrate(page) {
  const text = await page.inputValue("#text");
  await screenshot(page, "start");
  const variants = [
    { layout: "crate", typesOnly: false },
    { layout: "crate", typesOnly: true },
    { layout: "member", typesOnly: false },
    { layout: "module", typesOnly: false },
    { layout: "module", typesOnly: true },
  ];
  for (const { layout, typesOnly } of variants) {
    const title = `example as ${layout}${typesOnly ? ", types only" : ""}`;
    const line = await run(page, { name: "pet-store", layout, typesOnly });
    const flags = typesOnly ? ["--types-only"] : [];
    const expected = generated("openapi.yaml", text, { name: "pet-store", layout, flags });
    check(`${title}: the status counts`, new RegExp(`^${typesOnly ? 0 : 4} operations, \\d+ types, ${expected.size} files$`).test(line), line);
    check(`${title}: no diagnostics`, !(await page.isVisible("#diagnostics")));
    const { name, bytes } = await downloaded(page);
    same(`${title}: the name of the archive`, name, "pet-store.zip");
    sameFiles(title, unzipped(bytes, layout === "module" ? "pet_store" : "pet-store"), expected);
    if (layout === "crate" && !typesOnly) {
      await theFilesAreShown(page, expected);
      await screenshot(page, "result");
      await run(page, { name: "pet-store", layout, typesOnly });
      check("the same document gives the same archive", (await downloaded(page)).bytes.equals(bytes));
      writeFileSync(join(work, "archive.zip"), bytes);
      const tested = spawnSync("python3", ["-m", "zipfile", "-t", join(work, "archive.zip")], { encoding: "utf8" });
      check("another program reads the archive", tested.status === 0, tested.stdout + tested.stderr);
    }
  }
}

async function theFilesAreShown(page, expected) {
  const paths = await page.locator("#paths li").allTextContents();
  same("the list has all files", paths.sort().join("\n"), [...expected.keys()].join("\n"));
  same("the root of the crate is chosen", await page.textContent("#path"), "src/lib.rs");
  same("the chosen file is shown", await page.textContent("#source"), expected.get("src/lib.rs"));
  await page.focus("#paths");
  await page.keyboard.press("Home");
  const first = await page.textContent("#path");
  same("keys choose a file", await page.textContent("#source"), expected.get(first));
  await page.keyboard.press("ArrowDown");
  check("the next key chooses the next file", (await page.textContent("#path")) !== first);
  const active = await page.getAttribute("#paths", "aria-activedescendant");
  same("the list names the active file", await page.textContent(`#${active}`), await page.textContent("#path"));
  await page.click("#paths li:has-text('Cargo.toml')");
  same("a click chooses a file", await page.textContent("#source"), expected.get("Cargo.toml"));
}

const MINIMAL = `openapi: 3.1.0
info: { title: Acme, version: '1' }
servers: [{ url: 'https://acme.example' }]
paths:
  /things:
    get:
      operationId: listThings
      responses:
        '200':
          description: Things.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Thing' }
components:
  schemas:
    Thing: { type: object, properties: { size: { type: integer } } }
`;

async function aBrokenDocumentIsReported(page) {
  const broken = {
    "a reference to nothing": MINIMAL.replace("schemas/Thing'", "schemas/Missing'"),
    "broken YAML": MINIMAL.replace("paths:", "paths: ["),
    "broken JSON": '{ "openapi": "3.1.0", "info": }',
    "an empty document": "",
    "a list": "[1, 2]",
  };
  for (const [title, text] of Object.entries(broken)) {
    const line = await run(page, { text });
    const file = text.startsWith("{") ? "openapi.json" : "openapi.yaml";
    same(`${title}: the diagnostics of the program`, await report(page), reported(file, text));
    check(`${title}: the status says so`, /^Nothing was generated: \d+ errors?/.test(line), line);
    check(`${title}: there is no download`, !(await page.isVisible("#download")) && !(await page.isVisible("#output")));
  }
  await run(page, { text: broken["a reference to nothing"] });
  check("a diagnostic has its line", (await report(page)).includes("--> openapi.yaml:13:"));
  same("the severity is marked", await page.textContent("#report .error"), "error[unresolved-ref]");
  await screenshot(page, "broken");
  await run(page, { text: MINIMAL, name: "no name" });
  check("an invalid package name is reported", (await report(page)).startsWith("error: `no name` is no name for a package"));
  const line = await run(page, { text: MINIMAL });
  check("the next document is generated", /^1 operation, /.test(line), line);
}

async function textStaysText(page) {
  const script = "<script>alert(1)</script><img src=x onerror=alert(2)>";
  const text = MINIMAL.replace("Things.", `'${script}'`)
    .replace("title: Acme", `title: '${script}'`)
    .replace("size:", `'${script}':`);
  const elements = () => page.evaluate(() => document.querySelectorAll("script, img, iframe").length);
  const before = await elements();
  const line = await run(page, { text });
  check("markup: a document with it is generated", line.includes("operation"), line);
  for (const item of await page.locator("#paths li").all()) {
    await item.click();
  }
  const broken = text.replace("schemas/Thing'", `schemas/${script}'`);
  await run(page, { text: broken });
  const shown = await report(page);
  check("markup: a diagnostic shows it as text", shown.includes("<script>alert(1)"), shown);
  same("markup: no element came of it", await elements(), before);
  same("markup: no dialog", dialogs.join(), "");

  const name = "<img src=x onerror=alert(3)>.yaml";
  await page.setInputFiles("#file", { name, mimeType: "application/yaml", buffer: Buffer.from(MINIMAL) });
  await page.waitForFunction((wanted) => document.getElementById("document-name").textContent === wanted, name);
  same("markup: the name of a file stays text", await elements(), before);
}

async function theUnsupportedIsLeftOut(page) {
  const text = MINIMAL.replace(
    "      operationId: listThings\n",
    "      operationId: listThings\n      parameters: [{ name: a, in: query, style: unknown, schema: { type: string } }]\n",
  );
  const refused = await run(page, { text });
  check("unsupported: nothing is generated", refused.startsWith("Nothing was generated"), refused);
  check("unsupported: “Keep going” is suggested", (await page.textContent("#hint")).includes("Keep going"));
  same("unsupported: the diagnostics of the program", await report(page), reported("openapi.yaml", text));
  const line = await run(page, { text, keepGoing: true });
  check("keep going: the status counts what is left out", /files, 1 simplification/.test(line), line);
  const flags = ["--keep-going"];
  same("keep going: the diagnostics of the program", await report(page), reported("openapi.yaml", text, flags));
  same("keep going: the severity is marked", await page.locator("#report .simplified").count(), 1);
  const expected = generated("openapi.yaml", text, { name: "acme", flags });
  sameFiles("keep going", unzipped((await downloaded(page)).bytes, "acme"), expected);
  await screenshot(page, "keep-going");
}

async function hostileDocumentsEnd(page) {
  const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (let index = 1; index < 12; index += 1) {
    const [before, name] = [index - 1, index].map((at) => String.fromCharCode(97 + at));
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(", ")}]`);
  }
  const deep = (count) => {
    let schema = "{ type: string }";
    const levels = Array(count).fill("{ type: array, items: ");
    schema = levels.join("") + schema + " }".repeat(count);
    return MINIMAL.replace("{ type: object, properties: { size: { type: integer } } }", schema);
  };
  const chain = (count, link) =>
    MINIMAL + Array.from({ length: count }, (_, at) => `    Link${at}: ${link(`'#/components/schemas/Link${(at + 1) % count}'`)}\n`).join("");
  const documents = {
    "3000 schemas in a cycle": chain(3000, (next) => `{ type: object, properties: { next: { $ref: ${next} } } }`),
    "3000 schemas that extend each other": chain(3000, (next) => `{ allOf: [{ $ref: ${next} }, { properties: { a: { type: string } } }] }`),
    "3000 references to references": chain(3000, (next) => `{ $ref: ${next} }`),
    "100000 brackets in JSON": "[".repeat(100_000),
    "100000 closed brackets in JSON": `{"openapi": "3.1.0", "x": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
    "100000 brackets in YAML": `a: ${"[".repeat(100_000)}${"]".repeat(100_000)}`,
    "10000 block sequences": `a:\n  ${"- ".repeat(10_000)}x`,
    "100 nested schemas": deep(100),
    "500 nested schemas": deep(500),
    "5000 nested schemas": deep(5000),
    "aliases of aliases": bomb.join("\n"),
    "an alias of itself": "a: &a [*a]",
    "30 MB of text": MINIMAL + `  x-text: '${"lorem ipsum ".repeat(2_500_000)}'\n`,
    "30 MB of broken lines": "}\n".repeat(15_000_000),
    "a million keys": MINIMAL + Array.from({ length: 1_000_000 }, (_, at) => `  x-${at}: ${at}\n`).join(""),
  };
  for (const [title, text] of Object.entries(documents)) {
    const start = performance.now();
    if (text.length > 1_000_000) {
      await openLarge(page, text);
      await page.click("#generate");
    } else {
      await run(page, { text });
    }
    const line = await settled(page);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const hint = (await page.isVisible("#hint")) ? (await page.textContent("#hint")) : "";
    check(`${title}: no panic`, !hint.includes("panicked"), hint);
    const isPlain = /^(The generator (stopped without a result|was stopped after)|Nothing was generated: |\d+ operation)/.test(line);
    check(`${title}: ends with a report or a statement (${line} ${seconds} s)`, isPlain, line);
    if (await page.isVisible("#close")) {
      await page.click("#close");
    }
    const next = await run(page, { text: MINIMAL });
    check(`${title}: the next document is generated`, /^1 operation, /.test(next), next);
  }
}

// A file beyond the size that the text field takes; from the disk, since Playwright passes no large buffers.
async function openLarge(page, text) {
  await page.setInputFiles("#file", join(written("large.yaml", text), "large.yaml"));
  await page.waitForFunction(() => document.getElementById("document-name").textContent === "large.yaml", null, {
    timeout: 90_000,
  });
}

async function filesAndKeys(context, origin) {
  const page = await opened(context, origin);
  await ready(page);
  const text = MINIMAL.replace("listThings", "listBooks");
  const path = join(written("Book Shop.openapi.yaml", text), "Book Shop.openapi.yaml");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click("#open")]);
  await chooser.setFiles(path);
  await page.waitForFunction(() => document.getElementById("status").textContent.endsWith("is open."));
  same("a file: its text is in the field", await page.inputValue("#text"), text);
  same("a file: it names the package", await page.inputValue("#package"), "book-shop");
  await page.focus("#text");
  await page.keyboard.press("Control+Enter");
  check("Ctrl+Enter generates", /^1 operation, /.test(await settled(page)), await status(page));
  const expected = generated("Book Shop.openapi.yaml", text, { name: "book-shop" });
  sameFiles("a file", unzipped((await downloaded(page)).bytes, "book-shop"), expected);

  await page.fill("#package", "");
  await page.evaluate((value) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([value], "dropped.yaml"));
    const drop = new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
    document.getElementById("text").dispatchEvent(drop);
  }, MINIMAL);
  await page.waitForFunction(() => document.getElementById("document-name").textContent === "dropped.yaml");
  same("a dropped file: its text is in the field", await page.inputValue("#text"), MINIMAL);
  same("a dropped file: it names the package", await page.inputValue("#package"), "dropped");
  await page.focus("#package");
  await page.keyboard.press("Enter");
  check("Enter in a field generates", /^1 operation, /.test(await settled(page)), await status(page));

  await page.setInputFiles("#file", { name: "a.yaml", mimeType: "", buffer: Buffer.from([0xff, 0xfe, 0x00]) });
  await page.waitForFunction(() => document.getElementById("status").textContent.includes("UTF-8"));
  check("a file that is no text: it is refused, and the document stays", (await page.inputValue("#text")) === MINIMAL);

  const unnamed = await page.evaluate(() =>
    [...document.querySelectorAll("input, textarea, button:not([hidden]), [tabindex]")]
      .filter((element) => !element.labels?.length && !element.ariaLabel && !element.textContent.trim())
      .filter((element) => !element.getAttribute("aria-labelledby"))
      .map((element) => element.id),
  );
  same("every control has a name", unnamed.join(), "");
  await page.close();
}

async function furtherDocumentsAreTheSame(page) {
  for (const file of readdirSync(DOCUMENTS).filter((name) => /\.(json|yaml)$/.test(name))) {
    await page.setInputFiles("#file", join(DOCUMENTS, file));
    await page.waitForFunction((name) => document.getElementById("document-name").textContent === name, file);
    const start = performance.now();
    const line = await run(page, { keepGoing: true });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const hint = (await page.isVisible("#hint")) ? await page.textContent("#hint") : "";
    const isGenerated = await page.isVisible("#download");
    check(`${file}: it is generated (${line} ${seconds} s)`, isGenerated, hint);
    if (isGenerated) {
      const text = readFileSync(join(DOCUMENTS, file), "utf8");
      const expected = generated(file, text, { name: "acme", flags: ["--keep-going"] });
      sameFiles(file, unzipped((await downloaded(page)).bytes, "acme"), expected);
    }
  }
}

async function failuresAreStated(context, origin) {
  const slow = await opened(context, `${origin}/slow/`);
  await ready(slow);
  await slow.clock.install();
  await slow.click("#generate");
  same("a slow run: it is running", await status(slow), "Generating…");
  check("a slow run: it can be canceled", await slow.isVisible("#cancel"));
  await slow.clock.runFor(59_000);
  same("a slow run: it has a minute", await status(slow), "Generating…");
  await slow.clock.runFor(2_000);
  same("a slow run: it is ended", await status(slow), "The generator was stopped after 60 seconds.");
  await slow.click("#generate");
  same("a slow run: the next one starts", await status(slow), "Generating…");
  await slow.click("#cancel");
  same("a slow run: a click cancels it", await status(slow), "Canceled.");
  check("a slow run: the next one can be started", await slow.isEnabled("#generate"));
  await slow.close();

  const panic = await opened(context, `${origin}/panic/`);
  await ready(panic);
  same("a panic: it is stated", await run(panic, {}), "The generator stopped without a result.");
  const hint = await panic.textContent("#hint");
  check("a panic: its message is shown as text", hint.includes("a defect") && hint.includes("panicked at <b>x</b>"), hint);
  check("a panic: the next run can be started", await panic.isEnabled("#generate"));
  await panic.close();

  const absent = await opened(context, `${origin}/absent/`);
  await absent.waitForFunction(() => document.getElementById("status").textContent.includes("could not be loaded"));
  check("a missing module: it is stated", await absent.isVisible("#hint"));
  await absent.close();
  // The browser reports the missing file itself.
  const expected = consoleErrors.filter((text) => text.includes("/absent/")).length;
  consoleErrors.splice(0, consoleErrors.length, ...consoleErrors.filter((text) => !text.includes("/absent/")));
  check("a missing module: the browser reports nothing else", expected <= 2, String(expected));

  const header = await opened(context, `${origin}/header/`);
  await ready(header);
  check("the policy as a header: the page works", /^4 operations/.test(await run(header, { name: "pets" })));
  await header.close();
}

async function theViewsFit(browser, origin) {
  for (const [name, options] of Object.entries({
    dark: { colorScheme: "dark", viewport: { width: 1280, height: 800 } },
    narrow: { colorScheme: "light", viewport: { width: 375, height: 720 }, hasTouch: true, isMobile: true },
    "narrow-dark": { colorScheme: "dark", viewport: { width: 375, height: 720 }, hasTouch: true, isMobile: true },
  })) {
    const context = await browser.newContext(options);
    const page = await opened(context, origin);
    await ready(page);
    await run(page, { name: "pet-store" });
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`${name}: the page is not wider than the screen`, excess <= 0, `${excess} px`);
    await screenshot(page, name);
    await run(page, { text: MINIMAL.replace("schemas/Thing'", "schemas/Missing'") });
    await screenshot(page, `${name}-broken`);
    await context.close();
  }
}

async function theModuleReachesNothing() {
  const module = await WebAssembly.compile(readFileSync(join(SITE, "signon_web_bg.wasm")));
  const imports = WebAssembly.Module.imports(module).map(({ name }) => name);
  // Beside the intrinsics of the bindings: the report of panics, and random numbers for the hashes of maps.
  const isKnown = (name) => /^__wbindgen_|^__wbg_(__wbindgen_throw|panicked|getRandomValues)_/.test(name);
  same("the module imports no way to the network", imports.filter((name) => !isKnown(name)).join(), "");
}

server.listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
  context.on("request", (request) => requests.push(request.url()));
  const page = await opened(context, origin);
  await ready(page);
  await theModuleReachesNothing();
  await theExampleBecomesACrate(page);
  await aBrokenDocumentIsReported(page);
  await theUnsupportedIsLeftOut(page);
  await textStaysText(page);
  await filesAndKeys(context, origin);
  await hostileDocumentsEnd(page);
  if (DOCUMENTS) {
    await furtherDocumentsAreTheSame(page);
  }
  await failuresAreStated(context, origin);
  same("no violation of the policy", (await page.evaluate(() => violations)).join(), "");
  await theViewsFit(browser, origin);
  const foreign = requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith(`blob:${origin}/`));
  same("no request leaves for another origin", foreign.join("\n"), "");
  const known = new Set(readdirSync(SITE));
  const unknown = served.filter((url) => !known.has(url.split("/").pop() || "index.html"));
  same("only the files of the page are requested", unknown.join("\n"), "");
  same("no error on the console", consoleErrors.join("\n"), "");
} catch (error) {
  check("the test ran to its end", false, error.stack);
} finally {
  await browser.close();
  server.close();
  rmSync(work, { recursive: true, force: true });
}
console.log(`${checks} checks, ${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
