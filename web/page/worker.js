// Runs the generator, so that the page stays responsive and can end a run that takes too long.

import init, { generate } from "./signon_web.js";

let panic = "";

// The module calls it with the message of a panic, and then traps.
globalThis.panicked = (message) => {
  panic = message;
};

addEventListener("message", ({ data }) => {
  try {
    const [message, transferred] = run(data);
    postMessage(message, transferred);
  } catch (error) {
    postMessage({ kind: "trapped", cause: cause(error), message: panic || String(error) });
  }
});

try {
  await init();
  postMessage({ kind: "ready" });
} catch (error) {
  postMessage({ kind: "unusable", message: String(error) });
}

function cause(error) {
  if (panic) {
    return "panic";
  }
  // An exhausted stack is an InternalError in Firefox, and a RangeError elsewhere.
  return ["RangeError", "InternalError"].includes(error?.name) ? "stack" : "other";
}

function run({ text, file, packageName, layout, typesOnly, keepGoing }) {
  const generated = generate(text, file, packageName, layout, typesOnly, keepGoing);
  const message = {
    kind: "done",
    isGenerated: generated.isGenerated,
    isUnsupported: generated.isUnsupported,
    report: generated.report,
    errors: generated.errors,
    simplifications: generated.simplifications,
    warnings: generated.warnings,
    operations: generated.operations,
    types: generated.types,
    files: generated.paths.map((path) => [path, generated.file(path)]),
    archive: generated.isGenerated ? generated.archive() : null,
  };
  generated.free();
  return [message, message.archive ? [message.archive.buffer] : []];
}
