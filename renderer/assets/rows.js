// Adds and removes rows of groups on the page, from the blank rows that the renderer wrote (`<template data-blank>`). Every name, id and
// reference of a row holds the row's path, so rows that move are renamed; what was typed moves with them.

const NAMED = ["id", "name", "for", "aria-describedby", "aria-controls", "data-item", "data-row", "data-calculated", "data-era", "data-findings", "data-finding", "formaction"];

/** What a button asks for: add, insert or remove, the group's path, the row's number; null for other buttons. */
export function asked(button) {
  const found = /^(add|insert|remove):(.+?)(?:\[(\d+)\])?$/.exec(button?.name === "do" ? button.value : "");
  return found && { what: found[1], group: found[2], row: Number(found[3]) };
}

const rowsOf = (fieldset) => [...fieldset.querySelectorAll(":scope > [data-row]")];

/** Puts another path in place of the path of a row, wherever it stands in the row's attributes. */
function rename(row, from, to, number) {
  const old = new RegExp(`(?<!\\w)${from.replace(/\W/g, "\\$&")}`, "g");
  for (const node of [row, ...row.querySelectorAll("*")]) {
    for (const name of node.localName === "button" ? ["value", "formaction"] : NAMED) {
      const value = node.getAttribute(name);
      if (value?.includes(from)) node.setAttribute(name, value.replace(old, to));
    }
  }
  for (const node of row.querySelectorAll(":scope > legend [data-number], :scope > .row-actions [data-number]")) node.textContent = number;
}

/** Does what a button asks; gives a function that says where a path has moved (null: gone), or null when nothing could be done. */
export function change(form, { what, group, row }, most) {
  const fieldset = document.getElementById(`item.${group}`);
  const blank = form.querySelector(`template[data-blank="${fieldset?.dataset.group}"]`);
  const count = form.elements.namedItem(`n.${group}`);
  if (!blank || !count) return null;
  const rows = rowsOf(fieldset);
  const at = what === "add" ? rows.length : row;
  if (what === "remove" ? !rows[at] : rows.length >= most) return null;
  const by = what === "remove" ? -1 : 1;
  const pathOf = (number) => `${group}[${number}]`;
  const later = rows.map((node, number) => [node, number]).slice(what === "remove" ? at + 1 : at);
  if (what === "remove") rows[at].remove();
  // Names must stay unlike each other on the way: the last moves first when rows move up.
  for (const [node, number] of by > 0 ? later.reverse() : later) rename(node, pathOf(number), pathOf(number + by), number + by + 1);
  if (what !== "remove") {
    const made = blank.content.firstElementChild.cloneNode(true);
    rename(made, made.dataset.row, pathOf(at), at + 1);
    fieldset.insertBefore(made, rows[at] ?? fieldset.querySelector(":scope > .row-actions"));
  }
  const total = rows.length + by;
  count.value = total;
  fieldset.querySelector(":scope > .no-rows").hidden = total > 0;
  fieldset.querySelector(":scope > .row-actions button").hidden = total >= most;
  focusAfter(fieldset, what === "remove" ? at - 1 : at);
  return (key) => {
    const [start, head] = [key.indexOf("@") + 1, `${group}[`];
    if (!key.startsWith(head, start)) return key;
    const digits = start + head.length;
    const number = Number.parseInt(key.slice(digits), 10);
    if (what === "remove" && number === at) return null;
    return key.slice(0, digits) + (number >= at ? number + by : number) + key.slice(digits + String(number).length);
  };
}

/** The focus goes to the first field of a new row, or stays near the row that went. */
function focusAfter(fieldset, row) {
  const near = rowsOf(fieldset)[row] ?? fieldset.querySelector(":scope > .row-actions");
  const fields = [...near.querySelectorAll("input:not([type=hidden]), select, textarea, button")];
  fields.find((field) => !field.closest("[hidden]"))?.focus();
}
