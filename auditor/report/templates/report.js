"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (id) => document.getElementById(id);
  const cards = all(".card"), texts = new Map();
  const search = one("search"), family = one("family"), check = one("check"), shown = one("shown");
  let current = null;

  const text = (card) => {
    if (!texts.has(card)) texts.set(card, card.textContent.replace(/\s+/g, " ").toLowerCase());
    return texts.get(card);
  };
  const visible = () => cards.filter((card) => !card.hidden);

  function filter() {
    const standings = new Set(all(".chip.on").map((chip) => chip.dataset.standing));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const card of cards) {
      card.hidden = !(standings.has(card.dataset.standing)
        && (!family.value || family.value === card.dataset.family)
        && (!check.value || check.value === card.dataset.check)
        && words.every((word) => text(card).includes(word)));
    }
    const number = visible().length, findings = document.body.className === "js-findings";
    for (const section of all(".document")) {
      const own = all(".card", section);
      section.hidden = findings && own.length > 0 && own.every((card) => card.hidden);
    }
    shown.textContent = shown.dataset.text.replace("#", number);
    one("nothing").hidden = !findings || number > 0 || cards.length === 0;
  }

  function open(view) {
    document.body.className = "js-" + view;
    for (const tab of all(".tabs button")) tab.classList.toggle("on", tab.dataset.view === view);
    filter();
  }

  function select(card) {
    if (current) current.classList.remove("current");
    current = card;
    card.classList.add("current");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: card.offsetHeight > innerHeight * 0.7 ? "start" : "center" });
  }

  function step(by) {
    open("findings");
    const list = visible();
    if (!list.length) return;
    const at = list.indexOf(current);
    select(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)]);
  }

  function follow(hash) {
    let target = null;
    try { target = hash.length > 1 ? one(decodeURIComponent(hash.slice(1))) : null; } catch { return; }
    if (!target) return;
    if (target.matches(".card")) {
      open("findings");
      if (target.hidden) reset();
      select(target);
    } else if (target.matches("details.table")) {
      open("tables");
      target.open = true;
      target.scrollIntoView({ block: "start" });
    } else target.scrollIntoView({ block: "start" });
  }

  function reset() {
    search.value = family.value = check.value = "";
    for (const chip of all(".chip")) { chip.classList.add("on"); chip.setAttribute("aria-pressed", "true"); }
    filter();
  }

  for (const chip of all(".chip")) chip.addEventListener("click", () => {
    chip.setAttribute("aria-pressed", String(chip.classList.toggle("on")));
    filter();
  });
  for (const tab of all(".tabs button")) tab.addEventListener("click", () => open(tab.dataset.view));
  for (const card of cards) card.addEventListener("click", () => {
    if (current) current.classList.remove("current");
    current = card;
    card.classList.add("current");
  });
  search.addEventListener("input", filter);
  family.addEventListener("change", filter);
  check.addEventListener("change", filter);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    history.replaceState(null, "", link.getAttribute("href"));
    follow(link.getAttribute("href"));
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { reset(); search.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") { event.preventDefault(); open("findings"); search.focus(); search.select(); }
  });
  open("findings");
  follow(location.hash);
})();
