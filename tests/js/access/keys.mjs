// Key strokes and an input method, by the protocol of the browser's developer tools: the browser takes them one after another, so that a
// whole walk over a form is sent without waiting for each stroke.

const CODES = { Tab: 9, Enter: 13, Space: 32, ArrowUp: 38, ArrowDown: 40, Backspace: 8, F8: 119 };
const TEXTS = { Enter: "\r", Space: " " };
const CONTROL = 2;

const sessions = new WeakMap();

export class Keys {
  static async of(page) {
    if (!sessions.has(page)) sessions.set(page, await page.context().newCDPSession(page));
    return Object.assign(new Keys(), { session: sessions.get(page), sent: [] });
  }

  send(method, what) {
    this.sent.push(this.session.send(`Input.${method}`, what));
  }

  /** Keys by name, or single letters. */
  press(...keys) {
    for (const key of keys) {
      const text = TEXTS[key] ?? (key.length === 1 ? key : undefined);
      const stroke = { key: key === "Space" ? " " : key, code: key, windowsVirtualKeyCode: CODES[key] ?? key.toUpperCase().charCodeAt(0) };
      this.send("dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", ...stroke, text, unmodifiedText: text });
      this.send("dispatchKeyEvent", { type: "keyUp", ...stroke });
    }
  }

  /** What stands in the field is marked, so that the next letter takes its place. */
  selectAll() {
    const stroke = { key: "a", code: "KeyA", windowsVirtualKeyCode: 65, modifiers: CONTROL };
    this.send("dispatchKeyEvent", { type: "rawKeyDown", ...stroke, commands: ["selectAll"] });
    this.send("dispatchKeyEvent", { type: "keyUp", ...stroke });
  }

  /** A word under composition, each step in place of the one before. */
  compose(...steps) {
    for (const text of steps) this.send("imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }

  /** The word is settled. */
  settle(text) {
    this.send("insertText", { text });
  }

  /** Until the browser has done all that was sent. */
  async done() {
    await Promise.all(this.sent);
    this.sent = [];
  }
}
