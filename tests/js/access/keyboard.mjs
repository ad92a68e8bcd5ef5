// A form by the keyboard alone. First Tab: it stops at every control that can be seen, in the order of the page, each time with the focus to be
// seen and nothing over it. Then each control is worked as its kind is: letters, Space, arrows, Enter.

import { Keys } from "./keys.mjs";

/** Runs in the page: the stops of Tab, and the notes that are taken at each key that leaves one. */
function prepare() {
  const seen = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled && node.tabIndex >= 0;
  const groups = new Set();
  const isPassed = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled && node.tabIndex < 0 && !node.classList.contains("default-action");
  const faults = [...document.querySelectorAll("#ctr-form :is(a[href], button, input:not([type=hidden]), select, textarea, summary)")].filter(isPassed).map((node) => `Tab never stops at ${node.outerHTML.slice(0, 120)}`);
  const stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter(seen).filter((node) => {
    if (node.type !== "radio") return true;
    return !groups.has(node.name) && groups.add(node.name); // one stop for a group of radio buttons
  });
  const place = new Map(stops.map((node, at) => [node, at]));
  const radios = (node) => [...document.getElementsByName(node.name)].filter(seen);
  const say = (node) => node.outerHTML.slice(0, 120);
  const isMarked = (node) => node && (getComputedStyle(node).outlineStyle !== "none" || getComputedStyle(node).boxShadow !== "none");
  let reached = 0;

  addEventListener("keydown", ({ key }) => {
    const node = document.activeElement;
    if (!["Tab", "F8"].includes(key) || window.working || node === document.body) return;
    const stop = place.get(node.type === "radio" ? radios(node)[0] : node);
    if (stop !== reached) faults.push(`Tab ${reached + 1} is at ${say(node)}, expected is ${say(stops[reached] ?? document.body)}`);
    reached += 1;
    if (![node, node.closest("label"), node.nextElementSibling].some(isMarked)) faults.push(`the focus cannot be seen on ${say(node)}`);
    const box = node.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
    const isOwn = top && [node, ...(node.labels ?? [])].some((own) => own.contains(top));
    if (!isOwn && !top?.contains(node)) faults.push(`something covers ${say(node)} while it has the focus`);
  }, true);
  stops[0].focus();
  window.tabs = { stops, radios, say, seen, walked: () => ({ faults, reached }) };
  return stops.length;
}

/** Tab from the first control to the last. Gives the number of stops and what is wrong. */
export async function tabs(page) {
  const stops = await page.evaluate(prepare);
  const keys = await Keys.of(page);
  for (let stop = 1; stop < stops; stop += 1) keys.press("Tab");
  keys.press("F8");
  await keys.done();
  const { faults, reached } = await page.evaluate(() => window.tabs.walked());
  if (reached !== stops) faults.push(`Tab stops ${reached} times, ${stops} controls can be seen`);
  return { stops, faults };
}

/** Runs in the page: what each stop is, and how it is known that its keys did something. F8 goes from one to the next. */
function plan() {
  const { stops, radios, say, seen } = window.tabs;
  const heard = [];
  window.working = true;
  for (const kind of ["change", "click", "submit"]) {
    document.addEventListener(kind, (event) => {
      heard.push([kind, event.submitter ?? event.target]);
      // Nothing may leave the page: no post, and no file that is attached.
      if (kind === "submit" || (kind === "click" && event.target.closest("a:not([href^='#'])"))) event.preventDefault();
    });
  }
  const times = (kind, node) => heard.filter(([what, at]) => what === kind && at === node).length;
  const rowsOf = (node) => node.closest("fieldset[data-group]").querySelectorAll(":scope > .row").length;
  const select = (node) => document.getElementById(`select.${node.id}`);
  const KINDS = {
    file_link: { fits: (node) => node.localName === "a" && !node.hash, works: (node) => times("click", node) === 1 },
    link: { fits: (node) => node.localName === "a", works: (node) => location.hash === decodeURI(node.hash) && document.getElementById(node.hash.slice(1)) },
    rows: { fits: (node) => /^(add|insert|remove):/.test(node.value) && node.localName === "button", before: rowsOf, works: (node, before) => window.rowsNow !== before },
    detach: { fits: (node) => /^detach:/.test(node.value) && node.localName === "button", works: (node) => node.closest("[data-item]").querySelector("[type=hidden]").value === "" },
    submit: { fits: (node) => node.localName === "button", works: (node) => times("submit", node) === 1 },
    file: { fits: (node) => node.type === "file", works: (node) => times("click", node) > 0 },
    checkbox: { fits: (node) => node.type === "checkbox", before: (node) => node.checked, works: (node, before) => times("change", node) === 2 && node.checked === before },
    radio: { fits: (node) => node.type === "radio", count: (node) => radios(node).length, works: (node) => radios(node).every((one) => times("change", one) > 0) },
    single: { fits: (node) => node.localName === "select" && [...node.options].filter((option) => !option.disabled).length < 2, works: () => true },
    select: { fits: (node) => node.localName === "select", works: (node) => times("change", node) > 0 },
    combobox: {
      fits: (node) => node.role === "combobox" || node.getAttribute("role") === "combobox",
      types: (node) => [...select(node).options].findLast((option) => option.value && !option.hidden).value,
      works: (node) => times("change", select(node)) === 1 && select(node).value && node.value === select(node).selectedOptions[0].text && node.getAttribute("aria-expanded") === "false",
    },
    filter: { fits: (node) => node.classList.contains("search-filter"), works: () => window.saidNow, after: (node) => ((node.value = ""), node.dispatchEvent(new Event("input", { bubbles: true }))) },
    text: { fits: () => true, before: (node) => node.value, works: (node, before) => node.value !== before && node.value.includes("7") },
  };
  const kindOf = (node) => Object.entries(KINDS).find(([, { fits }]) => fits(node))[0];
  // Links and reasons first: they may go when answers change.
  const isFleeting = (node) => node.localName === "a" || /^r\./.test(node.name);
  const sorted = [...stops.filter(isFleeting), ...stops.filter((node) => !isFleeting(node))];
  const steps = sorted.map((node) => ({ node, kind: kindOf(node) }));
  const faults = [];
  let at = -1;
  let before;
  addEventListener("keydown", ({ key }) => {
    if (key !== "F8") return;
    const done = steps[at];
    if (done) {
      const { node, kind, group } = done;
      window.rowsNow = group?.querySelectorAll(":scope > .row").length;
      window.saidNow = node.nextElementSibling?.textContent;
      const isWorked = KINDS[kind].works(node, before);
      KINDS[kind].after?.(node);
      if (!isWorked) faults.push(`${kind} does not work by keyboard: ${say(node)}`);
    }
    at += 1;
    const next = steps[at];
    if (!next) return;
    // The row of a control may have gone with its remove button.
    next.group = next.node.closest("fieldset[data-group]");
    before = KINDS[next.kind].before?.(next.node);
    heard.length = 0;
    const node = next.kind === "radio" ? radios(next.node).find((one) => one.checked) ?? next.node : next.node;
    if (!seen(node)) faults.push(`${next.kind} was there and has gone: ${say(node)}`);
    node.focus();
  }, true);
  window.worked = () => ({ faults, reached: at });
  return steps.map(({ node, kind }) => ({ kind, count: KINDS[kind].count?.(node), types: KINDS[kind].types?.(node) }));
}

const STROKES = {
  file_link: (keys) => keys.press("Enter"),
  link: (keys) => keys.press("Enter"),
  rows: (keys) => keys.press("Enter"),
  detach: (keys) => keys.press("Enter"),
  submit: (keys) => keys.press("Enter"),
  file: (keys) => keys.press("Enter"),
  checkbox: (keys) => keys.press("Space", "Space"),
  radio: (keys, { count }) => (count > 1 ? keys.press(...Array(count).fill("ArrowDown")) : keys.press("Space")),
  single: () => {},
  select: (keys) => keys.press("ArrowDown", "ArrowUp"),
  combobox: (keys, { types }) => {
    keys.selectAll();
    keys.press(...types, "Enter");
  },
  filter: (keys) => keys.press("a"),
  text: (keys) => keys.press("7"),
};

/** Works every control at which Tab stopped. Gives how many there are of each kind and what is wrong. */
export async function work(page) {
  const steps = await page.evaluate(plan);
  const keys = await Keys.of(page);
  keys.press("F8");
  for (const step of steps) {
    STROKES[step.kind](keys, step);
    keys.press("F8");
  }
  await keys.done();
  const { faults, reached } = await page.evaluate(() => window.worked());
  if (reached !== steps.length) faults.push(`${reached} of ${steps.length} controls were worked`);
  const kinds = {};
  for (const { kind } of steps) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return { worked: reached, kinds, faults };
}
