"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (id) => document.getElementById(id);
  const list = document.body.classList.contains("list-page");
  let current = null, sort = "worst", down = "";

  // -- dropping ---------------------------------------------------------------------------------------------------
  function say(text, bad = false) {
    const line = document.createElement("p");
    line.textContent = text;
    line.className = bad ? "bad" : "";
    one("said").append(line);
    setTimeout(() => line.remove(), bad ? 20000 : 4000);
  }

  async function put(name, file) {
    try {
      const answer = await fetch("/upload?name=" + encodeURIComponent(name), { method: "PUT", body: file });
      const told = await answer.json();
      if (!answer.ok) say(told.said, true);
    } catch { say(name, true); }
  }

  async function send(files) {
    const queue = files.slice(), lines = [];
    for (let n = 0; n < 3; n++) lines.push((async () => { while (queue.length) await put(...queue.shift()); })());
    await Promise.all(lines);
    if (list) htmx.trigger("#rows", "refresh"); else if (files.length) location.href = "/";
  }

  function entriesOf(reader) {
    return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
  }

  async function walk(entry, into) {
    if (entry.isFile) {
      into.push([entry.fullPath.replace(/^\//, ""), await new Promise((resolve, reject) => entry.file(resolve, reject))]);
      return;
    }
    const reader = entry.createReader();
    for (let some = await entriesOf(reader); some.length; some = await entriesOf(reader))
      for (const each of some) if (!each.name.startsWith(".")) await walk(each, into);
  }

  addEventListener("dragover", (event) => { event.preventDefault(); one("drop").hidden = false; });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) one("drop").hidden = true; });
  addEventListener("drop", async (event) => {
    event.preventDefault();
    one("drop").hidden = true;
    const dropped = Array.from(event.dataTransfer.items || []).map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
    const files = [], plain = Array.from(event.dataTransfer.files);
    if (dropped.length && dropped.every(Boolean)) for (const entry of dropped) await walk(entry, files);
    else for (const file of plain) files.push([file.name, file]);
    send(files);
  });
  for (const name of ["files", "folder"]) {
    const input = one(name);
    if (input) input.addEventListener("change", () => send(Array.from(input.files).map((f) => [f.webkitRelativePath || f.name, f])));
  }

  // -- the list ---------------------------------------------------------------------------------------------------
  const steps = () => all(list ? ".document-row" : ".item").filter((step) => step.offsetParent);
  const nameOf = (step) => step.dataset.id || step.id;

  function mark(step) {
    for (const each of all(".current")) each.classList.remove("current");
    current = step ? nameOf(step) : null;
    if (step) { step.classList.add("current"); step.scrollIntoView({ block: "nearest" }); }
  }

  function step(by) {
    const found = steps();
    if (!found.length) return;
    const at = found.findIndex((each) => nameOf(each) === current);
    const next = found[at < 0 ? (by > 0 ? 0 : found.length - 1) : Math.min(Math.max(at + by, 0), found.length - 1)];
    mark(next);
    if (!list) next.click();
  }

  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.path === "/rows") { event.detail.parameters.set("sort", sort); event.detail.parameters.set("down", down); }
  });
  for (const button of all("[data-sort]")) button.addEventListener("click", () => {
    down = sort === button.dataset.sort && !down ? "1" : "";
    sort = button.dataset.sort;
    for (const head of all("th[aria-sort]")) head.setAttribute("aria-sort", "none");
    button.closest("th").setAttribute("aria-sort", down ? "descending" : "ascending");
    htmx.trigger("#rows", "refresh");
  });
  for (const name of ["search", "state"]) if (one(name)) one(name).addEventListener("input", () => htmx.trigger("#rows", "refresh"));

  // -- a document -------------------------------------------------------------------------------------------------
  function settle() {
    for (const window_ of all(".window")) {
      const chosen = window_.querySelector(".chosen") || window_.querySelector(".mark.disputed");
      if (!chosen || window_.dataset.settled) continue;
      window_.dataset.settled = "1";
      const box = chosen.getBoundingClientRect(), frame = window_.getBoundingClientRect();
      window_.scrollTop += box.top - frame.top - frame.height / 2;
      window_.scrollLeft += box.left - frame.left - frame.width / 2;
      if (window_.closest(".whole")) chosen.scrollIntoView({ block: "center" });
    }
    const shown = document.querySelector(".finding");
    if (shown && !list) {
      const item = one("item-" + shown.dataset.finding);
      if (item && (nameOf(item) !== current || !item.classList.contains("current"))) mark(item);
      const by = one("by");
      if (by && !by.value) by.value = localStorage.getItem("auditor-by") || "";
    }
    if (list && current) { const row = steps().find((each) => nameOf(each) === current); if (row) row.classList.add("current"); }
  }

  function view(name) {
    for (const tab of all(".tabs button")) tab.classList.toggle("on", tab.dataset.view === name);
  }

  function filter() {
    const on = new Set(all("#items .chip.on").map((chip) => chip.dataset.decision));
    for (const item of all(".item")) item.hidden = !on.has(item.dataset.decision);
  }

  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id === "relations") event.detail.target.hidden = false;
    settle();
    if (!list) filter();
  });
  document.body.addEventListener("htmx:sendError", () => say("×", true));
  document.body.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    if (at("#relations .close")) one("relations").hidden = true;
    const tab = at(".tabs button");
    if (tab) { view(tab.dataset.view); if (tab.dataset.view === "findings") { const item = current && one(current); if (item) item.click(); } }
    if (at(".item")) view("findings");
    if (at("#relations .chip")) { view(""); }
    const chip = at("#items .chip");
    if (chip) { chip.classList.toggle("on"); chip.setAttribute("aria-pressed", chip.classList.contains("on")); filter(); }
  });
  document.body.addEventListener("submit", (event) => {
    const by = event.target.querySelector("#by");
    if (by) localStorage.setItem("auditor-by", by.value);
  }, true);

  // -- the keyboard -----------------------------------------------------------------------------------------------
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches("input:not([type=file]), select, textarea");
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      if (one("relations")) one("relations").hidden = true;
      if (typing && event.target.id === "search") { event.target.value = ""; htmx.trigger("#rows", "refresh"); }
      return;
    }
    if (event.key === "Enter" && event.target.matches("[role=button], label.button")) { event.target.click(); return; }
    if (typing) return;
    if (event.key === "j" || event.key === "ArrowDown" && list) { event.preventDefault(); step(1); return; }
    if (event.key === "k" || event.key === "ArrowUp" && list) { event.preventDefault(); step(-1); return; }
    if (list && event.key === "Enter" && current && event.target === document.body) {
      const row = steps().find((each) => nameOf(each) === current);
      if (row) row.querySelector("a").click();
      return;
    }
    const target = all("[data-key]").find((each) => each.dataset.key === event.key && each.offsetParent);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input")) target.focus();
    else if (event.key === "w" && !one("reason").value) one("reason").focus();
    else target.click();
  });

  addEventListener("DOMContentLoaded", settle);
  if (document.readyState !== "loading") settle();
})();
