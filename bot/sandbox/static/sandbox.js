// Live updates, dialogs and small comforts of the sandbox's page. Without this script every form still works, more plainly.
"use strict";
(() => {
  const root = document.documentElement;
  const here = document.body.dataset.here;
  const INTERVAL = 700; // milliseconds between two looks; an unchanged page costs one small answer
  const narrow = matchMedia("(max-width: 1180px)");
  const seen = new WeakMap(); // node → the HTML it came as, before anybody opened or typed into it
  let hashes = JSON.parse(document.body.dataset.hashes);
  let turn = 0; // counts acts: a look that an act has overtaken is not shown
  let looking = false;
  root.classList.add("script");
  const closeMenus = (but) => document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = menu.contains(but || null); });
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // ---- Parts: replace only what changed, keep what is typed, opened and focused

  const remember = (container) => [...container.children].forEach((child) => {
    seen.set(child, child.outerHTML);
    all("[data-keyed]", child).forEach(remember);
  });
  const parsed = (html) => document.createRange().createContextualFragment(html);

  function merge(container, children) {
    const old = new Map([...container.children].map((child) => [child.dataset.key, child]));
    children.forEach((child, index) => {
      const kept = old.get(child.dataset.key);
      old.delete(child.dataset.key);
      let node = kept;
      if (!kept || seen.get(kept) !== child.outerHTML) {
        seen.set(child, child.outerHTML);
        if (kept) { carry(kept, child); kept.replaceWith(child); }
        node = child;
      }
      if (container.children[index] !== node) container.insertBefore(node, container.children[index] || null);
    });
    old.forEach((child) => child.remove());
  }

  const fields = (within) => all("input:not([type=hidden]), textarea, select", within).filter((field) => field.name);

  // A field that stays (same block, same action, same form) keeps what was typed but not yet sent.
  const ticks = (field) => /checkbox|radio/.test(field.type);
  const identity = (field) => [field.dataset.blockId, field.dataset.actionId, field.name, ticks(field) ? field.value : ""].join("\n");

  function isTyped(field) {
    if (ticks(field)) return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    return field.value !== (find("option[selected]", field) || field.options[0]).value;
  }

  function carry(before, after) {
    const typed = new Map(fields(before).filter(isTyped).map((field) => [identity(field), field]));
    fields(after).forEach((field) => {
      const old = typed.get(identity(field));
      if (!old) return;
      if (ticks(field)) field.checked = old.checked; else field.value = old.value;
    });
    const opened = all("details[open]", before).map((details) => details.className);
    all("details", after).forEach((details) => { if (opened.includes(details.className) && !details.classList.contains("menu")) details.open = true; });
    const focus = document.activeElement;
    if (!focus || !before.contains(focus)) return;
    const position = focus.selectionStart;
    const same = focus.matches("button") ? (button) => button.name === focus.name && button.value === focus.value : (field) => identity(field) === identity(focus);
    const again = [...fields(after), ...all("button", after)].find((other) => other.tagName === focus.tagName && same(other));
    if (again) queueMicrotask(() => {
      again.focus({ preventScroll: true });
      if (position != null && again.setSelectionRange && /text|search|textarea/.test(again.type)) again.setSelectionRange(position, position);
    });
  }

  function replacePart(name, html) {
    const part = find(`#part-${name}`);
    const fresh = parsed(html);
    if (name === "modal") return replaceModal(part, fresh);
    if (part.hasAttribute("data-keyed")) return merge(part, [...fresh.children]);
    const scroll = find("#scroll");
    const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
    const keyed = find("[data-keyed]", part);
    const next = find("[data-keyed]", fresh);
    if (keyed && next) merge(keyed, [...next.children]);
    else { carry(part, fresh); part.replaceChildren(fresh); }
    if (name === "main" && atEnd && keyed) scroll.scrollTop = scroll.scrollHeight;
  }

  // ---- Dialogs
  function replaceModal(part, fresh) {
    const before = find("dialog:last-of-type", part);
    const scrolled = before && find(".modal-body", before).scrollTop;
    const after = find("dialog:last-of-type", fresh);
    const same = before && after && before.dataset.view === after.dataset.view;
    if (same) carry(before, fresh);
    part.replaceChildren(fresh);
    openDialogs(part, !same);
    if (same) find(".modal-body", after).scrollTop = scrolled;
    find(".error, .said", part)?.scrollIntoView({ block: "center" });
  }
  function openDialogs(part, focus) {
    all("dialog", part).forEach((dialog) => {
      dialog.close();
      dialog.showModal();
      dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        find("[name=sb-act][value=close], [name=sb-confirm][value=no]", dialog).click();
      });
      if (!focus) return;
      const first = find("[autofocus]", dialog) || find(".modal-body :is(input:not([type=hidden]), textarea, select)", dialog) || find("footer .primary, footer .btn", dialog);
      if (first) first.focus();
    });
  }

  // ---- Asking
  function apply(answer) {
    if (answer.url && answer.url !== location.pathname + location.search) history.replaceState(null, "", answer.url);
    if (answer.goto) return leave(answer.goto);
    Object.entries(answer.parts || {}).forEach(([name, html]) => replacePart(name, html));
    all("[data-filter]").forEach(filterItems);
    hashes = { ...hashes, ...(answer.hashes || {}) };
    if (answer.parts && answer.parts.notice) setTimeout(() => find("#part-notice").replaceChildren(), 6000);
  }

  // Where everything begins anew, nobody answers for a moment.
  async function leave(url) {
    document.body.classList.add("leaving");
    while (!(await fetch(url).then((answer) => answer.ok, () => false))) await new Promise((later) => { setTimeout(later, INTERVAL); });
    location.assign(url);
  }

  const away = (is) => document.body.classList.toggle("away", is);

  async function look() {
    if (document.hidden || looking || document.body.classList.contains("leaving")) return;
    const mine = turn;
    try {
      looking = true;
      const query = new URLSearchParams(location.search);
      query.set("have", JSON.stringify(hashes));
      const answer = await fetch(`/page/live${location.pathname}?${query}`, { headers: { Accept: "application/json" } });
      away(!answer.ok);
      if (answer.ok && mine === turn) apply(await answer.json());
    } catch { away(true); } finally { looking = false; }
  }

  async function send(form, submitter) {
    const body = new URLSearchParams(new FormData(form, submitter));
    body.set("sb-have", JSON.stringify(hashes));
    const boxes = all("textarea[data-enter]", form);
    const restore = () => boxes.forEach((box) => { box.value = box.value || body.get(box.name); });
    boxes.forEach((box) => { box.value = ""; });
    turn += 1;
    if (submitter) submitter.classList.add("busy");
    try {
      const answer = await fetch(here + location.search, { method: "POST", body, headers: { Accept: "application/json" } });
      away(!answer.ok);
      if (!answer.ok) return restore();
      apply(await answer.json());
      if (form.id === "composer-form") find("#scroll").scrollTop = find("#scroll").scrollHeight;
    } catch { away(true); restore(); } finally {
      turn += 1;
      if (submitter) submitter.classList.remove("busy");
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.classList.contains("langs")) return; // a language is another page
    event.preventDefault();
    if (form.method !== "post") return; // the wire's filter works as it is typed
    const url = event.submitter && event.submitter.dataset.url;
    if (url && /^https?:/i.test(url)) open(url, "_blank", "noopener");
    closeMenus();
    send(form, event.submitter);
    if (form.closest("[data-guide]")) form.closest("[data-guide]").remove();
    hideSuggestions();
  });

  function press(field) {
    const form = field.form;
    const button = document.createElement("button");
    Object.assign(button, { name: "sb-press", value: field.dataset.press, hidden: true });
    form.append(button);
    form.requestSubmit(button);
    button.remove();
  }
  document.addEventListener("change", (event) => { if (event.target.dataset.press) press(event.target); });

  // ---- Composer: Enter sends, "/" suggests
  const composer = find("#composer");
  const suggest = find("#suggest");
  const offered = () => all("li:not([hidden])", suggest);
  function hideSuggestions() { if (suggest) suggest.hidden = true; }
  function suggestCommands() {
    const typed = composer.value;
    const open = /^\/\S*$/.test(typed);
    all("li", suggest).forEach((item) => { item.hidden = !item.dataset.command.startsWith(typed); item.ariaSelected = "false"; });
    const items = offered();
    suggest.hidden = !open || !items.length || (items.length === 1 && items[0].dataset.command === typed);
    if (!suggest.hidden) items[0].ariaSelected = "true";
  }
  function complete(item) { composer.value = `${item.dataset.command} `; hideSuggestions(); composer.focus(); }
  if (composer && suggest) {
    composer.addEventListener("input", suggestCommands);
    suggest.addEventListener("mousedown", (event) => { event.preventDefault(); const item = event.target.closest("li"); if (item) complete(item); });
    composer.addEventListener("keydown", (event) => {
      if (suggest.hidden) return;
      const items = offered();
      const at = items.findIndex((item) => item.ariaSelected === "true");
      if (event.key === "Escape") hideSuggestions();
      else if (event.key === "Tab" || (event.key === "Enter" && items[at].dataset.command !== composer.value.trim())) { event.preventDefault(); event.stopImmediatePropagation(); complete(items[at]); }
      else if (event.key.startsWith("Arrow")) {
        event.preventDefault();
        items[at].ariaSelected = "false";
        items[(at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length].ariaSelected = "true";
      }
    });
  }
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Escape") closeMenus();
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.defaultPrevented) return;
    if (field.matches("textarea[data-enter]")) { event.preventDefault(); if (field.value.trim()) field.form.requestSubmit(find("button:not([name])", field.form)); }
    else if (field.matches("input[data-press]")) { event.preventDefault(); press(field); }
  });

  // ---- Filters, menus, the panel
  function filterItems(box) {
    all("[data-find]", find(box.dataset.filter)).forEach((item) => { item.hidden = !item.dataset.find.includes(box.value.trim().toLowerCase()); });
  }
  document.addEventListener("input", (event) => {
    const box = event.target;
    const needle = box.value.trim().toLowerCase();
    if (box.dataset.filter) filterItems(box);
    if (box.classList.contains("multi-search")) all(".tick", box.parentElement).forEach((item) => { item.hidden = !item.textContent.toLowerCase().includes(needle) && !find(":checked", item); });
    if (box.name === "wire") { const query = new URLSearchParams(location.search); query.set("wire", needle); history.replaceState(null, "", `?${query}`); look(); }
  });
  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    if (event.target.closest("[data-toggle-wire]")) {
      const closed = root.classList.toggle("wire-closed");
      if (!narrow.matches) localStorage.setItem("wire-closed", closed ? "1" : "");
    }
  });
  document.addEventListener("toggle", async ({ target }) => {
    if (target.matches(".reply[open]")) find("textarea", target).focus({ preventScroll: true });
    if (!target.matches("[data-load][open]") || find("pre", target)) return;
    target.append(parsed(await (await fetch(target.dataset.load)).text()));
  }, true);
  root.classList.toggle("wire-closed", narrow.matches || localStorage.getItem("wire-closed") === "1");

  all("[data-keyed]").forEach(remember);
  openDialogs(find("#part-modal"), true);
  if (find(".conversation") && !location.hash) find("#scroll").scrollTop = find("#scroll").scrollHeight;
  find(".person.current")?.scrollIntoView({ block: "nearest" });
  setInterval(look, INTERVAL);
})();
