// Saves the draft in the background: one request at a time, never over somebody else's save, and again until it arrives.

const WAIT_AFTER_TYPING = 1000;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60000;
const POST_TAKES_AT_MOST = 15000;
// Browsers let a page that is going send 64 KB.
const LARGEST_LAST_WORD = 60000;

export class Autosave {
  /** form: the form element with `data-autosave` and `data-csrf`. say(state, detail): saving, saved, unsaved, offline, conflict, signed-out. */
  constructor(form, say) {
    Object.assign(this, { form, say, timer: null, running: null, changed: false, stopped: false, paused: false, retry: FIRST_RETRY });
  }

  /** Something in the form changed. */
  touch() {
    this.changed = true;
    if (this.stopped) return;
    this.say("unsaved");
    this.later(WAIT_AFTER_TYPING);
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  /** Sends what stands on the page now; resolves when no request is under way any more. */
  save(leaving = false) {
    clearTimeout(this.timer);
    if (this.running) return this.running;
    if (!this.changed || this.stopped || this.paused) return Promise.resolve();
    this.changed = false;
    this.say("saving");
    this.running = this.send(leaving).finally(() => {
      this.running = null;
      if (this.changed && !this.stopped) this.later(this.failed ? this.retry : WAIT_AFTER_TYPING);
    });
    return this.running;
  }

  /** The page is being posted: a save now would only race it. Should the post not arrive, saving goes on. */
  pause() {
    clearTimeout(this.timer);
    this.paused = true;
    setTimeout(() => this.resume(), POST_TAKES_AT_MOST);
  }

  resume() {
    this.paused = false;
    if (this.changed && !this.stopped) this.later(WAIT_AFTER_TYPING);
  }

  async send(leaving) {
    try {
      const { autosave, csrf } = this.form.dataset;
      const body = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
      body.set("do", "save");
      const headers = { "X-CSRF-Token": csrf, Accept: "application/json" };
      const keepalive = leaving && body.toString().length < LARGEST_LAST_WORD;
      const response = await fetch(autosave, { method: "POST", body, headers, keepalive, credentials: "same-origin", redirect: "manual" });
      await this.heard(response);
    } catch {
      this.again("offline");
    }
  }

  async heard(response) {
    if (response.ok) return this.saved(await response.json());
    if (response.status === 409) {
      this.stopped = true;
      this.changed = true;
      return this.say("conflict");
    }
    const signedOut = response.type === "opaqueredirect" || response.status === 401 || response.status === 403;
    return this.again(signedOut ? "signed-out" : "offline");
  }

  saved({ version, saved_at: at }) {
    this.form.elements.namedItem("version").value = version;
    this.failed = false;
    this.retry = FIRST_RETRY;
    this.say(this.changed ? "unsaved" : "saved", at);
  }

  again(why) {
    this.changed = true;
    this.failed = true;
    this.retry = Math.min(this.retry * 2, LONGEST_RETRY);
    this.say(why);
  }
}
