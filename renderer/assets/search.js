// Long lists are searched by typing: a combobox over the pull-down list that stands in the page and goes on holding the answer.
// Without script the list is used as it is. Keys as in the ARIA pattern: up and down move, Enter takes, Escape closes.

const words = {
  ja: { none: "該当する選択肢はありません", count: (number) => `${number}件`, filter: "選択肢を絞り込む" },
  en: { none: "Nothing found", count: (number) => `${number} found`, filter: "Filter the choices" },
}[document.documentElement.lang.startsWith("ja") ? "ja" : "en"];
const MOST_SHOWN = 100;

/** Letters as they are searched: width, case and the two kana do not matter. */
export const folded = (text) =>
  text.normalize("NFKC").toLowerCase().replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60)).replace(/\s+/g, "");

function made(name, attributes) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

class Search {
  constructor(select) {
    const { id } = select;
    this.select = select;
    this.input = made("input", {
      id, type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `list.${id}`,
      "aria-describedby": select.getAttribute("aria-describedby") ?? "",
    });
    this.list = made("ul", { id: `list.${id}`, role: "listbox", class: "search-list", "aria-label": document.querySelector(`label[for="${id}"]`)?.firstChild?.textContent.trim() ?? "" });
    this.said = made("span", { class: "visually-hidden search-said", role: "status" });
    select.id = `select.${id}`;
    select.hidden = true;
    this.list.hidden = true;
    this.input.placeholder = select.options[0].text;
    select.after(this.input, this.list, this.said);
    select.search = this;
    this.rest();
    this.input.addEventListener("input", (event) => event.isComposing || this.open());
    this.input.addEventListener("compositionend", () => this.open());
    this.input.addEventListener("click", () => this.open(""));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.take(option.dataset.code);
    });
  }

  /** Shows what is chosen, unless somebody is typing. */
  refresh() {
    if (document.activeElement !== this.input) this.rest();
  }

  rest() {
    const chosen = this.select.selectedOptions[0];
    this.input.value = chosen?.value ? chosen.text : "";
  }

  open(typed = this.input.value) {
    const wanted = folded(typed);
    const found = [...this.select.options].filter((option) => option.value && !option.hidden && folded(option.text + option.value).includes(wanted));
    this.list.replaceChildren(...found.slice(0, MOST_SHOWN).map((option, at) => this.option(option, at)));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.said.textContent = found.length > 0 ? words.count(found.length) : words.none;
    this.move(wanted && found.length > 0 ? 0 : -1);
  }

  option({ text, value, selected }, at) {
    const node = made("li", { id: `${this.list.id}.${at}`, role: "option", "aria-selected": String(selected), "data-code": value });
    node.textContent = text;
    return node;
  }

  /** Marks one of the options. */
  move(at) {
    this.at = at;
    const { children } = this.list;
    [...children].forEach((node, place) => node.classList.toggle("search-active", place === at));
    const active = children[at];
    if (active) this.input.setAttribute("aria-activedescendant", active.id);
    else this.input.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    const last = this.list.children.length - 1;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      if (this.list.hidden) this.open("");
      else this.move(this.at + step < 0 ? last : this.at + step > last ? 0 : this.at + step);
    } else if (event.key === "Enter" && !this.list.hidden) {
      if (this.at >= 0) this.take(this.list.children[this.at].dataset.code);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  take(code) {
    this.select.value = code;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  /** A text that was emptied takes the answer back; any other that was not taken from the list is put back. */
  leave() {
    if (this.input.value.trim() === "" && this.select.value) this.take("");
    else this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.said.textContent = "";
    this.rest();
  }
}

/** Many check boxes are filtered by typing; what is ticked always stays to be seen. */
class Filter {
  constructor(set) {
    this.set = set;
    this.input = made("input", { type: "search", class: "search-filter", autocomplete: "off", placeholder: words.filter, "aria-label": words.filter });
    this.said = made("span", { class: "visually-hidden search-said", role: "status" });
    set.prepend(this.input, this.said);
    this.input.addEventListener("input", (event) => event.isComposing || this.filter());
    this.input.addEventListener("compositionend", () => this.filter());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) event.preventDefault();
    });
    set.search = this;
  }

  filter() {
    const wanted = folded(this.input.value);
    let found = 0;
    for (const option of this.set.querySelectorAll(".option")) {
      const { value, checked } = option.querySelector("input");
      const fits = folded(option.textContent + value).includes(wanted);
      option.classList.toggle("search-out", !fits && !checked);
      found += fits && !option.hidden;
    }
    this.said.textContent = wanted ? (found ? words.count(found) : words.none) : "";
  }
}

/** Makes the long lists below a node searchable; those that are so already stay as they are. */
export function searchable(node) {
  for (const list of node.querySelectorAll("[data-search]")) {
    if (!list.search) new (list.options ? Search : Filter)(list);
  }
}
