// The generated client in headless Chromium, against an API of this program's own on other origins.
// Usage: node examples/wasm/test.mjs FOLDER, which has wasm_example.js and wasm_example_bg.wasm.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Readable, pipeline } from "node:stream";
import { fileURLToPath } from "node:url";

const folder = resolve(process.argv[2] ?? ".");
const modules = process.env.SIGNON_NODE_MODULES;
const { chromium } = createRequire(modules ? join(resolve(modules), "x.cjs") : import.meta.url)("playwright-core");

const TOKEN = "a-very-secret-token";
const seen = [];
const closed = [];
let api;
let other;

/** Starts a server on a port of its own, and answers with its origin. */
function serve(answer) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    request.text = Buffer.concat(chunks).toString();
    await answer(request, response);
  });
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => done({ server, origin: `http://127.0.0.1:${server.address().port}` }));
  });
}

/** Allows pages of other origins the request that the preflight announces, but no more than an API would. */
function cors(request, response) {
  response.setHeader("Access-Control-Allow-Origin", "*");
  response.setHeader("Access-Control-Expose-Headers", "Retry-After");
  if (request.method !== "OPTIONS") return false;
  const asked = (request.headers["access-control-request-headers"] ?? "").split(",").filter(Boolean);
  const known = ["accept", "authorization", "content-type", "idempotency-key", "user-agent"];
  if (asked.every((name) => known.includes(name))) {
    response.setHeader("Access-Control-Allow-Headers", asked.join(", "));
    response.setHeader("Access-Control-Allow-Methods", "GET, POST");
  }
  response.writeHead(204).end();
  return true;
}

const json = (response, status, body, headers = {}) =>
  response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(typeof body === "string" ? body : JSON.stringify(body));

/** Answers by the name that the call is about. */
const scenarios = {
  "Rex & co/é?#": (_, response) => json(response, 200, { id: 1, name: "Rex" }),
  unknown: (_, response) => json(response, 404, { code: "no_pet", message: "there is no such pet" }),
  teapot: (_, response) => json(response, 418, "{}"),
  malformed: (_, response) => json(response, 200, '{"id": 1,'),
  misshapen: (_, response) => json(response, 200, { id: "one", name: 1 }),
  empty: (_, response) => response.writeHead(204).end(),
  busy: (_, response, before) => (before === 0 ? json(response, 503, {}, { "Retry-After": "0" }) : json(response, 200, { id: 3, name: "busy" })),
  later: (_, response, before) => (before === 0 ? json(response, 503, {}, { "Retry-After": "1" }) : json(response, 200, { id: 4, name: "later" })),
  silent: () => {},
  stalled: (_, response) => response.writeHead(200, { "Content-Type": "application/json" }).write('{"id": '),
  broken: (_, response) => {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
    response.write('{"id": ');
    setTimeout(() => response.destroy(), 50);
  },
  large: (_, response) => {
    const piece = Buffer.alloc(1 << 20, 0x20);
    const pieces = function* () {
      for (response.megabytes = 0; response.megabytes < 512; response.megabytes += 1) yield piece;
    };
    response.writeHead(200, { "Content-Type": "application/json" });
    pipeline(Readable.from(pieces()), response, () => {});
  },
  moved: (_, response) => response.writeHead(302, { Location: `${api.origin}/pets/target` }).end(),
  away: (_, response) => response.writeHead(302, { Location: `${other.origin}/pets/target` }).end(),
  target: (_, response) => json(response, 200, { id: 5, name: "target" }),
  taken: (_, response) => json(response, 409, { code: "taken", message: "the name is taken" }),
  unaccepted: (_, response) => json(response, 422, { code: "bad", message: `${TOKEN} is no good` }),
  "sent-away": (_, response) => response.writeHead(307, { Location: `${other.origin}/pets` }).end(),
};

async function answer(request, response) {
  if (cors(request, response)) return;
  const url = new URL(request.url, "http://x");
  const name = request.method === "POST" ? JSON.parse(request.text).name : decodeURIComponent(url.pathname.split("/")[2] ?? "");
  if (name === "" && url.pathname === "/sales") {
    response.on("close", () => closed.push("sales"));
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write('data: {"id": 8, ');
    return setTimeout(() => response.write('"name": "Mia"}\n\n'), 100);
  }
  const entry = { origin: `http://${request.headers.host}`, method: request.method, target: request.url, headers: request.headers, text: request.text, name, response };
  const before = seen.filter((other) => other.name === name).length;
  seen.push(entry);
  response.on("close", () => response.writableFinished || closed.push(name));
  if (name === "") {
    const second = url.searchParams.get("after") === "a/b&c";
    const pets = second ? [{ id: 2, name: "Tom" }] : [{ id: 1, name: "Rex" }];
    return json(response, 200, second ? { pets } : { pets, next: "a/b&c" });
  }
  if (scenarios[name]) return scenarios[name](request, response, before);
  return json(response, request.method === "POST" ? 201 : 200, { id: 7, name });
}

api = await serve(answer);
other = await serve(answer);
const types = { html: "text/html", js: "text/javascript", wasm: "application/wasm" };
const example = dirname(fileURLToPath(import.meta.url));
const page = await serve((request, response) => {
  if (request.url === "/") return response.writeHead(200, { "Content-Type": types.html }).end("<!doctype html>");
  const file = request.url.startsWith("/pkg/") ? join(folder, basename(request.url)) : join(example, basename(request.url));
  if (!existsSync(file)) return response.writeHead(404).end();
  return response.writeHead(200, { "Content-Type": types[file.split(".").at(-1)] }).end(readFileSync(file));
});
const refusing = await serve(() => {});
await new Promise((done) => refusing.server.close(done));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const crashes = [];

/** A page of its own, with a module that has just started. */
async function open(path = "/") {
  const tab = await browser.newPage();
  tab.on("pageerror", (error) => crashes.push(error.message));
  await tab.goto(page.origin + path);
  return tab;
}

const tab = await open();

/** Calls `method` of a store, and answers with what it gives or throws. */
function call(method, argument, { url = api.origin, token, seconds = 5, on = tab } = {}) {
  return on.evaluate(
    async ([method, argument, url, token, seconds]) => {
      const { default: init, Store } = await import("/pkg/wasm_example.js");
      await init({ module_or_path: "/pkg/wasm_example_bg.wasm" });
      const store = new Store(url, token, seconds);
      const began = performance.now();
      try {
        const value = await store[method](argument);
        return { value: typeof value === "bigint" ? Number(value) : value, took: performance.now() - began };
      } catch (error) {
        return { error: error.message ?? String(error), took: performance.now() - began };
      }
    },
    [method, argument, url, token, seconds],
  );
}

const requests = (name) => seen.filter((entry) => entry.name === name);
const until = async (condition) => {
  for (let wait = 0; wait < 100 && !condition(); wait += 1) await new Promise((done) => setTimeout(done, 20));
};

let passed = 0;
let failed = 0;
async function check(name, run) {
  seen.length = 0;
  closed.length = 0;
  const problems = [];
  const expect = (condition, what) => condition || problems.push(what);
  try {
    await run(expect);
  } catch (error) {
    problems.push(error.message);
  }
  if (problems.length === 0) passed += 1;
  else failed += 1;
  console.log(`${problems.length === 0 ? "ok    " : "FAILED"} ${name}${problems.map((problem) => `\n       ${typeof problem === "string" ? problem : JSON.stringify(problem)}`).join("")}`);
}

await check("a list is decoded, and its pages are followed", async (expect) => {
  const { value, error } = await call("list", "cat");
  expect(JSON.stringify(value) === '["Rex","Tom"]', { value, error });
  expect(seen.length === 2 && seen[1].target.endsWith("after=a%2Fb%26c"), seen.map((entry) => entry.target));
});

await check("values of the query and the path are encoded", async (expect) => {
  await call("list", "a b&c=d/é");
  expect(new URL(seen[0].target, "http://x").searchParams.get("tag") === "a b&c=d/é", seen[0].target);
  const { value, error } = await call("find", "Rex & co/é?#");
  expect(value === 1, { value, error });
  expect(seen.at(-1).target === "/pets/Rex%20%26%20co%2F%C3%A9%3F%23", seen.at(-1).target);
});

await check("a read without credentials needs no preflight", async (expect) => {
  let preflights = 0;
  const count = (request) => (preflights += request.method === "OPTIONS");
  api.server.on("request", count);
  await call("find", "Tom");
  api.server.off("request", count);
  expect(preflights === 0, `${preflights} preflights`);
  expect(seen[0].headers.accept === "application/json", seen[0].headers);
  expect(seen[0].headers["user-agent"].includes("Mozilla"), seen[0].headers["user-agent"]);
});

await check("headers and a JSON body arrive", async (expect) => {
  const { value, error } = await call("create", 'Jürgen "x"', { token: TOKEN });
  expect(value === 7, { value, error });
  const [{ headers, text }] = seen;
  expect(text === '{"name":"Jürgen \\"x\\""}', text);
  expect(headers["content-type"] === "application/json", headers);
  expect(headers.authorization === `Bearer ${TOKEN}`, headers);
  expect(/^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(headers["idempotency-key"] ?? ""), headers);
});

await check("idempotency keys are random, also across pages", async (expect) => {
  for (let n = 0; n < 2; n += 1) {
    const on = await open();
    await call("create", "Mia", { on });
    await on.close();
  }
  const random = seen.map((entry) => entry.headers["idempotency-key"].slice(14));
  expect(new Set(random).size === 2, random);
});

await check("a documented error has the message of its body", async (expect) => {
  const { error } = await call("find", "unknown");
  expect(error?.includes("404") && error.includes("there is no such pet"), error);
  const taken = await call("create", "taken");
  expect(taken.error === "the name is taken", taken);
});

await check("a status that is not documented is an error with it", async (expect) => {
  const { error } = await call("find", "teapot");
  expect(error?.includes("418"), error);
});

await check("malformed, misshapen and missing JSON are errors", async (expect) => {
  for (const name of ["malformed", "misshapen", "empty"]) {
    const { error } = await call("find", name);
    expect(error?.includes("getPet"), error);
  }
});

await check("a 503 is retried at once where Retry-After is 0", async (expect) => {
  const { value, error, took } = await call("find", "busy");
  expect(value === 3 && seen.length === 2, { value, error, seen: seen.length });
  expect(took < 500, took);
});

await check("a 503 is retried after the seconds of Retry-After", async (expect) => {
  const { value, error, took } = await call("find", "later");
  expect(value === 4 && seen.length === 2, { value, error, seen: seen.length });
  expect(took > 900 && took < 4000, took);
});

await check("a key is the same on each attempt", async (expect) => {
  const { value } = await call("create", "busy");
  const [first, second] = seen.map((entry) => entry.headers["idempotency-key"]);
  expect(value === 3 && first && first === second, [value, first, second]);
});

await check("a call that is never answered ends with a timeout, and its requests are aborted", async (expect) => {
  const { error, took } = await call("find", "silent", { seconds: 1 });
  expect(error?.includes("time ran out"), error);
  expect(took > 2900 && took < 20000, took);
  await until(() => closed.length === 3);
  expect(closed.length === 3, closed);
});

await check("a body that stalls ends with a timeout", async (expect) => {
  const { error } = await call("find", "stalled", { seconds: 1 });
  expect(error?.includes("time ran out"), error);
  await until(() => closed.length === 3);
  expect(closed.length === 3, closed);
});

await check("a call that is dropped aborts its request", async (expect) => {
  const outcome = await tab.evaluate(async (url) => {
    const { Store } = await import("/pkg/wasm_example.js");
    const store = new Store(url, undefined, 30);
    const first = store.find("silent").catch((error) => error.message);
    await new Promise((done) => setTimeout(done, 300));
    const second = Number(await store.find("Tom"));
    return [await first, second];
  }, api.origin);
  expect(outcome[0].toLowerCase().includes("abort") && outcome[1] === 7, outcome);
  await until(() => closed.includes("silent"));
  expect(closed.includes("silent") && requests("silent").length === 1, closed);
});

await check("an answer above the body limit is an error, and is not read to its end", async (expect) => {
  const { error } = await call("find", "large", { seconds: 30 });
  expect(error?.includes("67108864") || error?.includes("too large") || error?.includes("more than"), error);
  await until(() => closed.includes("large"));
  expect(seen[0].response.megabytes < 200, `${seen[0].response.megabytes} MiB were sent`);
});

await check("events of a stream are read as they come, and dropping it aborts the request", async (expect) => {
  const { value, error } = await call("next_sale");
  expect(value === "Mia", { value, error });
  await until(() => closed.includes("sales"));
  expect(closed.includes("sales"), closed);
});

await check("an answer that breaks off is an error of the transport", async (expect) => {
  const { error } = await call("find", "broken");
  expect(error?.includes("no whole answer came back"), error);
  expect(!/\bat |\.js|\n/.test(error ?? ""), error);
});

await check("a refused connection is an error of the transport", async (expect) => {
  const { error } = await call("find", "Rex", { url: refusing.origin });
  expect(error?.includes("no whole answer came back") && /fetch/i.test(error), error);
  expect(!/\bat |\.js|\n/.test(error ?? ""), error);
});

await check("an answer without CORS headers is an error of the transport", async (expect) => {
  const { error } = await call("find", "Rex", { url: `${page.origin.replace("127.0.0.1", "localhost")}` });
  expect(error?.includes("no whole answer came back"), error);
});

await check("a token is in no error", async (expect) => {
  for (const name of ["unaccepted", "unknown", "broken", "away"]) {
    const { error } = await call(name === "unaccepted" ? "create" : "find", name, { token: TOKEN });
    expect(error && !error.includes(TOKEN), error);
  }
});

await check("a read without credentials follows redirects, also to another origin", async (expect) => {
  for (const name of ["moved", "away"]) {
    const { value, error } = await call("find", name);
    expect(value === 5, { value, error });
  }
});

await check("a token does not follow a redirect, which is an error", async (expect) => {
  for (const name of ["moved", "away"]) {
    const { error } = await call("find", name, { token: TOKEN });
    expect(error?.includes("redirect"), error);
  }
  expect(requests("target").length === 0 && seen.every((entry) => entry.origin === api.origin), seen.length);
});

await check("a body and its key do not follow a redirect, which is an error", async (expect) => {
  const { error } = await call("create", "sent-away");
  expect(error?.includes("redirect"), error);
  expect(seen.length === 1 && seen[0].origin === api.origin, seen.map(({ origin, headers }) => ({ origin, key: headers["idempotency-key"] })));
});

await check("the page of the example lists pets", async (expect) => {
  const example = await open("/index.html");
  await example.fill("input[name=url]", api.origin);
  await example.click("button");
  await example.waitForSelector("li", { timeout: 5000 });
  const names = await example.locator("li").allTextContents();
  expect(names.join() === "Rex,Tom", names);
  await example.fill("input[name=url]", refusing.origin);
  await example.click("button");
  await example.waitForFunction(() => document.querySelector("[role=alert]").textContent !== "", null, { timeout: 20000 });
  await example.close();
});

await check("a client can be made in a worker, too", async (expect) => {
  const value = await tab.evaluate(async ([page, url]) => {
    const source = `import init, { Store } from "${page}/pkg/wasm_example.js";
      await init({ module_or_path: "${page}/pkg/wasm_example_bg.wasm" });
      postMessage(Number(await new Store("${url}", undefined, 5).find("busy")));`;
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
    return new Promise((done) => {
      worker.onmessage = (message) => done(message.data);
      worker.onerror = (error) => done(error.message ?? "failed");
    });
  }, [page.origin, api.origin]);
  expect(value === 3, value);
});

await check("a clock that is set back does not prolong a timeout", async (expect) => {
  const took = await tab.evaluate(async (url) => {
    const { Store } = await import("/pkg/wasm_example.js");
    const began = performance.now();
    const call = new Store(url, undefined, 1).find("silent").catch(() => {});
    await new Promise((done) => setTimeout(done, 300));
    const now = Date.now;
    Date.now = () => now() - 3_600_000;
    await Promise.race([call, new Promise((done) => setTimeout(done, 15_000))]);
    Date.now = now;
    return performance.now() - began;
  }, api.origin);
  expect(took < 14_000, took);
});

await check("nothing was thrown that nobody caught", async (expect) => {
  expect(crashes.length === 0, crashes);
});

await browser.close();
for (const { server } of [api, other, page]) {
  server.closeAllConnections();
  server.close();
}
console.log(`${passed} of ${passed + failed} checks passed`);
process.exitCode = failed === 0 ? 0 : 1;
