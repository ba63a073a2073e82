// The page around the generator, which runs in worker.js. Texts of documents are put in as text, never as HTML.

// A run that takes longer is ended, in seconds.
const TIME_LIMIT = 60;
// A larger file is not put into the text field, in which browsers become slow, in bytes.
const EDITABLE = 2 * 1024 * 1024;
// What is shown of a report or a file, in characters.
const SHOWN = 1024 * 1024;
// Why a run ended without a result.
const CAUSES = {
  panic: "The document leads to a defect of the generator.",
  stack: "The schemas of the document refer to each other more deeply than the stack of a browser allows; the program “signon” has more.",
  other: "The document needs more memory than a browser gives, or it leads to a defect of the generator.",
};

const of = (id) => document.getElementById(id);
const counted = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

// The file that is open, `{ name, text, isEditable }`; none if the document was typed or pasted.
let opened = null;
// Whether the package name was typed, so that an opened file does not replace it.
let isNamed = false;
// The files of the last run as `[path, text]`, and the one that is shown.
let files = [];
let chosen = 0;
let archiveUrl = "";

// The worker

let worker = null;
let isReady = false;
let job = null;
let timer = 0;

function startWorker() {
  isReady = false;
  worker = new Worker("worker.js", { type: "module", name: "generator" });
  worker.addEventListener("message", ({ data }) => received(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    unusable(event.message);
  });
}

function stopWorker() {
  worker?.terminate();
  worker = null;
  isReady = false;
}

function received(message) {
  switch (message.kind) {
    case "ready":
      isReady = true;
      if (job) {
        send();
      } else {
        setStatus("Ready.");
      }
      break;
    case "done":
      show(message, job.packageName);
      finish();
      break;
    case "trapped":
      stopWorker();
      finish();
      setStatus("The generator stopped without a result.", "error");
      setHint(`${CAUSES[message.cause]} The next run starts anew. (${message.message})`);
      break;
    case "unusable":
      unusable(message.message);
      break;
  }
}

function unusable(reason) {
  stopWorker();
  finish();
  setStatus("The generator could not be loaded.", "error");
  setHint(`${reason ?? ""} “Generate” tries it again.`.trim());
}

function send() {
  worker.postMessage(job);
  timer = setTimeout(() => {
    stopWorker();
    finish();
    setStatus(`The generator was stopped after ${TIME_LIMIT} seconds.`, "error");
    setHint("The document takes too long in a browser; the program “signon” has no such limit. The next run starts anew.");
  }, TIME_LIMIT * 1000);
}

function generate() {
  if (job) {
    return;
  }
  clear();
  job = {
    text: opened && !opened.isEditable ? opened.text : of("text").value,
    file: documentName(),
    packageName: of("package").value.trim(),
    layout: document.querySelector("input[name=layout]:checked").value,
    typesOnly: of("types-only").checked,
    keepGoing: of("keep-going").checked,
  };
  document.body.classList.add("running");
  of("generate").disabled = true;
  of("cancel").hidden = false;
  setStatus("Generating…");
  if (!worker) {
    startWorker();
  } else if (isReady) {
    send();
  }
}

function cancel() {
  stopWorker();
  finish();
  setStatus("Canceled.");
}

function finish() {
  const wasRunning = job !== null;
  clearTimeout(timer);
  job = null;
  document.body.classList.remove("running");
  of("generate").disabled = false;
  of("cancel").hidden = true;
  if (wasRunning) {
    revealStatus();
  }
}

// The result

function clear() {
  files = [];
  chosen = 0;
  URL.revokeObjectURL(archiveUrl);
  archiveUrl = "";
  for (const id of ["download", "hint", "diagnostics", "output"]) {
    of(id).hidden = true;
  }
  for (const id of ["report", "paths", "source", "path"]) {
    of(id).replaceChildren();
  }
}

function show(result, packageName) {
  const problems = [
    [result.errors, "error"],
    [result.simplifications, "simplification"],
    [result.warnings, "warning"],
  ]
    .filter(([count]) => count > 0)
    .map(([count, noun]) => counted(count, noun));
  showReport(result.report);
  if (!result.isGenerated) {
    setStatus(`Nothing was generated: ${problems.join(", ")}.`, "error");
    if (result.isUnsupported) {
      setHint("With “Keep going”, what is not supported is left out or simplified.");
    }
    return;
  }
  files = result.files;
  const counts = [
    counted(result.operations, "operation"),
    counted(result.types, "type"),
    counted(files.length, "file"),
  ];
  setStatus([...counts, ...problems].join(", "), "done");
  showFiles();
  showDownload(result.archive, `${packageName}.zip`);
}

// On a small screen, the status may be below what is visible.
function revealStatus() {
  const { bottom } = of("status").getBoundingClientRect();
  if (bottom > innerHeight) {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    of("result").scrollIntoView({ block: "start", behavior: isCalm ? "auto" : "smooth" });
  }
}

function setStatus(text, kind = "") {
  of("status").textContent = text;
  of("status").className = kind;
}

function setHint(text) {
  of("hint").textContent = text;
  of("hint").hidden = false;
}

function showReport(text) {
  const lines = shortened(text).split("\n");
  const nodes = lines.flatMap((line, index) => {
    const end = index + 1 < lines.length ? "\n" : "";
    const severity = /^(error|warning|simplified)(\[[^\]]*\])?(?=:)/.exec(line);
    if (!severity) {
      return [line + end];
    }
    const span = document.createElement("span");
    span.className = severity[1];
    span.textContent = severity[0];
    return [span, line.slice(severity[0].length) + end];
  });
  of("report").replaceChildren(...joined(nodes));
  of("diagnostics").hidden = text === "";
}

// Neighboring texts as one, since a report may have many lines.
function joined(nodes) {
  const result = [];
  let text = [];
  for (const node of nodes) {
    if (typeof node === "string") {
      text.push(node);
    } else {
      result.push(text.join(""), node);
      text = [];
    }
  }
  return [...result, text.join("")];
}

function shortened(text) {
  if (text.length <= SHOWN) {
    return text;
  }
  const end = text.lastIndexOf("\n", SHOWN);
  return `${text.slice(0, end < 0 ? SHOWN : end)}\n\n… ${counted(text.length - SHOWN, "further character")}`;
}

function showFiles() {
  const items = files.map(([path], index) => {
    const item = document.createElement("li");
    item.id = `path-${index}`;
    item.role = "option";
    item.title = path;
    const name = path.lastIndexOf("/") + 1;
    if (name > 0) {
      const folder = document.createElement("span");
      folder.textContent = path.slice(0, name);
      item.append(folder);
    }
    item.append(path.slice(name));
    item.addEventListener("click", () => choose(index));
    return item;
  });
  of("paths").replaceChildren(...items);
  of("output").hidden = false;
  const first = ["src/lib.rs", "mod.rs"].map((wanted) => files.findIndex(([path]) => path === wanted));
  choose(Math.max(0, ...first));
}

function choose(index) {
  const items = of("paths").children;
  items[chosen]?.setAttribute("aria-selected", "false");
  chosen = index;
  items[chosen].setAttribute("aria-selected", "true");
  items[chosen].scrollIntoView({ block: "nearest" });
  of("paths").setAttribute("aria-activedescendant", items[chosen].id);
  const [path, text] = files[chosen];
  of("path").textContent = path;
  of("source").textContent = shortened(text);
  of("source").scrollTo(0, 0);
}

function moveChoice(event) {
  const last = files.length - 1;
  const moves = {
    ArrowUp: chosen - 1,
    ArrowDown: chosen + 1,
    PageUp: chosen - 10,
    PageDown: chosen + 10,
    Home: 0,
    End: last,
  };
  if (event.key in moves) {
    event.preventDefault();
    choose(Math.min(last, Math.max(0, moves[event.key])));
  }
}

function showDownload(archive, name) {
  archiveUrl = URL.createObjectURL(new Blob([archive], { type: "application/zip" }));
  const link = of("download");
  link.href = archiveUrl;
  link.download = name;
  link.textContent = `Download ${name}`;
  link.hidden = false;
}

async function copy() {
  try {
    await navigator.clipboard.writeText(files[chosen][1]);
    of("copy").textContent = "Copied";
  } catch {
    of("copy").textContent = "Not copied";
  }
  setTimeout(() => {
    of("copy").textContent = "Copy";
  }, 2000);
}

// The document

function documentName() {
  if (opened) {
    return opened.name;
  }
  return of("text").value.trimStart().startsWith("{") ? "openapi.json" : "openapi.yaml";
}

async function openFile(file) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    setStatus("The file cannot be read as UTF-8 text.", "error");
    return;
  }
  opened = { name: file.name, text, isEditable: file.size <= EDITABLE };
  of("text").value = opened.isEditable ? text : "";
  of("text").scrollTo(0, 0);
  if (!opened.isEditable) {
    of("large-text").textContent =
      `The file is open. With ${(file.size / 1024 / 1024).toFixed(1)} MiB it is too large to be shown here.`;
  }
  showDocument();
  const name = packageName(file.name);
  if (!isNamed && name) {
    of("package").value = name;
  }
  setStatus(`${file.name} is open.`);
}

function closeFile() {
  opened = null;
  showDocument();
  of("text").focus();
}

function showDocument() {
  const isEditable = opened?.isEditable ?? true;
  of("text").hidden = !isEditable;
  of("large").hidden = isEditable;
  of("document-name").textContent = documentName();
}

// The name of a file as that of a package, as the program `signon` chooses it.
function packageName(file) {
  const stem = file.replace(/\.[^.]*$/, "").replace(/\.openapi$/, "");
  return stem.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean).join("-");
}

function drop(event) {
  event.preventDefault();
  of("drop").classList.remove("over");
  const [file] = event.dataTransfer.files;
  if (file) {
    openFile(file);
  }
}

function hasFiles(event) {
  return event.dataTransfer?.types.includes("Files");
}

of("form").addEventListener("submit", (event) => {
  event.preventDefault();
  generate();
});
addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    generate();
  }
});
of("cancel").addEventListener("click", cancel);
of("copy").addEventListener("click", copy);
of("paths").addEventListener("keydown", moveChoice);
of("package").addEventListener("input", () => {
  isNamed = of("package").value !== "";
});
of("text").addEventListener("input", () => {
  if (of("text").value === "") {
    opened = null;
  }
  of("document-name").textContent = documentName();
});
of("open").addEventListener("click", () => of("file").click());
of("close").addEventListener("click", closeFile);
of("file").addEventListener("change", async () => {
  const [file] = of("file").files;
  if (file) {
    await openFile(file);
  }
  // The same file can be chosen again, after it was edited.
  of("file").value = "";
});
addEventListener("dragover", (event) => {
  if (hasFiles(event)) {
    event.preventDefault();
    of("drop").classList.add("over");
  }
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) {
    of("drop").classList.remove("over");
  }
});
addEventListener("drop", (event) => {
  if (hasFiles(event)) {
    drop(event);
  }
});

startWorker();
