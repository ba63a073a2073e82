import init, { Store } from "./pkg/wasm_example.js";

await init({ module_or_path: new URL("pkg/wasm_example_bg.wasm", import.meta.url) });

const form = document.getElementById("store");
const pets = document.getElementById("pets");
const problem = document.getElementById("problem");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.textContent = "";
  try {
    const store = new Store(form.url.value, undefined, 10);
    const names = await store.list(form.tag.value);
    pets.replaceChildren(...names.map((name) => Object.assign(document.createElement("li"), { textContent: name })));
  } catch (error) {
    problem.textContent = error.message;
  }
});
