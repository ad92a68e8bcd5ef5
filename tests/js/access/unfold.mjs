// Opens all of a form at once: a row in each group that has none, groups within them too, and every item, section and code that conditions hide.
// What was opened stays open, whatever is answered afterwards.

export async function unfold(page) {
  for (let depth = 0; depth < 6; depth += 1) {
    const added = await page.evaluate(() => {
      const closed = "[data-item], [data-section], [data-nav], [data-required], .option, .era, .converted";
      const { set, get } = Object.getOwnPropertyDescriptor(HTMLElement.prototype, "hidden");
      if (!window.unfolded) {
        window.unfolded = true;
        Object.defineProperty(HTMLElement.prototype, "hidden", {
          get, set(value) {
            set.call(this, value && !this.matches(closed));
          },
        });
      }
      for (const node of document.querySelectorAll("#ctr-form [hidden]")) if (node.matches(closed)) node.removeAttribute("hidden");
      const empty = [...document.querySelectorAll("[data-group]")].filter((group) => !group.querySelector(":scope > .row"));
      const buttons = empty.map((group) => group.querySelector(':scope > .row-actions > button[value^="add:"]')).filter((button) => button?.checkVisibility());
      for (const button of buttons) button.click();
      return buttons.length;
    });
    if (added === 0) return;
  }
  throw new Error("groups stand within groups without an end");
}
