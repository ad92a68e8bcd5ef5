// The author's workbench: the panel follows what is typed, and the page follows the files. Typed answers are kept when a file changes.

const bench = document.getElementById("bench");
const form = document.getElementById("ctr-form");
const SCROLL = "ctr-preview-scroll";
const AFTER_TYPING = 200;
const AGAIN = 1000;

const posted = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));

let timer = 0;
let asked = 0;
/** Asks the engine anew and puts the panel in place; an answer that was overtaken is dropped. */
async function panel() {
  const turn = (asked += 1);
  const answer = await fetch(bench.dataset.panel, { method: "POST", body: posted() }).catch(() => null);
  if (!answer?.ok || turn !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("bench-panel").replaceChildren(...page.body.childNodes);
  copies();
}

/** Buttons that copy the text of an element. */
function copies() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.onclick = () => navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  }
}

/** Comes back with the files as they are now, what was typed included. */
function renew() {
  sessionStorage.setItem(SCROLL, String(scrollY));
  if (!form) location.reload();
  else {
    form.noValidate = true;
    form.submit();
  }
}

async function follow() {
  for (;;) {
    const answer = await fetch(`/changed?stamp=${bench.dataset.stamp}`).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (told && String(told.stamp) !== bench.dataset.stamp) return renew();
    if (!told) await new Promise((done) => setTimeout(done, AGAIN));
  }
}

if (form) {
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(panel, AFTER_TYPING);
  };
  for (const event of ["input", "change", "click"]) form.addEventListener(event, soon);
  copies();
}
const before = sessionStorage.getItem(SCROLL);
if (before !== null) scrollTo(0, Number(before));
sessionStorage.removeItem(SCROLL);
follow();
