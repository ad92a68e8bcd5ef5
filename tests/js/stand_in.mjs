// A small server that stands in for ours: pages from a folder, our scripts and style sheets under the strict policy; and a browser.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { folder as assets } from "./assets.mjs";
import { source as axe } from "./axe.mjs";

const TYPES = { js: "text/javascript", css: "text/css", html: "text/html", svg: "image/svg+xml" };
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

// posted(request, response) answers what pages send.
export async function serve(folder, posted) {
  const server = createServer((request, response) => {
    if (request.method === "POST") return posted(request, response);
    const [, place, ...rest] = request.url.split("/");
    if (place === "axe.js") return response.writeHead(200, { "Content-Type": "text/javascript", "Cache-Control": "max-age=3600" }).end(axe);
    if (!["assets", "pages"].includes(place)) return response.writeHead(204).end();
    // Addresses of whole screens hold the digest of the asset.
    const name = rest.filter((part) => !/^[0-9a-f]{16}$/.test(part)).join("/");
    const headers = { "Content-Type": `${TYPES[name.split(".").pop()]}; charset=utf-8`, "Content-Security-Policy": "default-src 'self'", "Cache-Control": place === "assets" ? "max-age=3600" : "no-store" };
    return response.writeHead(200, headers).end(readFileSync(join(place === "assets" ? assets : folder, name)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

// The fields of a body; of files only their names.
export async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const sent = await new Response(Buffer.concat(parts), { headers: { "Content-Type": request.headers["content-type"] } }).formData();
  return new URLSearchParams([...sent].map(([name, value]) => [name, typeof value === "string" ? value : value.name]));
}

export const launch = () => chromium.launch({ executablePath: process.env.CTR_CHROMIUM || "/usr/bin/chromium", args: FLAGS });
